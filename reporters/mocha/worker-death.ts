/** How a worker of mocha's pool ended, from the pool's error; `''` for any other error. */
export function howWorkerDied(error: unknown): string {
  const text = error instanceof Error ? error.message : ''
  if (!/^Workerpool Worker terminated Unexpectedly/i.test(text)) return ''
  const [, signal] = /signalCode: `(\w+)`/.exec(text) ?? []
  if (signal !== undefined && signal !== 'null') return `its worker was killed by ${signal}`
  const [, code] = /exitCode: `(\d+)`/.exec(text) ?? []
  return code === undefined ? 'its worker died' : `its worker exited with code ${code}`
}

/** The pool hands an error over without its name, which its stack still begins with. */
export function withItsName(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'Error') return error
  const [, name] = /^(\w+Error)\b/m.exec(error.stack ?? '') ?? []
  if (name !== undefined) Object.defineProperty(error, 'name', { value: name, configurable: true })
  return error
}
