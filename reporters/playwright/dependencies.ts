import { placeOf } from './places.ts'
import type { Suite } from './playwright-api.ts'
import type { KnownTest } from './test-files.ts'

/** Why tests that no worker ever took were not taken: a project that theirs depends on failed. */
export function tellFailedDependencies(root: Suite, known: Iterable<KnownTest>): void {
  const projects = new Map(root.suites.map(suite => [suite.project()?.name ?? suite.title, suite]))
  const failed = new Map<string, boolean>()
  const hasFailed = (name: string): boolean => {
    const before = failed.get(name)
    if (before !== undefined) return before
    failed.set(name, false)
    const suite = projects.get(name)
    const answer =
      suite !== undefined && (suite.allTests().some(test => !test.ok()) || failedBefore(suite) !== undefined)
    failed.set(name, answer)
    return answer
  }
  const failedBefore = (suite: Suite): string | undefined => suite.project()?.dependencies?.find(hasFailed)
  for (const { test, recording } of known) {
    if (test.results.length > 0) continue
    const project = placeOf(test).project
    const suite = projects.get(project)
    const cause = suite && failedBefore(suite)
    if (cause !== undefined) recording.notRun(`the project "${cause}", on which "${project}" depends, failed`)
  }
}
