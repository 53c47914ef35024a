import { resolve } from 'node:path'
import type { RunPlace, WantedTest } from './runner.ts'

/** What is to run of one test file of one project. */
export interface FileSelection {
  /** Absolute. */
  readonly file: string
  readonly project: string
  /** Everything: a file that did not load, a process that died, a hook of the file. */
  readonly whole: boolean
  /** Everything in these describes, for a hook of theirs failed. */
  readonly describes: readonly (readonly string[])[]
  readonly tests: readonly SelectedTest[]
}

export interface SelectedTest {
  readonly titlePath: readonly string[]
  readonly ordinal: number
}

/**
 * By file and project. What has no file (trouble of the run itself) or no titles (of a foreign report) is nothing that
 * can be found again: it is left out, and whoever compares finds it missing.
 */
export function selectionOf(
  wanted: readonly WantedTest[],
  { root }: Pick<RunPlace, 'root'>,
): readonly FileSelection[] {
  const files = new Map<string, WantedTest[]>()
  for (const each of wanted) {
    if (each.file === null || each.titlePath.length === 0) continue
    const key = JSON.stringify([each.project, each.file])
    files.set(key, [...(files.get(key) ?? []), each])
  }
  return [...files.values()].map(group => fileSelection(group, root))
}

function fileSelection(group: readonly WantedTest[], root: string): FileSelection {
  const hooks = group.filter(({ kind }) => kind === 'hook').map(({ titlePath }) => titlePath.slice(0, -1))
  return {
    file: resolve(root, group[0]?.file ?? ''),
    project: group[0]?.project ?? '',
    whole:
      group.some(({ kind }) => kind === 'load' || kind === 'run') || hooks.some(each => each.length === 0),
    describes: hooks,
    tests: group
      .filter(({ kind }) => kind === 'test')
      .map(({ titlePath, ordinal }) => ({ titlePath, ordinal })),
  }
}
