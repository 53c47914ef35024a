import { type Attempt, isProblem, outcomeOf, type TestCase } from '../../core/test-run.ts'
import type { RetryForm } from './profiles.ts'

/** A test case as one element will tell it. */
export interface CaseForm {
  readonly test: TestCase
  /** The attempt whose result the element bears. */
  readonly main: Attempt
  /** The others that failed: inside the element. */
  readonly reruns: readonly Attempt[]
  readonly startedAt: number | null
  readonly durationMs: number
}

/** One element for a test case, or one for each attempt. */
export function caseForms(test: TestCase, retries: RetryForm): readonly CaseForm[] {
  const { attempts } = test
  const last = attempts.at(-1) ?? attempts[0]
  if (attempts.length === 1) return [whole(test, last, [])]
  if (retries === 'none') return [single(test, last)]
  if (retries === 'duplicates') return attempts.map(each => single(test, each))
  const failed = attempts.filter(isProblem)
  const outcome = outcomeOf(test)
  const [first] = failed
  // A flaky test bears its last attempt and what failed before it; a broken one its first failure and the reruns.
  if (first === undefined || (outcome === 'flaky' && retries === 'surefire'))
    return [whole(test, last, failed)]
  const main = outcome === 'flaky' ? afterwardsPassed(first, attempts.length) : first
  return [whole(test, main, failed.slice(1))]
}

function whole(test: TestCase, main: Attempt, reruns: readonly Attempt[]): CaseForm {
  const durationMs = test.attempts.reduce((sum, each) => sum + each.durationMs, 0)
  return { test, main, reruns, startedAt: test.attempts[0].startedAt, durationMs }
}

function single(test: TestCase, main: Attempt): CaseForm {
  return { test, main, reruns: [], startedAt: main.startedAt, durationMs: main.durationMs }
}

function afterwardsPassed(first: Attempt, attempts: number): Attempt {
  if (first.problem === null) return first
  const detail = `${first.problem.detail}\n\nIt passed at attempt ${attempts}.`
  return { ...first, problem: { ...first.problem, detail } }
}
