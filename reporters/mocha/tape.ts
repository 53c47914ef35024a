import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Recording, SuiteRecording, TestRecording } from '../recording.ts'
import { packAll, unpackAll } from './packed-error.ts'
import { type Call, frameOf, readFrames } from './tape-frames.ts'
import { createTapeOutput } from './tape-output.ts'

export interface TapePlace {
  readonly directory: string
  /** The most characters of a test's output that will be asked for. */
  readonly outputBudget: number
}

/** The tape of a test file; `whole` when its process told it to the end. */
export function tapePath({ directory }: TapePlace, file: string, whole: boolean): string {
  const name = createHash('sha256').update(file).digest('hex').slice(0, 16)
  return join(directory, `${name}.${whole ? 'tape' : 'part'}`)
}

export function isWhole(name: string): boolean {
  return name.endsWith('.tape')
}

/**
 * A recording that is written down, to be played in another process. What a test began and printed is on disk at once, so
 * that the death of its process loses nothing.
 */
export function createTape(place: TapePlace, file: string): Recording {
  const path = tapePath(place, file, false)
  const descriptor = openSync(path, 'w')
  let calls: Call[] = []
  let targets = 1
  let broken = false

  const flush = (): void => {
    if (calls.length === 0 || broken) return
    const bytes = frameOf(calls)
    calls = []
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done)
    } catch {
      // A full disk must not end the tests. A tape that breaks off is none that is whole, which the other side tells.
      broken = true
    }
  }
  const put = (target: number, method: string, ...args: readonly unknown[]): void => {
    calls.push([target, method, packAll(args)])
    if (calls.length >= 200) flush()
  }
  const makeTest = (target: number): TestRecording => {
    const output = createTapeOutput(place.outputBudget, (stream, text) => put(target, 'output', stream, text))
    return {
      start(at) {
        put(target, 'start', at)
        flush()
      },
      output(stream, text) {
        if (output.add(stream, text)) flush()
      },
      attempt(result) {
        output.close()
        put(target, 'attempt', result)
      },
      notRun: reason => put(target, 'notRun', reason),
      property: (name, value) => put(target, 'property', name, value),
      attach: attached => put(target, 'attach', attached),
    }
  }
  const makeSuite = (target: number): SuiteRecording => {
    const tests = new Map<unknown, TestRecording>()
    const output = createTapeOutput(place.outputBudget, (stream, text) => put(target, 'output', stream, text))
    return {
      test(key, declaration) {
        const known = tests.get(key)
        if (known) return known
        const made = targets++
        put(target, 'test', made, declaration)
        const test = makeTest(made)
        tests.set(key, test)
        return test
      },
      hook: (...told) => put(target, 'hook', ...told),
      loadError: errors => put(target, 'loadError', errors),
      died: reason => put(target, 'died', reason),
      output(stream, text) {
        if (output.add(stream, text)) flush()
      },
      property: (name, value) => put(target, 'property', name, value),
      finish(end) {
        output.close()
        put(target, 'finish', end)
      },
    }
  }
  const suites = new Map<string, SuiteRecording>()
  return {
    suite(name, project) {
      const known = suites.get(name)
      if (known) return known
      const made = targets++
      put(0, 'suite', name, ...(project === undefined ? [] : [project]))
      const suite = makeSuite(made)
      suites.set(name, suite)
      return suite
    },
    trouble: (name, errors) => put(0, 'trouble', name, errors),
    cutShort: reason => put(0, 'cutShort', reason),
    finish() {
      flush()
      closeSync(descriptor)
      if (!broken) renameSync(path, tapePath(place, file, true))
    },
  }
}

/**
 * Plays what a tape holds, up to where its process died, on a real recording. A test's start is told by its result, and by
 * itself only where no result came. Tells the suites that the tape named.
 */
export function playTape(path: string, recording: Recording): readonly SuiteRecording[] {
  const targets: object[] = [recording]
  const suites: SuiteRecording[] = []
  const inFlight = new Map<number, readonly unknown[]>()
  for (const [target, method, args] of readFrames(readFileSync(path))) {
    if (method === 'start') {
      inFlight.set(target, args)
      continue
    }
    const [result] = method === 'attempt' ? args : []
    const [startedAt] = inFlight.get(target) ?? []
    if (result !== undefined) inFlight.delete(target)
    const made = tell(targets[target], method, result ? [{ startedAt, ...(result as object) }] : args)
    if (method === 'suite') suites.push(made as SuiteRecording)
    if (method === 'suite' || method === 'test') targets.push(made as object)
  }
  for (const [target, args] of inFlight) tell(targets[target], 'start', args)
  return suites
}

function tell(target: object | undefined, method: string, args: readonly unknown[]): unknown {
  if (target === undefined) return undefined
  return Reflect.apply(Reflect.get(target, method) as () => unknown, target, unpackAll(args))
}
