import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Recording } from '../recording.ts'
import { createTape, playTape, type TapePlace, tapePath } from './tape.ts'

let place: TapePlace
beforeEach(() => {
  place = { directory: mkdtempSync(join(tmpdir(), 'cd-gate-tape-')), outputBudget: 10 }
})
afterEach(() => rmSync(place.directory, { recursive: true, force: true }))

type Told = [on: string, method: string, ...args: unknown[]]

function listing(): { readonly recording: Recording; readonly told: Told[] } {
  const told: Told[] = []
  const target = (on: string): object =>
    new Proxy(
      {},
      {
        get:
          (_target, method) =>
          (...args: unknown[]) => {
            told.push([on, String(method), ...args])
            return method === 'suite' || method === 'test' ? target(`${on}/${String(method)}`) : undefined
          },
      },
    )
  return { recording: target('run') as Recording, told }
}

it('plays what was told, a start by its result', () => {
  const tape = createTape(place, '/a.js')
  const suite = tape.suite('/a.js')
  const test = suite.test('key', { titlePath: ['a', 'one'] })
  test.start(7)
  test.output('stdout', 'hello')
  test.attempt({ outcome: 'passed', durationMs: 3 })
  suite.test('key', { titlePath: ['a', 'one'] }).notRun('never')
  suite.finish({ startedAt: 1, durationMs: 2 })
  tape.finish()
  const { recording, told } = listing()
  playTape(tapePath(place, '/a.js', true), recording)
  expect(told).toEqual([
    ['run', 'suite', '/a.js'],
    ['run/suite', 'test', 2, { titlePath: ['a', 'one'] }],
    ['run/suite/test', 'output', 'stdout', 'hello'],
    ['run/suite/test', 'attempt', { startedAt: 7, outcome: 'passed', durationMs: 3 }],
    ['run/suite/test', 'notRun', 'never'],
    ['run/suite', 'finish', { startedAt: 1, durationMs: 2 }],
  ])
})

it('has a test that began on disk before it goes on, and tells it as in flight', () => {
  const tape = createTape(place, '/a.js')
  const test = tape.suite('/a.js').test('key', { titlePath: ['one'] })
  test.start(7)
  test.output('stderr', 'last words')
  const { recording, told } = listing()
  expect(playTape(tapePath(place, '/a.js', false), recording)).toHaveLength(1)
  expect(told.slice(-2)).toEqual([
    ['run/suite/test', 'output', 'stderr', 'last words'],
    ['run/suite/test', 'start', 7],
  ])
})

it('stops before half a frame, wherever the process died', () => {
  const tape = createTape(place, '/a.js')
  const suite = tape.suite('/a.js')
  for (const name of ['one', 'two']) suite.test(name, { titlePath: [name] }).start(0)
  tape.finish()
  const whole = readFileSync(tapePath(place, '/a.js', true))
  const cut = join(place.directory, 'cut')
  const counts = Array.from({ length: whole.length + 1 }, (_, length) => {
    writeFileSync(cut, whole.subarray(0, length))
    const { recording, told } = listing()
    playTape(cut, recording)
    return told.length
  })
  expect(counts[0]).toBe(0)
  expect(counts.at(-1)).toBe(5)
  expect(new Set(counts)).toEqual(new Set([0, 3, 5]))
})

it('carries errors with their class, cause, values and what they hold', () => {
  class DiffError extends Error {
    override readonly name = 'DiffError'
    readonly actual = new Map([['a', Number.NaN]])
    readonly expected = { call: () => 1 }
    readonly showDiff = true
  }
  const cause = Object.assign(new RangeError('inner'), { code: 'E_INNER' })
  const thrown = new DiffError('outer', { cause })
  const both = new AggregateError([new TypeError('b'), 'text'], 'both')
  const tape = createTape(place, '/a.js')
  tape.trouble('x', [thrown, both, undefined, { plain: 1 }])
  tape.finish()
  const { recording, told } = listing()
  playTape(tapePath(place, '/a.js', true), recording)
  const [error, aggregate, nothing, plain] = told[0]![3] as [DiffError, AggregateError, unknown, unknown]
  expect(error).toBeInstanceOf(Error)
  expect([error.name, error.message, error.stack]).toEqual(['DiffError', 'outer', thrown.stack])
  expect(error.constructor.name).toBe('DiffError')
  expect([error.actual, error.showDiff]).toEqual([new Map([['a', Number.NaN]]), true])
  expect(error.expected).toBe('{ call: [Function: call] }')
  expect(error.cause).toMatchObject({ name: 'RangeError', message: 'inner', code: 'E_INNER' })
  expect(aggregate.errors).toEqual([expect.objectContaining({ message: 'b' }), 'text'])
  expect([nothing, plain]).toEqual([undefined, { plain: 1 }])
})

it('survives an error that holds itself', () => {
  const error = new Error('circle')
  error.cause = error
  const tape = createTape(place, '/a.js')
  tape.trouble('x', [error])
  tape.finish()
  const { recording, told } = listing()
  playTape(tapePath(place, '/a.js', true), recording)
  expect((told[0]![3] as [Error])[0].message).toBe('circle')
})

it('tells the end of long output with the result, so that a flood takes no disk', () => {
  const tape = createTape(place, '/a.js')
  const test = tape.suite('/a.js').test('key', { titlePath: ['one'] })
  test.output('stdout', '12345')
  for (let line = 0; line < 1000; line += 1) test.output('stdout', 'flood')
  test.output('stdout', 'the end')
  test.attempt({ outcome: 'passed', durationMs: 0 })
  tape.finish()
  const { recording, told } = listing()
  playTape(tapePath(place, '/a.js', true), recording)
  const text = told.flatMap(([, method, , part]) => (method === 'output' ? [String(part)] : [])).join('')
  expect(text.startsWith('12345flood')).toBe(true)
  expect(text.endsWith('the end')).toBe(true)
  expect(text.length).toBeLessThan(200)
})
