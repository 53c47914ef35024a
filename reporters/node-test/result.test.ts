import { describe, expect, it } from 'vitest'
import type { TestFailure } from './events.ts'
import { failureOfSuite, outcomeOfTest } from './result.ts'

const thrown = new TypeError('boom')

function failed(failure: TestFailure, more = {}) {
  return outcomeOfTest({ name: 't', nesting: 0, details: { duration_ms: 5, error: failure }, ...more })
}

describe('a test', () => {
  it.each([
    ['passed', {}, { outcome: 'passed', durationMs: 0 }],
    ['skipped', { skip: true }, { outcome: 'skipped', durationMs: 0, reason: '' }],
    ['skipped with a reason', { skip: 'later' }, { outcome: 'skipped', durationMs: 0, reason: 'later' }],
    ['to do', { todo: true }, { outcome: 'skipped', durationMs: 0, reason: 'todo' }],
    ['to do, with a word', { todo: 'soon' }, { outcome: 'skipped', durationMs: 0, reason: 'todo: soon' }],
    ['not to do', { todo: false }, { outcome: 'passed', durationMs: 0 }],
  ])('that is %s', (_, more, result) => {
    expect(outcomeOfTest({ name: 't', nesting: 0, ...more })).toEqual({ kind: 'attempt', result })
  })

  it('gives what it threw, whatever that is', () => {
    for (const cause of [thrown, 'a string', 0])
      expect(failed({ failureType: 'testCodeFailure', cause })).toMatchObject({ result: { errors: [cause] } })
  })

  it("gives the runner's own error where nothing was thrown", () => {
    const failure = { failureType: 'testTimeoutFailure', message: 'timed out', cause: 'timed out' }
    expect(failed(failure)).toMatchObject({
      kind: 'attempt',
      result: { outcome: 'failed', errors: [failure] },
    })
  })

  it('fails although it was to be skipped, and is skipped although it fails if it is to do', () => {
    const failure = { failureType: 'testCodeFailure', cause: thrown }
    expect(failed(failure, { skip: 'late' })).toMatchObject({ result: { outcome: 'failed' } })
    expect(failed(failure, { todo: true })).toMatchObject({ result: { outcome: 'skipped' } })
  })

  it.each([
    ['before', { kind: 'before-failed', errors: [thrown] }],
    ['beforeEach', { result: { outcome: 'failed', hook: 'beforeEach', errors: [thrown] } }],
    ['afterEach', { result: { outcome: 'failed', hook: 'afterEach', errors: [thrown] } }],
  ])('whose %s hook failed', (hook, outcome) => {
    const failure = { failureType: 'hookFailed', message: `failed running ${hook} hook`, cause: thrown }
    expect(failed(failure)).toMatchObject(outcome)
  })

  it('is charged with its own after hook', () => {
    const failure = { failureType: 'hookFailed', message: 'failed running after hook', cause: thrown }
    expect(failed(failure)).toEqual({
      kind: 'attempt',
      result: { outcome: 'failed', durationMs: 5, errors: [thrown] },
    })
  })

  it('was cancelled', () => {
    expect(failed({ failureType: 'cancelledByParent', message: 'late' }).kind).toBe('cancelled')
  })
})

it.each([
  ['subtestsFailed', '', null],
  ['cancelledByParent', '', null],
  ['hookFailed', 'failed running before hook', { kind: 'hook', hook: 'beforeAll', errors: [thrown] }],
  ['hookFailed', 'failed running after hook', { kind: 'hook', hook: 'afterAll', errors: [thrown] }],
  ['testCodeFailure', '', { kind: 'body', errors: [thrown] }],
  ['testTimeoutFailure', '', { kind: 'other', errors: [thrown] }],
])('a suite that failed by %s %s', (failureType, message, failure) => {
  expect(failureOfSuite({ failureType, message, cause: thrown })).toEqual(failure)
})
