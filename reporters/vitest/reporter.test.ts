import { describe, expect, it } from 'vitest'
import { type FakeTest, fakeModule, fakeRecording, vitestWith } from '../../test/reporters/vitest-fakes.ts'
import { RecordingReporter } from './reporter.ts'
import type { TestSpecification, Vitest, VitestConfig } from './vitest-api.ts'

const passes: FakeTest = { name: 'passes', state: 'passed', startTime: 1 }

describe('a file that runs', () => {
  it('is declared, told and finished', () => {
    const { told, opened, open } = fakeRecording()
    const { module, cases } = fakeModule([{ ...passes }, { name: 'todo', state: 'skipped', mode: 'todo' }])
    const reporter = new RecordingReporter({ profile: 'gitlab' }, open)
    reporter.onInit(vitestWith({ shard: { index: 2, count: 3 } }))
    reporter.onTestRunStart([])
    reporter.onTestModuleQueued(module)
    reporter.onTestModuleCollected(module)
    reporter.onTestModuleStart(module)
    reporter.onTestCaseReady(cases[0]!)
    reporter.onUserConsoleLog({ type: 'stdout', content: 'of a test', taskId: '1_0_0' })
    reporter.onUserConsoleLog({ type: 'stderr', content: 'of a describe', taskId: '1_0' })
    reporter.onUserConsoleLog({
      type: 'stdout',
      content: 'of a module that it imports',
      taskId: '/repo/a.test.ts:3:9',
    })
    reporter.onUserConsoleLog({ type: 'stdout', content: 'of another file', taskId: '2_0' })
    reporter.onTestCaseResult(cases[0]!)
    reporter.onTestCaseReady(cases[1]!)
    reporter.onTestCaseResult(cases[1]!)
    reporter.onTestModuleEnd(module)
    reporter.onTestRunEnd([module], [], 'passed')
    expect(opened).toEqual([{ runner: 'vitest', options: { profile: 'gitlab' }, root: '/repo', shard: '2' }])
    expect(told).toEqual([
      'declared d > passes',
      'declared d > todo',
      'd > passes stdout of a test',
      '/repo/a.test.ts stderr of a describe',
      '/repo/a.test.ts stdout of a module that it imports',
      'd > passes passed',
      'd > todo skipped todo',
      '/repo/a.test.ts finished',
      'run finished passed',
    ])
  })

  it('is told in full although its end overtakes its results', () => {
    const { told, open } = fakeRecording()
    const { module, suite, cases } = fakeModule([{ ...passes }])
    suite.errors = () => [{ message: 'no database' }]
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitestWith())
    reporter.onTestModuleCollected(module)
    reporter.onTestModuleEnd(module)
    reporter.onTestCaseReady(cases[0]!)
    reporter.onTestCaseResult(cases[0]!)
    reporter.onTestSuiteResult(suite)
    expect(told).toEqual([
      'declared d > passes',
      'd > passes passed',
      '/repo/a.test.ts afterAll ["d"] no database',
      '/repo/a.test.ts finished',
    ])
  })

  it('is told of a test that stays in flight, and not of one that has ended by then', async () => {
    const { told, open } = fakeRecording()
    const { module, cases } = fakeModule([{ ...passes }, { name: 'goes on', state: 'pending', startTime: 2 }])
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitestWith())
    reporter.onTestModuleCollected(module)
    for (const test of cases) {
      reporter.onTestCaseReady(test)
      reporter.onTestCaseResult(test)
    }
    await new Promise(setImmediate)
    expect(told.slice(2)).toEqual(['d > passes passed', 'd > goes on started'])
  })

  it('tells skip reasons, blocked tests and annotations', () => {
    const { told, open } = fakeRecording()
    const { module, suite } = fakeModule([
      { name: 'skips itself', state: 'skipped', note: 'no network', result: { pending: true, duration: 2 } },
      { name: 'blocked', state: 'skipped' },
      { ...passes, annotations: [{ type: 'bug', message: '#1', attachment: { path: '/repo/shot.png' } }] },
    ])
    Object.assign(suite.task, { result: { hooks: { beforeAll: 'run' } } })
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitestWith())
    reporter.onTestModuleEnd(module)
    expect(told.filter(line => !line.startsWith('declared'))).toEqual([
      'd > skips itself skipped no network',
      'd > blocked not run: its beforeAll hook failed',
      'd > passes passed',
      'd > passes property annotation.bug #1',
      'd > passes attached /repo/shot.png',
      '/repo/a.test.ts finished',
    ])
  })

  it('is asked for its lines only where all are wanted', () => {
    const { told, open } = fakeRecording('all')
    const vitest = { ...vitestWith(), projects: [{ config: { root: '/repo' } as VitestConfig }] }
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitest)
    reporter.onTestModuleCollected(fakeModule([passes]).module)
    expect(told).toEqual(['declared d > passes line 2'])
    expect([vitest.config, vitest.projects[0]?.config].map(each => each?.includeTaskLocation)).toEqual([
      true,
      true,
    ])
  })

  it('is another suite where it is type-checked', () => {
    const { told, open } = fakeRecording()
    const { module } = fakeModule([], () => 'passed', 'unit')
    Object.assign(module.task, { meta: { typecheck: true } })
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitestWith())
    reporter.onTestModuleEnd(module)
    expect(told).toEqual(['/repo/a.test.ts (unit typecheck) finished'])
  })
})

describe('a run that goes wrong', () => {
  const inFlight: FakeTest = { name: 'in flight', state: 'pending', startTime: 1 }
  const later: FakeTest = { name: 'later', state: 'pending' }

  it('tells of a worker that died, once', () => {
    const { told, open } = fakeRecording()
    const { module } = fakeModule([inFlight, later], () => 'pending')
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitestWith())
    reporter.onTestModuleCollected(module)
    const lost = new Error('[vitest-pool]: Worker forks emitted error.', {
      cause: new Error('Worker exited unexpectedly'),
    })
    reporter.onTestRunEnd([module], [lost, { message: 'other', type: 'Unhandled Rejection' }], 'passed')
    expect(told.slice(2)).toEqual([
      'd > in flight started',
      '/repo/a.test.ts died: worker exited unexpectedly',
      '/repo/a.test.ts finished',
      'trouble: unhandled rejection other',
      'run finished passed',
    ])
  })

  it('tells of a bail, and of the files that were never loaded', () => {
    const { told, open } = fakeRecording()
    const vitest = vitestWith({ bail: 1 })
    const { module, cases } = fakeModule([later], () => 'failed')
    const other = { moduleId: '/repo/b.test.ts', project: { name: '' } } as TestSpecification
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitest)
    reporter.onTestRunStart([other])
    reporter.onTestModuleQueued(module)
    vitest.cancel('test-failure')
    reporter.onTestCaseReady(cases[0]!)
    reporter.onTestCaseResult(cases[0]!)
    reporter.onTestModuleEnd(module)
    reporter.onTestRunEnd([module], [], 'interrupted')
    expect(told).toEqual([
      'cut short: the run stopped after 1 failure (bail)',
      'declared d > later',
      '/repo/a.test.ts finished',
      'cut short: the run stopped after 1 failure (bail)',
      'declared (load)',
      '(load) not run: the run stopped after 1 failure (bail)',
      '/repo/b.test.ts finished',
      'run finished failed',
    ])
  })

  it('leaves in flight what an interrupt cut off', () => {
    const { told, open } = fakeRecording()
    const note = 'The test run was aborted by the user.'
    const { module } = fakeModule([
      { name: 'in flight', state: 'skipped', note, result: { pending: true } },
      { name: 'later', state: 'skipped', note },
    ])
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitestWith())
    reporter.onTestModuleCollected(module)
    reporter.onTestModuleEnd(module)
    expect(told.slice(2)).toEqual(['d > in flight started', '/repo/a.test.ts finished'])
  })

  it('tells what a global setup threw, and throws it on', async () => {
    const { told, open } = fakeRecording()
    const vitest: Vitest = {
      ...vitestWith(),
      initializeGlobalSetup: () => Promise.reject(new Error('no database')),
    }
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitest)
    await expect(vitest.initializeGlobalSetup?.()).rejects.toThrow('no database')
    reporter.onTestRunEnd([], [], 'failed')
    expect(told).toEqual(['trouble: global setup no database', 'run finished failed'])
  })

  it('does not tell errors that the user has vitest ignore', () => {
    const { told, open } = fakeRecording()
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitestWith({ dangerouslyIgnoreUnhandledErrors: true }))
    reporter.onTestRunEnd([], [new Error('ignored')], 'passed')
    expect(told).toEqual(['run finished passed'])
  })
})

describe('watch mode', () => {
  it('records each run, and none before the first', () => {
    const { told, opened, open } = fakeRecording()
    const { module } = fakeModule([{ ...passes }])
    const reporter = new RecordingReporter({}, open)
    reporter.onInit(vitestWith({ watch: true }))
    expect(opened).toHaveLength(0)
    for (const run of [1, 2]) {
      reporter.onTestRunStart([])
      reporter.onTestModuleQueued(module)
      reporter.onTestModuleEnd(module)
      reporter.onTestRunEnd([module], [], 'passed')
      expect(opened).toHaveLength(run)
    }
    expect(told.filter(line => line === '/repo/a.test.ts finished')).toHaveLength(2)
  })
})
