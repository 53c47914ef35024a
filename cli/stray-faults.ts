/**
 * What code that is not ours throws when nobody waits for it any more (a plug-in's timer) is said, and ends nothing: the
 * other channels still speak, and what they could not say stays in the spool.
 */
export function onStrayFault(log: (line: string) => void): { readonly stop: () => void } {
  const say = (error: unknown): void =>
    log(`cd-gate: a fault outside of any channel's answer: ${error instanceof Error ? error.message : error}`)
  const events = ['uncaughtException', 'unhandledRejection'] as const
  for (const event of events) process.on(event, say)
  return {
    stop: () => {
      for (const event of events) process.removeListener(event, say)
    },
  }
}
