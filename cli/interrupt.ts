/** The first signal ends what runs and leaves the report whole; a second one ends us. */
export function onInterrupt(): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, abort)
  return {
    signal: controller.signal,
    stop: () => {
      for (const signal of signals) process.removeListener(signal, abort)
    },
  }
}
