import { StringDecoder } from 'node:string_decoder'
import type { MochaEvents, MochaRunner } from './mocha-objects.ts'

const events: readonly (keyof MochaEvents)[] = [
  'start',
  'suite',
  'suite end',
  'test',
  'test end',
  'hook',
  'hook end',
  'pass',
  'fail',
  'retry',
  'pending',
  'end',
  'waiting',
  'ready',
]

type StreamName = 'stdout' | 'stderr'
type Write = typeof process.stdout.write

export interface Capture {
  /** What is printed while the runner tells an event comes from a reporter, for the terminal: it is not told. */
  exceptDuringEventsOf(runner: MochaRunner): void
  release(): void
}

/** Tells of everything that this process prints, and lets it through unchanged. */
export function captureOutput(take: (stream: StreamName, text: string) => void): Capture {
  let muted = false
  let released = false
  const releases = (['stdout', 'stderr'] as const).map(name => {
    const stream = process[name]
    const original = stream.write
    const decoder = new StringDecoder('utf8')
    const patched = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      if (!muted && !released) {
        const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk))
        if (text !== '') take(name, text)
      }
      return Reflect.apply(original, stream, [chunk, ...rest])
    }) as Write
    stream.write = patched
    return () => {
      // Somebody else may have put a write of their own over it, which must stay.
      if (stream.write === patched) stream.write = original
      released = true
    }
  })
  return {
    exceptDuringEventsOf(runner) {
      for (const event of events) {
        runner.prependListener(event, () => {
          muted = true
        })
        runner.on(event, () => {
          muted = false
        })
      }
    },
    release() {
      for (const release of releases) release()
    },
  }
}
