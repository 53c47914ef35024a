import { inspect } from 'node:util'

/**
 * mocha takes no notice of a rejected promise that nobody handles: the run passes. It is told as output of the test that was
 * running. Only while mocha's own listener is there, without which node would end the process: as it should.
 * @returns to be called when the run is over
 */
export function tellRejections(tell: (text: string) => void): () => void {
  const told = new WeakSet<object>()
  const listener = (reason: unknown, promise: object): void => {
    if (told.has(promise)) return // mocha hands it on once more
    told.add(promise)
    tell(`unhandled rejection: ${inspect(reason)}\n`)
  }
  process.on('unhandledRejection', listener)
  return () => process.removeListener('unhandledRejection', listener)
}
