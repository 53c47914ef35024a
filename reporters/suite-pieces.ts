import type { TestSuite } from '../core/test-run.ts'
import type { Profile } from './xunit/profiles.ts'

/** A suite of more cases than a file may hold, in pieces of one name and id, which readers put together again. */
export function suitePieces(suite: TestSuite, { maxCases }: Profile): readonly TestSuite[] {
  if (suite.cases.length <= maxCases) return [suite]
  const count = Math.ceil(suite.cases.length / maxCases)
  return Array.from({ length: count }, (_, index) => ({
    ...suite,
    cases: suite.cases.slice(index * maxCases, (index + 1) * maxCases),
    durationMs: suite.durationMs / count,
    stdout: index === 0 ? suite.stdout : '',
    stderr: index === 0 ? suite.stderr : '',
  }))
}
