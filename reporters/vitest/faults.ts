import type { HookName } from '../recording.ts'
import { thrownErrors } from './thrown.ts'
import type { TestModule, TestSuite } from './vitest-api.ts'

/** What went wrong around the tests of a file or of a describe: in a hook, or before there were tests. */
export interface Fault {
  /** `null`: the file did not load, or holds no tests where it should. */
  readonly hook: HookName | null
  readonly errors: readonly unknown[]
}

/**
 * A file's or a describe's own errors come as one list. The hooks' states tell whose they are: a hook that was started and
 * is still in the state `run` threw. An error without such a hook is of what a beforeAll left to be cleaned up, or of
 * loading.
 */
export function faultsOf(entity: TestModule | TestSuite): readonly Fault[] {
  const errors = thrownErrors(entity.errors())
  if (errors.length === 0) return []
  const { hooks } = entity.task.result ?? {}
  const before = hooks?.beforeAll === 'run'
  const after = hooks?.afterAll === 'run'
  // A beforeAll that throws ends the others, so that it leaves one error; those of afterAll follow.
  if (before && after && errors.length > 1)
    return [
      { hook: 'beforeAll', errors: errors.slice(0, 1) },
      { hook: 'afterAll', errors: errors.slice(1) },
    ]
  if (before) return [{ hook: 'beforeAll', errors }]
  const atEnd = after || hooks !== undefined || hasRun(entity)
  return [{ hook: atEnd ? 'afterAll' : null, errors }]
}

function hasRun(entity: TestModule | TestSuite): boolean {
  for (const child of entity.children) {
    if (child.type === 'suite' ? hasRun(child) : child.diagnostic() !== undefined) return true
  }
  return false
}
