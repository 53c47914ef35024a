import { expect, it } from 'vitest'
import { createToldCalls } from '../../test/reporters/told-calls.ts'
import type { JestCaseResult, JestFileResult, JestRunResult, JestTestFile } from './events.ts'
import { createJestTranslation } from './translation.ts'

const file: JestTestFile = { path: '/repo/a.test.js', context: { config: {} } }

function translate() {
  const { recording, lines } = createToldCalls()
  return { jest: createJestTranslation(recording, () => null), lines }
}

function result(title: string, more: Partial<JestCaseResult> = {}): JestCaseResult {
  return { ancestorTitles: [], title, status: 'passed', invocations: 1, ...more }
}

function failed(title: string, invocations: number): JestCaseResult {
  return result(title, { status: 'failed', invocations, failureMessages: [`Error: attempt ${invocations}`] })
}

function ended(testResults: readonly JestCaseResult[], more: Partial<JestFileResult> = {}): JestFileResult {
  return { testResults, ...more }
}

function run(more: Partial<JestRunResult> = {}): JestRunResult {
  return {
    numTotalTestSuites: 1,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [{}],
    ...more,
  }
}

it('tells each attempt of a test, in whichever order starts and results come', () => {
  const { jest, lines } = translate()
  jest.fileStarted(file)
  jest.caseStarted(file, result('flaky'))
  // jest may tell the next start before the result of the attempt before.
  jest.caseStarted(file, result('flaky'))
  jest.caseEnded(file, failed('flaky', 1))
  jest.caseEnded(file, result('flaky', { invocations: 2 }))
  jest.fileEnded(file, ended([result('flaky', { invocations: 2 })]))
  expect(lines).toEqual([
    'suite /repo/a.test.js',
    'test flaky',
    'start flaky',
    'failed flaky : attempt 1',
    'passed flaky',
    'end of /repo/a.test.js',
  ])
})

it('keeps tests of one name apart', () => {
  const { jest, lines } = translate()
  for (const status of ['failed', 'passed'] as const) {
    jest.caseStarted(file, result('same'))
    jest.caseEnded(file, result('same', { status, failureMessages: ['Error: no'] }))
  }
  const results = [failed('same', 1), result('same'), result('same', { status: 'pending' })]
  jest.fileEnded(file, ended(results))
  expect(lines.slice(1)).toEqual([
    'test same',
    'start same',
    'failed same : no',
    'test same',
    'passed same',
    'test same',
    'skipped same',
    'end of /repo/a.test.js',
  ])
})

it('takes a file that jest begins anew after a crash for one', () => {
  const { jest, lines } = translate()
  for (let round = 0; round < 2; round += 1) {
    jest.caseStarted(file, result('first'))
    jest.caseEnded(file, result('first'))
    jest.caseStarted(file, result('second'))
  }
  jest.fileEnded(file, ended([], { testExecError: { message: 'the worker died\nmore', stack: '' } }))
  expect(lines.slice(1)).toEqual([
    'test first',
    'start first',
    'passed first',
    'test second',
    'start second',
    'died (the worker died)',
    'end of /repo/a.test.js',
  ])
})

it('tells what jest gives no case result for, and what is expected to fail', () => {
  const { jest, lines } = translate()
  jest.caseEnded(file, result('later', { status: 'todo' }))
  jest.caseEnded(file, result('known', { failing: true }))
  jest.fileEnded(
    file,
    ended([
      result('later', { status: 'todo' }),
      result('known', { failing: true }),
      result('skips', { status: 'pending' }),
    ]),
  )
  expect(lines.slice(1)).toEqual([
    'test later',
    'skipped later (todo)',
    'test known',
    'property known expected=failure',
    'passed known',
    'test skips',
    'skipped skips',
    'end of /repo/a.test.js',
  ])
})

it('tells a failed beforeAll once, where its tests have their describes in common', () => {
  const { jest, lines } = translate()
  const stack = [
    'Error: no database',
    '    at Object.<anonymous> (/repo/a.test.js:2:3)',
    '    at _callCircusHook (/c.js:1:1)',
    '    at _runTestsForDescribeBlockOnce (/c.js:2:1)',
  ].join('\n')
  for (const ancestorTitles of [
    ['a', 'b'],
    ['a', 'c'],
  ])
    jest.caseEnded(file, result('t', { ancestorTitles, status: 'failed', failureMessages: [stack] }))
  jest.fileEnded(file, ended([]))
  expect(lines.filter(line => !line.startsWith('test'))).toEqual([
    'suite /repo/a.test.js',
    'not run a > b > t (its beforeAll hook failed)',
    'not run a > c > t (its beforeAll hook failed)',
    'hook a > beforeAll : no database',
    'end of /repo/a.test.js',
  ])
})

it.each([
  ['no test: it did not load', [], { message: 'Cannot find module' }, 'load error : Cannot find module'],
  [
    'all results: hooks after them',
    [result('t')],
    { message: '', stack: 'Error: late\n    at a (/a.js:1:1)' },
    'hook afterAll : late',
  ],
])('reads an error outside the tests, with %s', (_, results, testExecError, line) => {
  const { jest, lines } = translate()
  for (const each of results) jest.caseEnded(file, each)
  jest.fileEnded(file, ended(results, { testExecError }))
  expect(lines.at(-2)).toBe(line)
})

it('gives console output to the file, and a project its own suite', () => {
  const { jest, lines } = translate()
  const other: JestTestFile = { ...file, context: { config: { displayName: { name: 'dom' } } } }
  const console = [
    { type: 'log', message: 'hello' },
    { type: 'warn', message: 'beware' },
  ]
  jest.fileEnded(other, ended([], { console, perfStats: { start: 1000, end: 1500 } }))
  expect(lines).toEqual([
    'suite /repo/a.test.js (dom)',
    'stdout hello',
    'stderr beware',
    'end of /repo/a.test.js (dom)',
  ])
})

it('drops what comes after the end of its file', () => {
  const { jest, lines } = translate()
  jest.fileEnded(file, ended([result('t')]))
  const before = [...lines]
  jest.caseStarted(file, result('t'))
  jest.caseEnded(file, result('t'))
  expect(lines).toEqual(before)
})

it.each<[string, Partial<JestRunResult>, readonly string[]]>([
  ['well', {}, ['finish ok']],
  ['with failures', { numFailedTests: 1 }, ['finish failed']],
  ['interrupted', { wasInterrupted: true }, ['cut short (the run was interrupted)', 'finish ok']],
  [
    'by bail',
    { numTotalTestSuites: 3 },
    [
      'cut short (the run stopped after 2 failed tests (bail))',
      'trouble bail : the run stopped after 2 failed tests (bail): 2 of 3 test files did not run',
      'finish failed',
    ],
  ],
  [
    'with obsolete snapshots',
    { snapshot: { failure: true, unchecked: 1 } },
    [
      'trouble obsolete snapshots : 1 snapshot of tests that are no more; jest -u removes them',
      'finish failed',
    ],
  ],
  [
    'with snapshots that do not match',
    { numFailedTests: 1, snapshot: { failure: true, unchecked: 0 } },
    ['finish failed'],
  ],
  [
    'with an error of its own',
    { runExecError: { message: 'no config' } },
    ['trouble the run failed : no config', 'finish ok'],
  ],
])('ends %s', (_, more, told) => {
  const { jest, lines } = translate()
  jest.runEnded(run(more), 2)
  expect(lines).toEqual(told)
})

it('tells a case under the project that runs its file, whichever context jest hands over', () => {
  const { jest, lines } = translate()
  const project = (path: string, displayName: string): JestTestFile => ({
    path,
    context: { config: { displayName } },
  })
  const two = project('/repo/b.test.js', 'two')
  // As jest does where two projects share a test runner: the case comes with the first project's context.
  const mislabelled = project('/repo/b.test.js', 'one')
  jest.fileStarted(two)
  jest.caseStarted(mislabelled, result('fails'))
  jest.caseEnded(mislabelled, failed('fails', 1))
  jest.fileEnded(two, ended([failed('fails', 1)]))
  expect(lines.filter(line => line.startsWith('suite'))).toHaveLength(1)
  expect(lines.filter(line => line.startsWith('failed'))).toHaveLength(1)
})
