/** Lets commands through as fast as a server takes them for no flood. */
export interface Pacer {
  /**
   * Resolves when one more command may be sent, in the order of calls. Rejects with the signal's reason.
   * @param cost in commands: servers count a JOIN for two (InspIRCd)
   */
  readonly take: (signal: AbortSignal, cost?: number) => Promise<void>
}

/**
 * A token bucket.
 * @param burst commands that may be sent at once
 * @param everyMs one more becomes free so often. Milliseconds
 */
export function createPacer(burst: number, everyMs: number): Pacer {
  let tokens = burst
  let since = performance.now()
  let last: Promise<void> = Promise.resolve()
  const refill = () => {
    if (everyMs === 0) return Number.POSITIVE_INFINITY
    const now = performance.now()
    const gained = Math.floor((now - since) / everyMs)
    since += gained * everyMs
    if (tokens + gained >= burst) since = now
    return Math.min(burst, tokens + gained)
  }
  const takeNow = async (signal: AbortSignal, cost: number) => {
    const wanted = Math.min(cost, burst)
    signal.throwIfAborted()
    tokens = refill()
    while (tokens < wanted) {
      await pause(since + everyMs - performance.now(), signal)
      tokens = refill()
    }
    tokens -= wanted
  }
  return {
    take: (signal, cost = 1) => {
      const turn = last.then(() => takeNow(signal, cost))
      last = turn.catch(() => {})
      return turn
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', stop)
        resolve()
      },
      Math.max(0, ms),
    )
    signal.addEventListener('abort', stop, { once: true })
  })
}
