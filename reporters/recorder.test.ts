import { expect, test } from 'vitest'
import { outcomeOf, type TestCase, type TestSuite, type Totals } from '../core/test-run.ts'
import { createRecorder, type Recorder } from './recorder.ts'

interface Recorded {
  readonly recorder: Recorder
  readonly suites: TestSuite[]
  readonly cases: () => readonly string[]
  readonly totals: () => Totals | null
  readonly started: string[]
  readonly passing: string[]
}

function record(): Recorded {
  const suites: TestSuite[] = []
  const started: string[] = []
  const planned: string[] = []
  const passing: string[] = []
  let totals: Totals | null = null
  let clock = 1000
  const recorder = createRecorder(
    {
      runner: 'vitest',
      root: '/repo',
      runnerRoot: '/repo/packages/a',
      outputPassed: 10,
      outputFailed: 40,
      allLocations: false,
      properties: [{ name: 'cdgate.commit', value: 'c0ffee' }],
      now: () => (clock += 5),
      problemOf: errors => ({
        problem: { type: 'Error', message: String(errors[0]), detail: errors.join('\n') },
        kind: String(errors[0]).startsWith('expected') ? 'failure' : 'error',
        line: 7,
      }),
    },
    {
      suiteStarted: place => started.push(place.file),
      testPlanned: (_place, titlePath) => planned.push(titlePath.join(' > ')),
      testStarted: (_place, number) => started.push(planned[number] ?? ''),
      testPassed: (_place, number) => passing.push(planned[number] ?? ''),
      suite: suite => suites.push(suite),
      end: all => {
        totals = all
      },
      amend: suite => suites.push(suite),
    },
  )
  const line = (each: TestCase) => {
    const { reason, problem } = each.attempts.at(-1)!
    const why = problem?.message ?? reason
    return `${each.classname} · ${each.name}: ${outcomeOf(each)}${why === '' ? '' : ` (${why})`}`
  }
  return {
    recorder,
    suites,
    started,
    passing,
    totals: () => totals,
    cases: () => suites.flatMap(each => each.cases.map(line)),
  }
}

const passed = { outcome: 'passed', durationMs: 3 } as const

test('paths are relative to the root, whichever way the runner spells them', () => {
  const { recorder, suites } = record()
  for (const file of ['/repo/src/a.test.ts', 'file:///repo/src/b.test.ts', '../../src/c.test.ts']) {
    const suite = recorder.suite(file)
    suite.test('t', { titlePath: ['t'] }).attempt(passed)
    suite.finish()
  }
  recorder.finish({ failed: false })
  expect(suites.map(each => each.file)).toEqual(['src/a.test.ts', 'src/b.test.ts', 'src/c.test.ts'])
  expect(suites[0]?.properties).toEqual([{ name: 'cdgate.commit', value: 'c0ffee' }])
})

test('a failure and an error are told apart, attempts are kept, and a rerun that passes is flaky', () => {
  const { recorder, cases, suites } = record()
  const suite = recorder.suite('/repo/a.test.ts', 'chromium')
  const wrong = suite.test(1, { titlePath: ['cart', 'adds'] })
  wrong.attempt({ outcome: 'failed', durationMs: 1, errors: ['expected 1 to be 2'] })
  const broken = suite.test(2, { titlePath: ['cart', 'removes'] })
  broken.attempt({ outcome: 'failed', durationMs: 1, errors: ['boom'] })
  const flaky = suite.test(3, { titlePath: ['cart', 'v1.2 waits'] })
  flaky.start(500)
  flaky.output('stdout', 'first ')
  flaky.attempt({ outcome: 'failed', durationMs: 1, errors: ['boom'], stdout: 'attempt' })
  flaky.attempt({ ...passed, stdout: 'second' })
  suite.finish()
  recorder.finish({ failed: true })
  expect(cases()).toEqual([
    'chromium.a_test.cart · adds: failed (expected 1 to be 2)',
    'chromium.a_test.cart · removes: errored (boom)',
    'chromium.a_test.cart · v1.2 waits: flaky',
  ])
  const [first, second] = suites[0]!.cases[2]!.attempts
  expect(first).toMatchObject({ outcome: 'errored', startedAt: 500, stdout: 'first attempt' })
  expect(second).toMatchObject({ outcome: 'passed', stdout: 'second' })
  expect(suites[0]!.cases[0]!.line).toBe(7)
})

test('what was in flight did not finish, and what never ran says why', () => {
  const { recorder, cases } = record()
  const suite = recorder.suite('/repo/a.test.ts')
  suite.test(1, { titlePath: ['one'] }).attempt(passed)
  suite.test(2, { titlePath: ['two'] }).start()
  suite.test(3, { titlePath: ['three'] })
  suite.died('worker killed by SIGKILL')
  suite.finish()
  recorder.finish({ failed: true })
  expect(cases()).toEqual([
    'a_test · one: passed',
    'a_test · two: errored (did not finish: worker killed by SIGKILL)',
    'a_test · three: not-run (worker killed by SIGKILL)',
  ])
  expect(recorder.incomplete).toBe(false)
})

test('a process that dies between tests is an error of its own', () => {
  const { recorder, cases } = record()
  const suite = recorder.suite('/repo/a.test.ts')
  suite.test(1, { titlePath: ['one'] }).attempt(passed)
  suite.died('out of memory')
  suite.finish()
  recorder.finish({ failed: true })
  expect(cases()).toEqual([
    'a_test · one: passed',
    'a_test · (process): errored (ProcessDied: the process that ran this file died: out of memory)',
  ])
})

test('a hook that fails has a case of its own: the test did not run, or keeps what it did', () => {
  const { recorder, cases } = record()
  const suite = recorder.suite('/repo/a.test.ts')
  suite
    .test(1, { titlePath: ['d', 'before'] })
    .attempt({ outcome: 'failed', durationMs: 1, errors: ['db'], hook: 'beforeEach' })
  suite
    .test(2, { titlePath: ['d', 'after'] })
    .attempt({ outcome: 'failed', durationMs: 1, errors: ['db'], hook: 'afterEach' })
  const both = suite.test(3, { titlePath: ['d', 'both'] })
  both.attempt({ outcome: 'failed', durationMs: 1, errors: ['expected'] })
  both.attempt({ outcome: 'failed', durationMs: 1, errors: ['db'], hook: 'afterEach' })
  const recovered = suite.test(4, { titlePath: ['d', 'recovered'] })
  recovered.attempt({ outcome: 'failed', durationMs: 1, errors: ['db'], hook: 'beforeEach' })
  recovered.attempt(passed)
  suite.hook('beforeAll', ['e'], ['no database'])
  suite.loadError(['SyntaxError'])
  suite.finish()
  recorder.finish({ failed: true })
  expect(cases()).toEqual([
    'a_test.d · before: not-run (its beforeEach hook failed)',
    'a_test.d · beforeEach hook for "before": errored (beforeEach hook: db)',
    'a_test.d · after: passed',
    'a_test.d · afterEach hook for "after": errored (afterEach hook: db)',
    'a_test.d · both: failed (expected)',
    'a_test.d · afterEach hook for "both": errored (afterEach hook: db)',
    'a_test.d · recovered: flaky',
    'a_test.e · beforeAll hook: errored (no database)',
    'a_test · (load): errored (SyntaxError)',
  ])
})

test('a red run is a red report even if nothing in it failed', () => {
  const failed = record()
  failed.recorder
    .suite('/repo/a.test.ts')
    .test(1, { titlePath: ['one'] })
    .attempt(passed)
  failed.recorder.finish({ failed: true })
  expect(failed.cases()).toEqual([
    'a_test · one: passed',
    'vitest · (run): errored (IncompleteRun: the runner says that the run failed, and not why)',
  ])
  const cut = record()
  const suite = cut.recorder.suite('/repo/a.test.ts')
  suite.test(1, { titlePath: ['one'] }).attempt(passed)
  suite.test(2, { titlePath: ['two'] })
  cut.recorder.cutShort('the run was interrupted')
  cut.recorder.finish({ failed: false })
  expect(cut.cases()).toEqual([
    'a_test · one: passed',
    'a_test · two: not-run (the run was interrupted)',
    'vitest · (run): errored (IncompleteRun: 1 of the planned tests did not run: the run was interrupted)',
  ])
})

test('a run without tests is never a silent pass', () => {
  const silent = record()
  silent.recorder.finish({ failed: false })
  expect(silent.cases()).toEqual([
    'vitest · (no tests): not-run (the runner found no tests, and calls that a pass)',
  ])
  expect(silent.recorder.incomplete).toBe(false)
  const loud = record()
  loud.recorder.finish({ failed: true, reason: 'no test files found' })
  expect(loud.cases()).toEqual(['vitest · (no tests): errored (no test ran: no test files found)'])
})

test('trouble that belongs to no file is told once the run is over, and nothing after it', () => {
  const { recorder, cases, totals } = record()
  recorder
    .suite('/repo/a.test.ts')
    .test(1, { titlePath: ['one'] })
    .attempt(passed)
  recorder.trouble('unhandled rejection', ['lost promise'])
  recorder.finish({ failed: true })
  recorder.trouble('late', ['too late'])
  recorder
    .suite('/repo/b.test.ts')
    .test(1, { titlePath: ['late'] })
    .attempt(passed)
  recorder.finish({ failed: true })
  expect(cases()).toEqual(['a_test · one: passed', 'vitest · unhandled rejection: errored (lost promise)'])
  expect(totals()).toMatchObject({ tests: 2, passed: 1, errored: 1 })
})

test('an aborted run tells what was in flight in every open file', () => {
  const { recorder, cases } = record()
  recorder
    .suite('/repo/a.test.ts')
    .test(1, { titlePath: ['one'] })
    .start()
  recorder.suite('/repo/b.test.ts').test(1, { titlePath: ['two'] })
  recorder.abort('the run was stopped by SIGTERM')
  expect(cases()).toEqual([
    'a_test · one: errored (did not finish: the run was stopped by SIGTERM)',
    'b_test · two: not-run (the run was stopped by SIGTERM)',
    'vitest · (run): errored (IncompleteRun: the run was stopped by SIGTERM)',
  ])
})

test('two tests of one name differ by their number, also where their classes only look alike', () => {
  const { recorder, suites } = record()
  const suite = recorder.suite('/repo/a.test.ts')
  for (const [key, titlePath] of [
    ['a.b', 'x'],
    ['a_b', 'x'],
    ['a.b', 'x'],
    ['', ''],
  ].entries()) {
    suite.test(key, { titlePath }).attempt(passed)
  }
  suite.finish()
  recorder.finish({ failed: false })
  const cases = suites[0]!.cases
  expect(cases.map(each => `${each.classname}/${each.name}`)).toEqual([
    'a_test.a_b/x',
    'a_test.a_b/x #2',
    'a_test.a_b/x #3',
    'a_test/(no name)',
  ])
  expect(new Set(cases.map(each => each.id)).size).toBe(4)
})

test('long output keeps its beginning and its end', () => {
  const { recorder, suites } = record()
  const suite = recorder.suite('/repo/a.test.ts')
  const one = suite.test(1, { titlePath: ['one'] })
  for (let piece = 0; piece < 5000; piece += 1) one.output('stdout', `line ${piece}\n`)
  one.attempt(passed)
  suite.finish()
  recorder.finish({ failed: false })
  expect(suites[0]!.cases[0]!.attempts[0].stdout).toBe('line \n… 48880 characters left out …\n4999\n')
})

test('a run that fails after its last test is red after all, and one that is red already stays as it is', () => {
  const late = record()
  late.recorder
    .suite('/repo/a.test.ts')
    .test(1, { titlePath: ['one'] })
    .attempt(passed)
  late.recorder.finish({ failed: false })
  expect(late.recorder.red).toBe(false)
  late.recorder.amend('the process exited with code 1 after its last test')
  late.recorder.amend('again')
  expect(late.cases()).toEqual([
    'a_test · one: passed',
    'vitest · (run): errored (IncompleteRun: the process exited with code 1 after its last test)',
  ])
})

test('only a run whose runner does not know that something is missing is incomplete', () => {
  const open = () => {
    const one = record()
    const suite = one.recorder.suite('/repo/a.test.ts')
    suite.test(1, { titlePath: ['one'] }).attempt(passed)
    return { ...one, suite }
  }
  const missing = open()
  missing.suite.test(2, { titlePath: ['two'] })
  missing.recorder.finish({ failed: false })
  expect(missing.recorder.incomplete).toBe(true)
  const left = open()
  left.recorder.abort('the process exited with code 0 before the run was over')
  expect(left.recorder.incomplete).toBe(true)
  expect(left.cases().at(-1)).toContain('(run): errored')
  const loaded = open()
  loaded.suite.loadError(['SyntaxError'])
  loaded.recorder.finish({ failed: false })
  expect(loaded.recorder.incomplete).toBe(true)
  const whole = open()
  whole.recorder.finish({ failed: false })
  expect(whole.recorder.incomplete).toBe(false)
})

test('what passes is told at once, and again as begun where something fails behind it', () => {
  const { recorder, started, passing } = record()
  const suite = recorder.suite('a.test.ts')
  const declared = ['one', 'two'].map(name => suite.test(name, { titlePath: [name] }))
  for (const each of declared) {
    each.start()
    each.attempt(passed)
  }
  expect(passing).toEqual(['one', 'two'])
  declared[0]!.attempt({ outcome: 'failed', durationMs: 1, hook: 'afterEach', errors: [new Error('x')] })
  expect(started).toEqual(
    ['a.test.ts', 'one', 'two', 'one'].map(each => each.replace('a.test.ts', 'packages/a/a.test.ts')),
  )
})
