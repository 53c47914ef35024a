import type { Suite, TestCase } from './playwright-api.ts'

/** Where a test stands: its file, its project, and the describes around it. */
export interface Place {
  /** Absolute. */
  readonly file: string
  readonly project: string
  readonly titlePath: readonly string[]
  /** 1-based; `null` for a test that another file declares for this one. */
  readonly line: number | null
}

export function placeOf(test: TestCase): Place {
  const around = suitesAround(test.parent)
  const file = around.find(each => each.type === 'file')?.location?.file ?? test.location.file
  return {
    file,
    project: around.find(each => each.type === 'project')?.title ?? '',
    titlePath: [...describesOf(around), test.title],
    line: test.location.file === file ? test.location.line : null,
  }
}

/** A suite and those around it, the root first. */
export function suitesAround(innermost: Suite): readonly Suite[] {
  const suites: Suite[] = []
  for (let suite: Suite | undefined = innermost; suite !== undefined; suite = suite.parent)
    suites.unshift(suite)
  return suites
}

/** The titles of describes; those without a title have no part in a name. */
export function describesOf(suites: readonly Suite[]): readonly string[] {
  return suites.filter(each => each.type === 'describe' && each.title !== '').map(each => each.title)
}
