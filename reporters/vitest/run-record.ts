import type { Recording } from '../recording.ts'
import { createModuleRecord, type ModuleRecord, type ModuleSettings } from './module-record.ts'
import { deathOf, isLostWorker, tellUnhandled } from './unhandled.ts'
import type { TestModule, TestSpecification, UserConsoleLog, Vitest, VitestConfig } from './vitest-api.ts'

/** One run, from the first event to `onTestRunEnd`; in watch mode each rerun is another. */
export interface RunRecord {
  readonly recording: Recording
  planned(specifications: readonly TestSpecification[]): void
  cancelled(reason: string): void
  /** The record of a test file, made when first asked for; `null` once the file is over, as late events are told by then. */
  module(module: TestModule): ModuleRecord | null
  ended(module: TestModule): void
  printed(log: UserConsoleLog): void
  end(modules: readonly TestModule[], errors: readonly unknown[], reason: string): void
}

export function createRunRecord(recording: Recording, { config }: Vitest, allLocations: boolean): RunRecord {
  const settings: ModuleSettings = { allLocations, merging: Boolean(config.mergeReports) }
  const open = new Map<string, ModuleRecord>()
  const seen = new Set<string>()
  let plan: readonly TestSpecification[] = []
  let cut = ''

  /** Until vitest 5, the plan of a shard holds the files of all shards; those that are its own have modules. */
  const tellNeverLoaded = (modules: readonly TestModule[]): void => {
    const without = config.shard ? [] : plan.filter(each => each.testModule === undefined)
    const places = [...modules.map(placeOfModule), ...without.map(placeOfPlan)]
    for (const { moduleId, project } of places.filter(each => !seen.has(placeKey(each)))) {
      const suite = recording.suite(moduleId, project)
      suite.test('(load)', { titlePath: ['(load)'] }).notRun(cut || 'the run ended before it was loaded')
      suite.finish()
    }
  }

  const run: RunRecord = {
    recording,
    planned(specifications) {
      plan = specifications
    },
    cancelled(reason) {
      cut ||= cutReason(reason, config)
      recording.cutShort(cut)
    },
    module(module) {
      const known = open.get(module.id)
      if (known) return known
      const place = placeOfModule(module)
      if (seen.has(placeKey(place))) return null
      const suite = recording.suite(place.moduleId, place.project)
      const record = createModuleRecord(suite, module, settings)
      open.set(module.id, record)
      seen.add(placeKey(place))
      return record
    },
    ended(module) {
      run.module(module)?.end(module)
      open.delete(module.id)
    },
    printed(log) {
      for (const record of open.values()) if (record.printed(log)) return
    },
    end(modules, errors, reason) {
      if (reason === 'interrupted') run.cancelled('')
      const lost = modules.filter(each => open.has(each.id))
      // What was cancelled did not die.
      const died = cut === '' ? lost.filter(isUnfinished) : []
      for (const module of lost)
        open.get(module.id)?.end(module, died.includes(module) ? deathOf(errors, module.moduleId) : null)
      open.clear()
      tellNeverLoaded(modules)
      const untold = died.length > 0 ? errors.filter(each => !isLostWorker(each)) : errors
      if (!config.dangerouslyIgnoreUnhandledErrors) tellUnhandled(recording, untold)
      recording.finish({ failed: reason !== 'passed' })
    },
  }
  return run
}

/** A test file of a project. */
interface Place {
  readonly moduleId: string
  readonly project: string
}

function placeOfModule({ moduleId, project, task }: TestModule): Place {
  return { moduleId, project: projectOf(project.name, task.meta?.typecheck === true) }
}

function placeOfPlan({ moduleId, project, pool }: TestSpecification): Place {
  return { moduleId, project: projectOf(project.name, pool === 'typescript') }
}

function placeKey({ moduleId, project }: Place): string {
  return JSON.stringify([moduleId, project])
}

function isUnfinished(module: TestModule): boolean {
  return module.state() === 'pending' || module.state() === 'queued'
}

/** A file may be tested and type-checked in one run: two suites of one file. */
function projectOf(name: string, typecheck: boolean): string {
  return typecheck ? `${name} typecheck`.trim() : name
}

function cutReason(reason: string, { bail = 0 }: VitestConfig): string {
  if (reason === 'test-failure' || (reason === '' && bail > 0))
    return `the run stopped after ${bail} ${bail === 1 ? 'failure' : 'failures'} (bail)`
  return 'the run was interrupted'
}
