import { describe, expect, it } from 'vitest'
import { attemptsOf, splitErrors } from './attempts.ts'
import type { HookStates, TestAttempt, TestCase, TestResult } from './vitest-api.ts'

const one = { name: 'Error', message: 'one', stack: 'at a:1' }
const two = { name: 'Error', message: 'two', stack: 'at a:2' }
const three = { name: 'Error', message: 'three', stack: 'at a:3' }

interface Given {
  readonly result: TestResult
  readonly retryCount?: number
  readonly repeatCount?: number
  readonly hooks?: HookStates
  readonly attempts?: readonly TestAttempt[]
}

function testCase({ result, retryCount = 0, repeatCount = 0, hooks, attempts }: Given): TestCase {
  return {
    task: { result: { ...(hooks && { hooks }) } },
    result: () => result,
    diagnostic: () => ({ startTime: 1000, duration: 30, retryCount, repeatCount }),
    ...(attempts && { attempts: () => attempts }),
  } as unknown as TestCase
}

describe('attempts of vitest 3 and 4', () => {
  it('has one attempt of a test that passed or failed at once', () => {
    expect(attemptsOf(testCase({ result: { state: 'passed' } }))).toEqual([
      { outcome: 'passed', errors: [], startedAt: 1000, durationMs: 30 },
    ])
    expect(attemptsOf(testCase({ result: { state: 'failed', errors: [one] } }))).toEqual([
      { outcome: 'failed', errors: [one], startedAt: 1000, durationMs: 30 },
    ])
  })

  it('has none of a test without a result', () => {
    expect(attemptsOf(testCase({ result: { state: 'pending' } }))).toEqual([])
    expect(attemptsOf(testCase({ result: { state: 'skipped' } }))).toEqual([])
  })

  it('splits the errors of a test that passed at its third attempt', () => {
    const told = attemptsOf(testCase({ result: { state: 'passed', errors: [one, two] }, retryCount: 2 }))
    expect(told).toEqual([
      { outcome: 'failed', errors: [one], startedAt: 1000, durationMs: 0 },
      { outcome: 'failed', errors: [two], startedAt: null, durationMs: 0 },
      { outcome: 'passed', errors: [], startedAt: null, durationMs: 30 },
    ])
  })

  it('splits the errors of a test that failed three times', () => {
    const told = attemptsOf(
      testCase({ result: { state: 'failed', errors: [one, two, three] }, retryCount: 2 }),
    )
    expect(told.map(({ outcome, errors }) => [outcome, errors])).toEqual([
      ['failed', [one]],
      ['failed', [two]],
      ['failed', [three]],
    ])
  })

  it('has one attempt where the errors of an expected failure are forgotten', () => {
    const told = attemptsOf(testCase({ result: { state: 'passed' }, retryCount: 1 }))
    expect(told.map(({ outcome }) => outcome)).toEqual(['passed'])
  })

  it('has one failed attempt of repeats of which one failed, which must not look flaky', () => {
    const told = attemptsOf(testCase({ result: { state: 'failed', errors: [one] }, repeatCount: 2 }))
    expect(told.map(({ outcome, errors }) => [outcome, errors])).toEqual([['failed', [one]]])
  })

  it('has no time of a type check', () => {
    const check = { ...testCase({ result: { state: 'passed' } }), diagnostic: () => undefined }
    expect(attemptsOf(check)).toEqual([{ outcome: 'passed', errors: [], startedAt: null, durationMs: 0 }])
  })
})

describe('attempts of vitest 5', () => {
  const attempts: readonly TestAttempt[] = [
    { state: 'failed', errors: [one, two], startTime: 1000, duration: 10 },
    { state: 'passed', startTime: 1020, duration: 5 },
  ]

  it('are as told', () => {
    const told = attemptsOf(
      testCase({ result: { state: 'passed', errors: [one, two] }, retryCount: 1, attempts }),
    )
    expect(told).toEqual([
      { outcome: 'failed', errors: [one, two], startedAt: 1000, durationMs: 10 },
      { outcome: 'passed', errors: [], startedAt: 1020, durationMs: 5 },
    ])
  })

  it('are one where repeats are attempts', () => {
    const told = attemptsOf(
      testCase({ result: { state: 'failed', errors: [one, two] }, repeatCount: 1, attempts }),
    )
    expect(told.map(({ outcome }) => outcome)).toEqual(['failed'])
  })
})

describe('a hook around the test', () => {
  it('is charged with what it threw before the test', () => {
    const told = attemptsOf(
      testCase({ result: { state: 'failed', errors: [one] }, hooks: { beforeEach: 'run' } }),
    )
    expect(told).toEqual([expect.objectContaining({ hook: 'beforeEach', errors: [one] })])
  })

  it('is not charged once it has passed', () => {
    const hooks = { beforeEach: 'pass', afterEach: 'pass' }
    const [told] = attemptsOf(testCase({ result: { state: 'failed', errors: [one] }, hooks }))
    expect(told).not.toHaveProperty('hook')
  })

  it('is charged with the last error after a test that failed too', () => {
    const told = attemptsOf(
      testCase({ result: { state: 'failed', errors: [one, two] }, hooks: { afterEach: 'run' } }),
    )
    expect(told.map(({ hook, errors }) => [hook, errors])).toEqual([
      [undefined, [one]],
      ['afterEach', [two]],
    ])
  })

  it('is charged with every attempt that failed with the same error', () => {
    const again = { ...one }
    const told = attemptsOf(
      testCase({
        result: { state: 'failed', errors: [two, one, again] },
        retryCount: 2,
        hooks: { afterEach: 'run' },
      }),
    )
    expect(told.map(({ hook }) => hook)).toEqual([undefined, 'afterEach', 'afterEach'])
  })
})

describe('errors of several attempts', () => {
  it('are split where each attempt has one', () => {
    expect(splitErrors([one, two], 2)).toEqual([[one], [two]])
  })

  it('are split where the attempts failed alike', () => {
    expect(splitErrors([one, two, one, two], 2)).toEqual([
      [one, two],
      [one, two],
    ])
  })

  it('stay together where nobody knows whose they are', () => {
    const split = splitErrors([one, two, three], 2)
    expect(split).toEqual([
      [expect.objectContaining({ message: expect.stringMatching(/together/) })],
      [one, two, three],
    ])
  })
})
