import type { FileSelection } from '../selection.ts'
import { createSelector } from '../selector.ts'

/** A task of vitest 3 in its worker, before it runs. */
export interface WorkerTask {
  readonly type: 'test' | 'suite'
  readonly name: string
  readonly filepath?: string
  readonly projectName?: string | undefined
  readonly tasks?: readonly WorkerTask[]
  mode: string
  retry?: number
  result?: object | undefined
}

/** Hooks of a describe, live: `getHooks` of `vitest/suite`. */
export type HooksOf = (suite: WorkerTask) => { beforeAll: unknown[]; afterAll: unknown[] }

/** Takes what is not wanted out of a file whose tests are about to run. */
export function keepSelected(file: WorkerTask, hooksOf: HooksOf, selection: readonly FileSelection[]): void {
  const own = selection.find(
    each => each.file.replaceAll('\\', '/') === file.filepath && each.project === (file.projectName ?? ''),
  )
  const none: FileSelection = { file: '', project: '', whole: false, describes: [], tests: [] }
  const selector = createSelector(own ?? none)
  const keep = (task: WorkerTask, around: readonly string[]): boolean => {
    const titlePath = [...around, task.name]
    if (task.tasks !== undefined) {
      const kept = task.tasks.map(each => keep(each, titlePath)).some(Boolean)
      // It is gone through all the same, without its hooks: else nobody is told that its tests are skipped.
      if (!kept) Object.assign(hooksOf(task), { beforeAll: [], afterAll: [] })
      return kept
    }
    const kept = selector.test(titlePath) === 'run'
    if (kept) task.retry = 0
    else if (task.mode === 'run' || task.mode === 'queued') skip(task)
    return kept
  }
  for (const task of file.tasks ?? []) keep(task, [])
}

/** As if it had called `skip()` itself: so the reporters are told of it. */
function skip(task: WorkerTask): void {
  task.mode = 'skip'
  task.result = { state: 'skip', pending: true, note: 'not wanted in this rerun' }
}
