import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Recording, SuiteRecording, TestRecording } from '../recording.ts'
import type { Config, Hook, Status, Step, Suite, TestCase, TestError, TestResult } from './playwright-api.ts'
import { createTranslation } from './translation.ts'

/** A recording that only writes down what it is told. */
function listener() {
  const told: unknown[][] = []
  const testRecording = (name: string): TestRecording => ({
    start: () => void told.push([name, 'start']),
    output: (stream, text) => void told.push([name, stream, text]),
    attempt: ({ outcome, reason, errors = [], hook }) =>
      void told.push([
        name,
        outcome,
        ...(hook ? [hook] : []),
        ...(reason ? [reason] : []),
        ...errors.map(messageOf),
      ]),
    notRun: reason => void told.push([name, 'not run', reason]),
    property: (key, value) => void told.push([name, key, value]),
    attach: path => void told.push([name, 'attach', path]),
  })
  const suiteRecording = (file: string): SuiteRecording => ({
    test: (_, { titlePath, line }) => {
      const name = titlePath.join(' > ')
      told.push([file, 'test', name, line])
      return testRecording(name)
    },
    hook: (name, describes, errors) =>
      void told.push([file, name, describes.join(' > '), ...errors.map(messageOf)]),
    loadError: errors => void told.push([file, 'load', ...errors.map(messageOf)]),
    died: reason => void told.push([file, 'died', reason]),
    output: (stream, text) => void told.push([file, stream, text]),
    property: (name, value) => void told.push([file, name, value]),
    finish: end => void told.push([file, 'finish', end?.startedAt, end?.durationMs]),
  })
  const recording: Recording = {
    suite: (file, project = '') => suiteRecording(project === '' ? file : `${file} (${project})`),
    trouble: (name, errors) => void told.push(['trouble', name, ...errors.map(messageOf)]),
    cutShort: reason => void told.push(['cut short', reason]),
    finish: end => void told.push(['finish', end?.failed]),
  }
  return { told, recording: { ...recording, settings: { attachments: true } } }
}

const messageOf = (error: unknown) => (error as Error).message

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

function suite(
  type: Suite['type'],
  title: string,
  parent?: Suite,
  more: Partial<Suite> = {},
): Mutable<Suite> {
  const suites: Suite[] = []
  const own: Mutable<Suite> = {
    type,
    title,
    parent,
    suites,
    allTests: () => [...suites.flatMap(each => each.allTests()), ...(testsOf.get(own) ?? [])],
    project: () => (type === 'project' ? projectOf(title) : parent?.project()),
    ...more,
  }
  ;(parent?.suites as Suite[] | undefined)?.push(own)
  return own
}

const testsOf = new Map<Suite, TestCase[]>()
const projectOf = (name: string) => ({
  name,
  outputDir: '/out',
  dependencies: name === 'web' ? ['setup'] : [],
})
const at = (line: number, file = '/repo/a.spec.ts') => ({ file, line, column: 1 })

function testIn(parent: Suite, title: string, line: number, more: Partial<TestCase> = {}): Mutable<TestCase> {
  const results: TestResult[] = []
  const own: Mutable<TestCase> = {
    title,
    location: at(line),
    parent,
    annotations: [],
    tags: [],
    expectedStatus: 'passed',
    retries: 0,
    results,
    ok: () => results.at(-1)?.status !== 'failed',
    outcome: () => (results.length > 1 && results.at(-1)?.status === 'passed' ? 'flaky' : 'expected'),
    ...more,
  }
  testsOf.set(parent, [...(testsOf.get(parent) ?? []), own])
  return own
}

function resultOf(
  status: Status,
  errors: readonly TestError[] = [],
  more: Partial<TestResult> = {},
): TestResult {
  return {
    retry: 0,
    status,
    startTime: new Date(1000),
    duration: 5,
    workerIndex: 0,
    errors,
    attachments: [],
    steps: [],
    ...more,
  }
}

const error = (message: string): TestError => ({ message: `Error: ${message}`, stack: `Error: ${message}` })
const hookStep = (phase: string, title: string, failure: TestError, line = 4): Step => ({
  title: phase,
  category: 'hook',
  duration: 3,
  steps: [{ title, category: 'hook', duration: 2, location: at(line), error: failure, steps: [] }],
})

const config: Config = { rootDir: '/repo', configFile: '/repo/playwright.config.ts' }

/** One file of one project with one describe. */
function run(settings: Partial<Config> = {}, hooks: readonly Hook[] = []) {
  const root = suite('root', '')
  const project = suite('project', '', root)
  const file = suite('file', 'a.spec.ts', project, { location: at(0) })
  const describe = suite('describe', 'total', file, { location: at(3), _hooks: hooks })
  const { told, recording } = listener()
  const translation = createTranslation({ ...config, ...settings }, recording, null)
  const play = (test: TestCase, result: TestResult) => {
    ;(test.results as TestResult[]).push(result)
    translation.testBegin(test, result)
    translation.testEnd(test, result)
  }
  /** What was told since. */
  const since = () => told.splice(0)
  return { root, file, describe, translation, play, since }
}

test('every test is declared at once, in the order of the file, by file and project', () => {
  const { translation, root, file, describe, since } = run()
  testIn(describe, 'adds', 5)
  testIn(suite('describe', '', file), 'is nameless around', 9)
  const chromium = suite('file', 'a.spec.ts', suite('project', 'chromium', root), { location: at(0) })
  testIn(chromium, 'from elsewhere', 2, { location: at(2, '/repo/shared.ts') })
  translation.begin(root)
  expect(since()).toEqual([
    ['/repo/a.spec.ts', 'test', 'total > adds', 5],
    ['/repo/a.spec.ts', 'test', 'is nameless around', 9],
    ['/repo/a.spec.ts (chromium)', 'test', 'from elsewhere', null],
  ])
})

/** What is told of one test's attempts, its declaration left out. */
function attemptsOf(
  results: readonly TestResult[],
  more: Partial<TestCase> = {},
  hooks: readonly Hook[] = [],
) {
  const { translation, root, describe, play, since } = run({}, hooks)
  const one = testIn(describe, 'adds', 5, more)
  translation.begin(root)
  since()
  for (const result of results) play(one, result)
  return since().map(([who, ...what]) => (who === 'total > adds' ? what : [who, ...what]))
}

test('retries are attempts, soft errors all those of one', () => {
  const results = [
    resultOf('failed', [error('one'), error('two')]),
    resultOf('timedOut', [error('three')], { retry: 1 }),
    resultOf('passed', [], { retry: 2 }),
  ]
  expect(attemptsOf(results, { retries: 2 })).toEqual([
    ['start'],
    ['failed', 'one', 'two'],
    ['start'],
    ['failed', 'three'],
    ['start'],
    ['passed'],
  ])
  expect(attemptsOf([resultOf('failed')])[1]).toEqual([
    'failed',
    'the test ended as failed, without an error',
  ])
})

test('what is expected passes, and a pass that is not expected fails', () => {
  const failing = {
    expectedStatus: 'failed',
    annotations: [{ type: 'fail', description: 'issue 1' }],
  } as const
  expect(attemptsOf([resultOf('failed', [error('known')])], failing)).toEqual([
    ['start'],
    ['expected', 'failure'],
    ['annotation.fail', 'issue 1'],
    ['passed'],
  ])
  expect(attemptsOf([resultOf('passed')], failing).at(-1)).toEqual([
    'failed',
    'Expected to fail, but passed.',
  ])
  expect(attemptsOf([resultOf('timedOut', [error('hung')])], failing).at(-1)).toEqual(['failed', 'hung'])
})

test.each([
  [[{ type: 'skip', description: 'no network' }], ['skipped', 'no network']],
  [[{ type: 'skip' }], ['skipped']],
  [[{ type: 'fixme' }], ['skipped', 'fixme']],
  [
    [{ type: 'skip' }, { type: 'fixme', description: 'later' }],
    ['skipped', 'fixme: later'],
  ],
])('%j is %j', (annotations, expected) => {
  expect(
    attemptsOf([resultOf('skipped', [], { annotations })], { expectedStatus: 'skipped' }).at(-1),
  ).toEqual(expected)
})

test('an interrupted test is left in flight, or tells its own error', () => {
  expect(attemptsOf([resultOf('interrupted')])).toEqual([['start']])
  expect(attemptsOf([resultOf('interrupted', [error('cut')])])).toEqual([['start'], ['failed', 'cut']])
})

test('tags, annotations and attachments are told once', () => {
  const result = (retry: number) =>
    resultOf(retry === 0 ? 'failed' : 'passed', [], {
      retry,
      annotations: [{ type: 'issue', description: '1' }, { type: 'serial' }],
      attachments: [
        { name: 'shot', contentType: 'image/png', path: '/out/a.png' },
        { name: '_internal', contentType: 'text/plain', path: '/out/b.txt' },
      ],
    })
  const told = attemptsOf([result(0), result(1)], { tags: ['@smoke', '@smoke'], retries: 1 })
  expect(told.filter(([what]) => what !== 'start' && what !== 'failed')).toEqual([
    ['tag', 'smoke'],
    ['annotation.issue', '1'],
    ['attach', '/out/a.png'],
    ['passed'],
  ])
})

test('attached bytes are written to a file, or told as left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cd-gate-attached-'))
  const told = (outputDir: string) => {
    const { root, describe } = run()
    const { told: calls, recording } = listener()
    const translation = createTranslation(config, recording, outputDir)
    const one = testIn(describe, 'adds', 5)
    translation.begin(root)
    const attachments = [
      { name: 'log', contentType: 'application/json; charset=utf-8', body: Buffer.from('{}') },
    ]
    translation.testEnd(one, resultOf('passed', [], { attachments }))
    return calls.slice(1)
  }
  try {
    const [[, what, path] = []] = told(folder)
    expect([what, String(path).slice(0, folder.length)]).toEqual(['attach', folder])
    expect(path).toMatch(/[/\\]cd-gate-attachments[/\\][0-9a-f]{32}\.json$/)
    expect(existsSync(String(path)) && readFileSync(String(path), 'utf8')).toBe('{}')
    const [[, name, value] = []] = told(String(path))
    expect([name, value]).toEqual([
      'attachment.log',
      'left out: 2 bytes of application/json; charset=utf-8, which could not be written to a file',
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a hook that failed is named by its step, by its declaration where it has a title of its own', () => {
  const no = error('no database')
  const named: Hook = { type: 'beforeAll', location: at(4) }
  const failed = (phase: string, title: string, hooks: readonly Hook[] = []) =>
    attemptsOf([resultOf('failed', [no], { steps: [hookStep(phase, title, no)] })], {}, hooks).slice(1)
  expect(failed('Before Hooks', 'beforeEach hook')).toEqual([['failed', 'beforeEach', 'no database']])
  const beforeAll = [
    ['/repo/a.spec.ts', 'beforeAll', 'total', 'no database'],
    ['not run', 'its beforeAll hook failed'],
  ]
  expect(failed('Before Hooks', 'beforeAll hook')).toEqual(beforeAll)
  expect(failed('Before Hooks', 'prepare', [named])).toEqual(beforeAll)
  expect(failed('Before Hooks', 'prepare')).toEqual([['failed', 'beforeEach', 'no database']])
  expect(failed('After Hooks', 'afterEach hook')).toEqual([['failed', 'afterEach', 'no database']])
  // The last test is not to blame for the afterAll hook.
  const afterAll = [['/repo/a.spec.ts', 'afterAll', 'total', 'no database'], ['passed']]
  expect(failed('After Hooks', 'afterAll hook')).toEqual(afterAll)
  expect(failed('Worker Cleanup', 'tidy')).toEqual(afterAll)
})

test('a test that failed on its own keeps that beside the hook', () => {
  const no = error('no database')
  const steps = [
    hookStep('After Hooks', 'afterEach hook', no),
    hookStep('Worker Cleanup', 'afterAll hook', error('all')),
  ]
  expect(attemptsOf([resultOf('failed', [error('own'), no, error('all')], { steps })]).slice(1)).toEqual([
    ['failed', 'own'],
    ['/repo/a.spec.ts', 'afterAll', 'total', 'all'],
    ['failed', 'afterEach', 'no database'],
  ])
})

test('a hook that may pass with the next attempt goes with its attempt', () => {
  const no = error('no database')
  const steps = [hookStep('After Hooks', 'afterAll hook', no)]
  const results = [
    resultOf('failed', [error('own'), no], { steps }),
    resultOf('failed', [no], { steps, retry: 1 }),
    resultOf('failed', [no], { steps, retry: 2 }),
  ]
  expect(attemptsOf(results, { retries: 2 }).filter(([what]) => what !== 'start')).toEqual([
    ['failed', 'own', 'no database'],
    ['failed', 'afterAll', 'no database'],
    ['failed', 'afterAll', 'no database'],
  ])
})

test('what is passed over is not run, and says why', () => {
  const { translation, root, file, describe, play, since } = run()
  const no = error('no database')
  const first = testIn(describe, 'first', 5)
  const second = testIn(describe, 'second', 6)
  const third = testIn(suite('describe', 'group', file), 'third', 9, { annotations: [{ type: 'serial' }] })
  const fourth = testIn(suite('describe', 'other', file), 'fourth', 12)
  translation.begin(root)
  play(first, resultOf('failed', [no], { steps: [hookStep('Before Hooks', 'beforeAll hook', no)] }))
  since()
  for (const each of [second, third, fourth]) play(each, resultOf('skipped', [], { workerIndex: -1 }))
  expect(since()).toEqual([
    ['total > second', 'not run', 'its beforeAll hook failed'],
    ['group > third', 'not run', 'a test before it in its serial group failed'],
    ['other > fourth', 'not run', 'Playwright passed it over'],
  ])
})

test('a file is finished when none of its tests can get a further result, and then another one begins', () => {
  const { translation, root, file, describe, play, since } = run()
  const first = testIn(describe, 'first', 5, { retries: 1 })
  const serial = testIn(file, 'serial', 9, { retries: 1, annotations: [{ type: 'serial' }] })
  const other = suite('file', 'b.spec.ts', file.parent, { location: at(0, '/repo/b.spec.ts') })
  const last = testIn(other, 'last', 2, { location: at(2, '/repo/b.spec.ts') })
  translation.begin(root)
  play(first, resultOf('failed', [error('1')]))
  play(serial, resultOf('passed'))
  play(first, resultOf('passed', [], { retry: 1 }))
  play(last, resultOf('passed', [], { startTime: new Date(2000) }))
  expect(since().filter(([, what]) => what === 'finish')).toEqual([])
  play(serial, resultOf('passed', [], { retry: 1, startTime: new Date(3000), duration: 7 }))
  expect(since().filter(([, what]) => what === 'finish')).toEqual([['/repo/b.spec.ts', 'finish', 2000, 5]])
  translation.end({ status: 'passed' })
  expect(since()).toEqual([
    ['/repo/a.spec.ts', 'finish', 1000, 2007],
    ['finish', false],
  ])
})

test('what a worker prints between tests belongs to the file that begins next, at the end to the last', () => {
  const { translation, root, describe, play, since } = run()
  const first = testIn(describe, 'first', 5)
  translation.begin(root)
  since()
  translation.output('stdout', 'loading', undefined)
  play(first, resultOf('passed'))
  translation.output('stdout', Buffer.from('own ✓'), first)
  translation.output('stderr', 'teardown', undefined)
  translation.end({ status: 'passed' })
  expect(since()).toEqual([
    ['/repo/a.spec.ts', 'stdout', 'loading'],
    ['total > first', 'start'],
    ['total > first', 'passed'],
    ['total > first', 'stdout', 'own ✓'],
    ['/repo/a.spec.ts', 'stderr', 'teardown'],
    ['/repo/a.spec.ts', 'finish', 1000, 5],
    ['finish', false],
  ])
})

test.each([
  ['a syntax error', { message: 'SyntaxError: x', location: at(1) }, ['/repo/a.spec.ts', 'load', 'x']],
  [
    'a module that throws, of the test file that imports it',
    {
      message: 'Error: x',
      stack: 'Error: x\n    at /repo/lib.ts:1:7\n    at f (/repo/a.spec.ts:2:1)',
      location: at(1, '/repo/lib.ts'),
    },
    ['/repo/a.spec.ts', 'load', 'x'],
  ],
  [
    'a missing module',
    {
      message: "Error: Cannot find module '/repo/no.js' imported from /repo/a.spec.ts",
      stack: 'Error: Cannot',
    },
    ['/repo/a.spec.ts', 'load', "Cannot find module '/repo/no.js' imported from /repo/a.spec.ts"],
  ],
  [
    'a missing CommonJS module',
    { message: "Error: Cannot find module './no'\nRequire stack:\n- /repo/b.test.ts\n- /repo/x.js" },
    ['/repo/b.test.ts', 'load', "Cannot find module './no'\nRequire stack:\n- /repo/b.test.ts\n- /repo/x.js"],
  ],
  [
    'a global setup',
    { message: 'Error: x', location: at(1, '/repo/setup.ts') },
    ['trouble', 'global setup', 'x'],
  ],
  ['a value from nowhere', { value: "'x'" }, ['trouble', '(run)', "'x'"]],
  ['no tests', { message: 'Error: No tests found\nMake sure' }, ['cut short', 'No tests found']],
])('before the tests are known: %s', (_, given, expected) => {
  const { translation, since } = run({ globalSetup: '/repo/setup.ts' })
  translation.error(given, false)
  expect(since()).toEqual([expected])
})

test('errors between and after tests', () => {
  const { translation, root, since } = run({ globalTeardown: '/repo/teardown.ts' })
  translation.begin(root)
  translation.error({ message: 'Error: x', location: at(1) }, false)
  translation.error({ message: 'Error: x', location: at(1) }, true)
  translation.error({ message: 'Error: x', location: at(1, '/repo/teardown.ts') }, false)
  translation.error(
    { message: '\u001b[31mTesting stopped early after 1 maximum allowed failures.\u001b[39m' },
    false,
  )
  translation.error({ message: 'Timed out waiting 3s for the test suite to run' }, false)
  expect(since()).toEqual([
    ['trouble', '(run)', 'x'],
    ['trouble', 'worker teardown', 'x'],
    ['trouble', 'global teardown', 'x'],
    ['cut short', 'the run stopped after 1 failure (--max-failures)'],
    ['cut short', 'the global time limit of 3s was reached'],
    ['trouble', '(run)', 'Timed out waiting 3s for the test suite to run'],
  ])
})

test('how a run ends', () => {
  const ended = (status: 'passed' | 'failed' | 'interrupted', settings: Partial<Config> = {}) => {
    const { translation, root, describe, play, since } = run(settings)
    const flaky = testIn(describe, 'flaky', 5, { retries: 1 })
    translation.begin(root)
    play(flaky, resultOf('failed', [error('1')]))
    play(flaky, resultOf('passed', [], { retry: 1 }))
    since()
    translation.end({ status })
    return since().filter(([, what]) => what !== 'finish')
  }
  expect(ended('passed')).toEqual([['finish', false]])
  expect(ended('interrupted')).toEqual([
    ['cut short', 'the run was interrupted'],
    ['trouble', '(run)', 'the run was interrupted'],
    ['finish', true],
  ])
  expect(ended('failed')).toEqual([['finish', true]])
  expect(ended('failed', { failOnFlakyTests: true })).toEqual([
    ['trouble', '(flaky tests)', 'flaky tests fail this run (failOnFlakyTests), and there are 1'],
    ['finish', true],
  ])
})

test('tests of a project that depends on a failed one say so', () => {
  const { translation, root, play, since } = run()
  const fileIn = (name: string) =>
    suite('file', 'a.spec.ts', suite('project', name, root), { location: at(0) })
  const login = testIn(fileIn('setup'), 'login', 2)
  testIn(fileIn('web'), 'shops', 4)
  testIn(fileIn('other'), 'rests', 6)
  translation.begin(root)
  play(login, resultOf('failed', [error('no')]))
  since()
  translation.end({ status: 'failed' })
  expect(since().filter(([, what]) => what === 'not run')).toEqual([
    ['shops', 'not run', 'the project "setup", on which "web" depends, failed'],
  ])
})
