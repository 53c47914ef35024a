import type { SuiteRecording, TestRecording } from '../recording.ts'
import { faultsOf } from './faults.ts'
import { isCancelledUnderWay, tellResult } from './test-result.ts'
import { titlesOf } from './titles.ts'
import type { TestCase, TestModule, TestSuite, UserConsoleLog } from './vitest-api.ts'

/**
 * One test file while it runs: vitest's events about it, told to the record. It keeps none of vitest's objects. Two
 * batches of a worker's events can overtake one another, so that the end of a file comes before the results of its tests;
 * vitest's objects are up to date by then, and whatever was not told before is read off them.
 */
export interface ModuleRecord {
  collected(module: TestModule): void
  started(test: TestCase): void
  result(test: TestCase): void
  describeEnded(suite: TestSuite): void
  /** False where the output is none of this file's. */
  printed(log: UserConsoleLog): boolean
  /** `death`: why the process is gone, where the file has no end of its own. */
  end(module: TestModule, death?: string | null): void
}

export interface ModuleSettings {
  readonly allLocations: boolean
  /** The events are of a run that is over (`--merge-reports`). */
  readonly merging: boolean
}

interface ToldTest {
  readonly recording: TestRecording
  started: boolean
  done: boolean
}

export function createModuleRecord(
  suite: SuiteRecording,
  { id, moduleId }: Pick<TestModule, 'id' | 'moduleId'>,
  { allLocations, merging }: ModuleSettings,
): ModuleRecord {
  const tests = new Map<string, ToldTest>()
  const faulty = new Set<string>()
  /** Most starts come in one batch with their results: only those that stay in flight are worth telling. */
  const begun: { readonly entry: ToldTest; readonly at: number }[] = []

  const entryOf = (test: TestCase): ToldTest => {
    const known = tests.get(test.id)
    if (known) return known
    const line = allLocations ? (test.location?.line ?? null) : null
    const recording = suite.test(test.id, { titlePath: titlesOf(test), line })
    for (const tag of test.tags ?? []) recording.property('tag', tag)
    if (test.options.fails) recording.property('expected', 'failure')
    const added = { recording, started: false, done: false }
    tests.set(test.id, added)
    return added
  }
  const tellFaults = (entity: TestModule | TestSuite): void => {
    if (faulty.has(entity.id) || entity.errors().length === 0) return
    faulty.add(entity.id)
    const titles = entity.type === 'suite' ? titlesOf(entity) : []
    for (const { hook, errors } of faultsOf(entity)) {
      if (hook === null) suite.loadError(errors)
      else suite.hook(hook, titles, errors)
    }
  }
  const start = (entry: ToldTest, at?: number): void => {
    if (entry.started || entry.done) return
    entry.started = true
    entry.recording.start(at)
  }
  const startBegun = (): void => {
    for (const { entry, at } of begun.splice(0)) start(entry, at)
  }
  const started = (test: TestCase): void => {
    const entry = entryOf(test)
    if (entry.started || entry.done) return
    // vitest also says so of tests that will never start, after a bail; those have no time.
    const startTime = test.task.result?.startTime
    if (startTime === undefined) return
    begun.push({ entry, at: startTime })
    if (begun.length === 1) setImmediate(startBegun)
  }
  const result = (test: TestCase): void => {
    const entry = entryOf(test)
    if (entry.done || test.result().state === 'pending') return
    if (isCancelledUnderWay(test)) start(entry)
    entry.done = true
    tellResult(test, entry.recording, merging)
  }
  const tellRest = (parent: TestModule | TestSuite): void => {
    for (const child of parent.children) {
      if (child.type === 'suite') tellRest(child)
      else {
        started(child)
        result(child)
      }
    }
    tellFaults(parent)
  }

  return {
    collected(module) {
      declare(module, entryOf)
      tellFaults(module)
    },
    started,
    result,
    describeEnded: tellFaults,
    printed({ taskId = '', type, content }) {
      const test = tests.get(taskId)
      // The id of a describe begins with its file's; what a file prints outside of all comes with its path and place.
      if (!test && taskId !== id && !taskId.startsWith(`${id}_`) && !taskId.includes(moduleId)) return false
      ;(test?.recording ?? suite).output(type, content)
      return true
    },
    end(module, death = null) {
      tellRest(module)
      startBegun()
      if (death !== null) suite.died(death)
      const { startTime, duration } = module.task.result ?? {}
      suite.finish({
        ...(startTime !== undefined && { startedAt: startTime }),
        ...(duration !== undefined && { durationMs: duration }),
      })
    },
  }
}

function declare(parent: TestModule | TestSuite, each: (test: TestCase) => void): void {
  for (const child of parent.children) {
    if (child.type === 'suite') declare(child, each)
    else each(child)
  }
}
