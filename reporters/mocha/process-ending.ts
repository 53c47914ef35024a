const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Calls `act`, once, when the process is going to end before the run is over: before the recording itself learns of it.
 * Only where somebody listens to a signal already: a first listener would keep the process alive.
 * @returns to be called when the run is over
 */
export function beforeProcessEnds(act: () => void): () => void {
  let done = false
  const once = (): void => {
    if (done) return
    done = true
    act()
  }
  process.prependOnceListener('exit', once)
  // Gone before it is called, so that whoever counts the listeners does not count this one.
  for (const signal of signals)
    if (process.listenerCount(signal) > 0) process.prependOnceListener(signal, once)
  return () => {
    done = true
    process.removeListener('exit', once)
    for (const signal of signals) process.removeListener(signal, once)
  }
}
