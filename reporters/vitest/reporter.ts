import type { OpenRecording } from '../open-recording.ts'
import type { ModuleRecord } from './module-record.ts'
import { createRunRecord, type RunRecord } from './run-record.ts'
import type {
  TestCase,
  TestModule,
  TestSpecification,
  TestSuite,
  UserConsoleLog,
  Vitest,
} from './vitest-api.ts'

/** vitest's events, translated into a recording for each run. */
export class RecordingReporter {
  readonly #options: unknown
  readonly #open: OpenRecording
  #vitest: Vitest | null = null
  #run: RunRecord | null = null
  #listening = false

  constructor(options: unknown, open: OpenRecording) {
    this.#options = options
    this.#open = open
  }

  /**
   * A single run is recorded from here on, so that whatever ends it before its first test leaves a red report. In watch
   * mode nothing may ever run: a run is recorded from its start.
   * @throws GateError where the options or the environment are wrong
   */
  onInit(vitest: Vitest): void {
    this.#vitest = vitest
    tellGlobalSetup(vitest, error => this.#run?.recording.trouble('global setup', [error]))
    if (!vitest.config.watch) this.#begin()
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#begin()?.planned(specifications)
  }

  onTestModuleQueued(module: TestModule): void {
    this.#module(module)
    // As a run begins, vitest drops who listens; the first file comes after that.
    if (this.#listening) return
    this.#listening = true
    this.#vitest?.onCancel?.(reason => this.#run?.cancelled(reason))
  }

  onTestModuleCollected(module: TestModule): void {
    this.#module(module)?.collected(module)
  }

  onTestModuleStart(module: TestModule): void {
    this.#module(module)
  }

  onTestModuleEnd(module: TestModule): void {
    this.#run?.ended(module)
  }

  onTestSuiteResult(suite: TestSuite): void {
    this.#module(suite.module)?.describeEnded(suite)
  }

  onTestCaseReady(test: TestCase): void {
    this.#module(test.module)?.started(test)
  }

  onTestCaseResult(test: TestCase): void {
    this.#module(test.module)?.result(test)
  }

  onUserConsoleLog(log: UserConsoleLog): void {
    this.#run?.printed(log)
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: string): void {
    this.#run?.end(modules, errors, reason)
    this.#run = null
    this.#listening = false
    process.removeListener('unhandledRejection', this.#onRejection)
  }

  /** vitest 3 and 4 exit at once when something is rejected in their own process, such as by a worker that is gone. */
  readonly #onRejection = (error: unknown): void => {
    this.#run?.recording.trouble('unhandled rejection', [error])
  }

  #module(module: TestModule): ModuleRecord | null | undefined {
    return this.#run?.module(module)
  }

  #begin(): RunRecord | null {
    const vitest = this.#vitest
    if (vitest === null || this.#run !== null) return this.#run
    const { root, shard } = vitest.config
    const recording = this.#open({
      runner: 'vitest',
      options: this.#options,
      root,
      shard: shard ? String(shard.index) : null,
    })
    const allLocations = recording.settings.location === 'all'
    if (allLocations) collectLocations(vitest)
    this.#run = createRunRecord(recording, vitest, allLocations)
    // Only beside a listener of vitest's: alone, this one would keep the process from ending.
    if (process.listenerCount('unhandledRejection') > 0)
      process.prependListener('unhandledRejection', this.#onRejection)
    return this.#run
  }
}

/** Workers are given the configuration after this, so that it is not too late. */
function collectLocations({ config, projects = [] }: Vitest): void {
  for (const each of [config, ...projects.map(project => project.config)]) each.includeTaskLocation = true
}

/** No event tells what a global setup threw; the run merely ends without any file. */
function tellGlobalSetup(vitest: Vitest, tell: (error: unknown) => void): void {
  const original = vitest.initializeGlobalSetup
  if (typeof original !== 'function') return
  vitest.initializeGlobalSetup = async (...args) => {
    try {
      return await original.apply(vitest, args)
    } catch (error) {
      tell(error)
      throw error
    }
  }
}
