import { expect, test } from 'vitest'
import { placeProperty, placeText, testId } from '../core/test-id.ts'
import { type Attempt, type CaseKind, outcomeOf, type TestCase, type TestSuite } from '../core/test-run.ts'
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
    kind,
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

async function rerun(
  first: TestSuite,
  rounds: readonly (TestSuite | null)[],
  more: Partial<RerunPolicy> & { crashed?: boolean } = {},
) {
  const story: Story = { asked: [], told: [] }
  const result = await rerunFailures(
    [first],
    first.cases.length,
    more.crashed ?? false,
    async (wanted, round) => {
      story.asked.push(wanted.map(each => each.titlePath.join(' > ')))
      const report = rounds[round - 1]
      return report ? [report] : null
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

test('a crash is no failure that a rerun could recover', async () => {
  const crashed = caseOf('in flight', 'errored')
  const [only] = crashed.attempts
  const died = { ...only, problem: { type: 'DidNotFinish', message: 'did not finish', detail: '' } }
  const result = await rerun(suite({ ...crashed, attempts: [died] }), [])
  expect(result.asked).toEqual([])
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
