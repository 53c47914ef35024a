import type { HookName } from '../recording.ts'
import { describesOf, suitesAround } from './places.ts'
import type { Location, Step, Suite, TestCase, TestError, TestResult } from './playwright-api.ts'

/** A hook that failed around an attempt. */
export interface FailedHook {
  readonly name: HookName
  /** The titles of the describes that it belongs to. */
  readonly describes: readonly string[]
  readonly errors: readonly TestError[]
  readonly durationMs: number
}

export interface Blame {
  /** What the test itself (or one of its fixtures) threw. */
  readonly own: readonly TestError[]
  readonly hooks: readonly FailedHook[]
}

/**
 * Playwright charges every error to the test that ran, a beforeAll hook's to the first test and an afterAll hook's to the
 * last. Its steps say whose they are: each error of a hook stands on the hook's step too.
 */
export function blameOf(test: TestCase, result: TestResult): Blame {
  const failed = result.steps.flatMap(phase => hookSteps(phase).map(step => ({ phase, step })))
  const around = suitesAround(test.parent)
  const taken = new Set<TestError>()
  const hooks = failed.flatMap(({ phase, step }): FailedHook[] => {
    const errors = result.errors.filter(error => !taken.has(error) && isErrorOf(step, error))
    if (errors.length === 0) return []
    for (const error of errors) taken.add(error)
    const suite = suiteOfHook(around, step)
    return [
      {
        name: hookName(step, phase, suite),
        describes: describesOf(suite === null ? around : suitesAround(suite)),
        errors,
        durationMs: Math.max(0, step.duration),
      },
    ]
  })
  return { own: result.errors.filter(error => !taken.has(error)), hooks }
}

/** The failed hooks of a phase: `Before Hooks`, `After Hooks` and `Worker Cleanup` hold hooks as steps of their own. */
function hookSteps(phase: Step): readonly Step[] {
  if (phase.category !== 'hook') return []
  return phase.steps.filter(step => step.category === 'hook' && step.error !== undefined)
}

/** A step keeps its first error only; soft expectations in a hook stand on the steps inside. */
function isErrorOf({ error, steps }: Step, given: TestError): boolean {
  const same =
    error?.message === given.message && error?.stack === given.stack && error?.value === given.value
  return same || steps.some(inner => isErrorOf(inner, given))
}

/** By the place where it is declared. Reports merged from blobs know no hooks: then the innermost describe above it. */
function suiteOfHook(around: readonly Suite[], step: Step): Suite | null {
  const { location } = step
  if (location === undefined) return null
  const declaring = around.find(suite => suite._hooks?.some(hook => isAt(hook.location, location)))
  if (declaring !== undefined) return declaring
  const above = around.filter(
    suite =>
      suite.type === 'describe' &&
      suite.location?.file === location.file &&
      suite.location.line <= location.line,
  )
  return above.at(-1) ?? around.find(suite => suite.type === 'file') ?? null
}

function isAt(one: Location, other: Location): boolean {
  return one.file === other.file && one.line === other.line && one.column === other.column
}

/** A hook may bear a title of its own, which then is its step's title. */
function hookName({ title, location }: Step, phase: Step, suite: Suite | null): HookName {
  const declared = suite?._hooks?.find(hook => location !== undefined && isAt(hook.location, location))?.type
  const name = /^(?:before|after)(?:All|Each)\b/.exec(declared ?? title)?.[0]
  if (name !== undefined) return name as HookName
  if (phase.title === 'Before Hooks') return 'beforeEach'
  return phase.title === 'After Hooks' ? 'afterEach' : 'afterAll'
}
