import { expect, test } from 'vitest'
import type { Ended } from '../core/system/spawn.ts'
import { placeProperty, placeText, testId } from '../core/test-id.ts'
import {
  type Attempt,
  type CaseKind,
  isProblem,
  outcomeOf,
  type TestCase,
  type TestSuite,
} from '../core/test-run.ts'
import { isFailing } from './cases.ts'
import { sameById } from './merge.ts'
import { type RerunPolicy, rerunFailures } from './rerun.ts'

const attempt = (outcome: Attempt['outcome'], message = 'boom'): Attempt => ({
  outcome,
  startedAt: null,
  durationMs: 10,
  problem: outcome === 'failed' || outcome === 'errored' ? { type: 'Error', message, detail: message } : null,
  reason: '',
  stdout: '',
  stderr: '',
})

function caseOf(
  title: string,
  outcome: Attempt['outcome'],
  more: { kind?: CaseKind; message?: string } = {},
): TestCase {
  const { kind = 'test', message } = more
  const place = { project: '', file: 'a.test.ts', titlePath: [title], ordinal: 1 }
  return {
    // A report that is read back has it in the place only.
    kind: kind === 'run' ? 'test' : kind,
    id: testId(place),
    name: title,
    classname: 'a_test',
    titlePath: [title],
    file: 'a.test.ts',
    line: null,
    attempts: [attempt(outcome, message ?? `${title} is wrong`)],
    properties: [{ name: placeProperty, value: placeText(kind, place) }],
    attachments: [],
  }
}

const suite = (...cases: readonly TestCase[]): TestSuite => ({
  id: 's',
  name: 'a.test.ts',
  project: '',
  file: 'a.test.ts',
  startedAt: null,
  durationMs: 10,
  cases,
  properties: [],
  stdout: '',
  stderr: '',
})

interface Story {
  readonly asked: string[][]
  readonly told: string[]
}

const exit = (code: number): Ended => ({ code, signal: null, timedOut: false, failure: null })

async function rerun(
  first: TestSuite,
  rounds: readonly (TestSuite | null)[],
  more: Partial<RerunPolicy> & { crashed?: boolean; ended?: readonly Ended[] } = {},
) {
  const story: Story = { asked: [], told: [] }
  const result = await rerunFailures(
    [first],
    first.cases.length,
    more.crashed ?? false,
    async (wanted, round) => {
      story.asked.push(wanted.map(each => each.titlePath.join(' > ')))
      const report = rounds[round - 1]
      // A runner's exit code says whether anything failed, unless told otherwise.
      const isRed = report?.cases.some(each => each.attempts.some(isProblem))
      const ended = more.ended?.[round - 1] ?? exit(isRed ? 1 : 0)
      return [{ ended, report: report ? { suites: [report], complete: true } : null }]
    },
    {
      reruns: null,
      budgetMs: 1e9,
      delayMs: 0,
      maxFailures: { count: 20 },
      rates: async () => () => null,
      now: () => 0,
      signal: new AbortController().signal,
      isSame: sameById,
      tell: line => story.told.push(line),
      ...more,
    },
  )
  const outcomes = Object.fromEntries(
    result.suites.flatMap(each => each.cases.map(one => [one.name, outcomeOf(one)])),
  )
  return { ...result, ...story, outcomes }
}

test('what passes again is flaky, what does not stays failed, and nothing else is asked for', async () => {
  const first = suite(caseOf('good', 'passed'), caseOf('flaky', 'failed'), caseOf('broken', 'failed'))
  const result = await rerun(first, [
    suite(caseOf('flaky', 'passed'), caseOf('broken', 'failed'), caseOf('neighbour', 'failed')),
    suite(caseOf('broken', 'failed')),
  ])
  expect(result.asked).toEqual([['flaky', 'broken'], ['broken']])
  expect(result.outcomes).toEqual({ good: 'passed', flaky: 'flaky', broken: 'failed' })
  expect(result.suites[0]?.cases[2]?.attempts).toHaveLength(3)
  expect(result.stoppedBecause).toBe('reruns-used-up')
})

test('what the rerun did not run, or skipped, stays failed and is named', async () => {
  const first = suite(caseOf('gone', 'failed'), caseOf('skipped', 'failed'))
  const result = await rerun(first, [suite(caseOf('skipped', 'skipped')), null])
  expect(result.outcomes).toEqual({ gone: 'failed', skipped: 'failed' })
  expect(result.missing.map(each => each.name)).toEqual(['gone', 'skipped'])
})

test('a hook reruns its file: what it kept from running has a result then', async () => {
  const first = suite(caseOf('beforeAll hook', 'errored', { kind: 'hook' }), caseOf('kept', 'not-run'))
  const result = await rerun(first, [suite(caseOf('kept', 'passed'))])
  expect(result.outcomes).toEqual({ 'beforeAll hook': 'flaky', kept: 'passed' })
  const silent = await rerun(first, [suite()])
  expect(silent.outcomes).toEqual({ 'beforeAll hook': 'errored', kept: 'not-run' })
})

test('a file that did not load and then does shows its tests', async () => {
  const first = suite(caseOf('(load)', 'errored', { kind: 'load' }))
  const result = await rerun(first, [suite(caseOf('one', 'passed'), caseOf('two', 'failed'))])
  expect(result.outcomes).toEqual({ '(load)': 'flaky', one: 'passed', two: 'failed' })
})

test('what a file that did not load had hidden runs again as well', async () => {
  const first = suite(caseOf('(load)', 'errored', { kind: 'load' }))
  const result = await rerun(first, [
    suite(
      caseOf('beforeAll hook', 'errored', { kind: 'hook' }),
      caseOf('one', 'passed'),
      caseOf('two', 'failed'),
    ),
    suite(caseOf('one', 'passed'), caseOf('two', 'passed')),
  ])
  expect(result.asked).toEqual([['(load)'], ['two', 'beforeAll hook']])
  expect(result.outcomes).toEqual({
    '(load)': 'flaky',
    'beforeAll hook': 'flaky',
    one: 'passed',
    two: 'flaky',
  })
  expect(result.faults).toEqual([])
})

test('a crash is no failure that a rerun could recover', async () => {
  const crashed = caseOf('in flight', 'errored')
  const [only] = crashed.attempts
  const inFlight = { ...only, problem: { type: 'DidNotFinish', message: 'did not finish', detail: '' } }
  const result = await rerun(suite({ ...crashed, attempts: [inFlight] }), [])
  expect(result.asked).toEqual([])
})

const saidOf = ({ faults }: { faults: readonly { kind: string; say: string }[] }) =>
  faults.map(({ kind, say }) => [kind, say])
const died = (test: TestCase, type: string, message: string): TestCase => {
  const [only] = test.attempts
  return { ...test, attempts: [{ ...only, problem: { type, message, detail: message } }] }
}

test('a rerun whose runner fails, and no test of which says why, has not passed; a later one does not clear it', async () => {
  const first = suite(caseOf('flaky', 'failed'), caseOf('slow', 'failed'))
  const result = await rerun(first, [suite(caseOf('flaky', 'passed')), suite(caseOf('slow', 'passed'))], {
    ended: [exit(1), exit(0)],
  })
  expect(result.outcomes).toEqual({ flaky: 'flaky', slow: 'flaky' })
  expect(saidOf(result)).toEqual([
    ['failed', 'ended with exit code 1, and no test that it was asked for explains that'],
  ])
})

test('the failure of a neighbour explains no exit code; that of a wanted test does', async () => {
  const first = suite(caseOf('flaky', 'failed'), caseOf('neighbour', 'passed'))
  const passed = suite(caseOf('flaky', 'passed'), caseOf('neighbour', 'failed'))
  expect((await rerun(first, [passed])).faults).toHaveLength(1)
  expect(
    (await rerun(first, [suite(caseOf('flaky', 'failed')), suite(caseOf('flaky', 'passed'))])).faults,
  ).toEqual([])
})

test.for([
  ['run', 'uncaught exception'],
  ['hook', 'afterAll hook'],
  ['load', '(load)'],
] as const)('a failing %s of a rerun is in the merged report, and stays there', async ([kind, title]) => {
  const first = suite(caseOf('flaky', 'failed'), caseOf('slow', 'failed'))
  const result = await rerun(first, [
    suite(caseOf('flaky', 'passed'), caseOf(title, 'errored', { kind })),
    suite(caseOf('slow', 'passed')),
  ])
  expect(result.outcomes).toEqual({ flaky: 'flaky', slow: 'flaky', [title]: 'errored' })
  expect(result.asked).toEqual([['flaky', 'slow'], ['slow']])
})

test('a rerun that was ended, or left no whole report, is incomplete for good', async () => {
  const first = suite(caseOf('flaky', 'failed'))
  const good = suite(caseOf('flaky', 'passed'))
  const cut = suite(died(caseOf('other', 'errored'), 'DidNotFinish', 'did not finish'))
  const endings: readonly [TestSuite | null, Ended, string][] = [
    [null, exit(1), 'left no report'],
    [null, { ...exit(0), code: null, signal: 'SIGTERM', timedOut: true }, '--timeout'],
    [null, { ...exit(0), code: null, signal: 'SIGKILL' }, 'SIGKILL'],
    [cut, exit(0), 'before all its tests had a result'],
  ]
  for (const [report, ended, say] of endings) {
    const result = await rerun(first, [report, good], { ended: [ended, exit(0)] })
    expect(result.outcomes).toEqual({ flaky: 'flaky' })
    expect(saidOf(result)).toEqual([['incomplete', expect.stringContaining(say)]])
  }
})

test('what hangs in its rerun has failed, and is no crash of the run', async () => {
  const first = suite(caseOf('hangs', 'failed'))
  const hung = suite(died(caseOf('hangs', 'errored'), 'DidNotFinish', 'did not finish'))
  const result = await rerun(first, [hung, hung])
  expect(result.suites[0]?.cases.map(isFailing)).toEqual([true])
  expect(result.asked).toHaveLength(2)
})

test('the trouble of the run itself does not run again; the tests beside it do', async () => {
  const trouble = caseOf('unhandled rejection', 'errored', { kind: 'run' })
  const atEnd = died(
    caseOf('(process)', 'errored', { kind: 'run' }),
    'ProcessDied',
    'exit code 3 after its tests',
  )
  const result = await rerun(suite(caseOf('flaky', 'failed'), trouble, atEnd), [
    suite(caseOf('flaky', 'passed')),
  ])
  expect(result.asked).toEqual([['flaky']])
  expect(result.outcomes).toEqual({
    flaky: 'flaky',
    'unhandled rejection': 'errored',
    '(process)': 'errored',
  })
  expect(result.missing).toEqual([])
  expect((await rerun(suite(atEnd), [])).stoppedBecause).toBe('suite-error')
})

test('brakes have names', async () => {
  const many = suite(...['alpha', 'beta', 'gamma', 'delta', 'epsilon'].map(each => caseOf(each, 'failed')))
  expect((await rerun(many, [], { maxFailures: { count: 4 } })).stoppedBecause).toBe('too-many-failures')
  expect((await rerun(many, [], { maxFailures: { percent: 50 } })).stoppedBecause).toBe('too-many-failures')
  const run = suite(caseOf('global setup', 'errored', { kind: 'run' }))
  expect((await rerun(run, [])).stoppedBecause).toBe('suite-error')
  let clock = 0
  const late = await rerun(suite(caseOf('slow', 'failed')), [suite(caseOf('slow', 'failed'))], {
    budgetMs: 100,
    now: () => (clock += 60),
  })
  expect(late.stoppedBecause).toBe('budget-used-up')
})

test('one failure behind most of them is an incident: run again once, as a lot', async () => {
  const same = { message: 'connect ECONNREFUSED 127.0.0.1:5432' }
  const tests = Array.from({ length: 30 }, (_, index) => caseOf(`t${index}`, 'errored', same))
  const result = await rerun(suite(...tests), [suite(...tests.map(each => caseOf(each.name, 'passed')))])
  expect(result.incident).toBe(true)
  expect(result.asked.map(each => each.length)).toEqual([30])
  expect(new Set(Object.values(result.outcomes))).toEqual(new Set(['flaky']))
})

test.for([
  ['a few that time out alike are run again as any other', 'Test timed out in 10000ms.', false, [5, 5]],
  ['a full disk is an incident, however few it met', 'ENOSPC: no space left on device, write', true, [5]],
] as const)('%s', async ([, message, incident, asked]) => {
  const tests = Array.from({ length: 5 }, (_, index) => caseOf(`t${index}`, 'failed', { message }))
  const again = suite(...tests)
  const result = await rerun(again, [again, again])
  expect([result.incident, result.asked.map(each => each.length)]).toEqual([incident, asked])
})

test('an interrupted rerun keeps what it has', async () => {
  const controller = new AbortController()
  const first = suite(caseOf('a', 'failed'))
  const result = await rerun(first, [suite(caseOf('a', 'failed'))], {
    signal: controller.signal,
    tell: () => controller.abort(),
  })
  expect(result.stoppedBecause).toBe('interrupted')
  expect(result.suites[0]?.cases[0]?.attempts).toHaveLength(2)
})
