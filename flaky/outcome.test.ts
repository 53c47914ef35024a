import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OutcomeReason, outcomeRuleFor, type RunFacts } from './outcome.ts'

const calm: RunFacts = {
  runnerCode: 0,
  report: 'complete',
  ran: 10,
  runFailures: 0,
  failedAtFirst: 0,
  stillFailing: 0,
  recovered: 0,
  quarantined: 0,
  quarantineFaults: 0,
  flakyFails: false,
  recordMissing: false,
}

test.for<[string, Partial<RunFacts>, 'pass' | 'fail' | 'unknown', OutcomeReason]>([
  ['everything passes', {}, 'pass', 'passed'],
  ['a test fails to the end', { runnerCode: 1, failedAtFirst: 1, stillFailing: 1 }, 'fail', 'tests-failed'],
  ['a test recovers', { runnerCode: 1, failedAtFirst: 1, recovered: 1 }, 'pass', 'passed'],
  [
    'a test recovers, and flaky is to fail',
    { runnerCode: 1, failedAtFirst: 1, recovered: 1, flakyFails: true },
    'fail',
    'flaky',
  ],
  [
    'the failing test is in quarantine',
    { runnerCode: 1, failedAtFirst: 1, quarantined: 1 },
    'pass',
    'quarantined',
  ],
  [
    'its quarantine has expired',
    { runnerCode: 1, failedAtFirst: 1, quarantined: 1, quarantineFaults: 1 },
    'fail',
    'quarantine-fault',
  ],
  ['no report', { runnerCode: 0, report: 'missing', ran: 0 }, 'unknown', 'no-report'],
  ['no report, and the runner failed', { runnerCode: 1, report: 'missing', ran: 0 }, 'unknown', 'no-report'],
  ['the runner was killed', { runnerCode: null }, 'unknown', 'crashed'],
  ['process.exit(0) in the middle', { runnerCode: 0, report: 'incomplete' }, 'unknown', 'incomplete'],
  [
    'a worker died and what failed has recovered',
    { runnerCode: 1, report: 'incomplete', failedAtFirst: 1, recovered: 1 },
    'unknown',
    'incomplete',
  ],
  [
    'a worker died and a test fails',
    { runnerCode: 1, report: 'incomplete', failedAtFirst: 1, stillFailing: 1 },
    'fail',
    'tests-failed',
  ],
  ['zero tests', { ran: 0 }, 'unknown', 'no-tests'],
  ['a failed coverage threshold', { runnerCode: 1 }, 'fail', 'runner-failed'],
  [
    'the runner fails and planned tests have no result',
    { runnerCode: 1, report: 'incomplete' },
    'unknown',
    'incomplete',
  ],
  [
    'a test recovers in a rerun whose runner fails',
    { runnerCode: 1, failedAtFirst: 1, recovered: 1, runFailures: 1 },
    'fail',
    'runner-failed',
  ],
  [
    'an unhandled error, and tests without a result',
    { runnerCode: 1, failedAtFirst: 1, runFailures: 1, report: 'incomplete' },
    'fail',
    'runner-failed',
  ],
  ['the record is required and missing', { recordMissing: true }, 'unknown', 'not-recorded'],
  [
    'the record is missing and a test fails',
    { recordMissing: true, runnerCode: 1, failedAtFirst: 1, stillFailing: 1 },
    'fail',
    'tests-failed',
  ],
])('%s', ([, facts, outcome, reason]) => {
  expect(outcomeRuleFor({ ...calm, ...facts })).toMatchObject({ outcome, reason })
})

test('a pass rests on a whole report of a run that did not fail for a reason of its own', () => {
  const facts = fc.record({
    runnerCode: fc.constantFrom(0, 1, 130, null),
    report: fc.constantFrom<RunFacts['report']>('complete', 'incomplete', 'missing'),
    ran: fc.nat(3),
    runFailures: fc.nat(1),
    failedAtFirst: fc.nat(2),
    stillFailing: fc.nat(2),
    recovered: fc.nat(2),
    quarantined: fc.nat(2),
    quarantineFaults: fc.nat(1),
    flakyFails: fc.boolean(),
    recordMissing: fc.boolean(),
  })
  fc.assert(
    fc.property(facts, each => {
      if (outcomeRuleFor(each).outcome !== 'pass') return
      expect(each).toMatchObject({
        report: 'complete',
        stillFailing: 0,
        runFailures: 0,
        quarantineFaults: 0,
        recordMissing: false,
      })
      expect(each.ran).toBeGreaterThan(0)
      expect(each.runnerCode === 0 || (each.runnerCode !== null && each.failedAtFirst > 0)).toBe(true)
    }),
  )
})
