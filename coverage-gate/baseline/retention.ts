import type { KeptRecord } from './kept-records.ts'

/** More runs of one code tell no more: a line that flips shows in fewer. */
export const MAX_RUNS = 20

/** Older commits' records go: a change that starts so far back has to be rebased first. */
export const MAX_COMMITS = 500

/**
 * The records that are kept no longer: of a tree those beyond its newest runs, and those of all but the commits that were
 * recorded last.
 */
export function surplusRecords(kept: readonly KeptRecord[]): readonly KeptRecord[] {
  const newestFirst = [...kept].sort((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1))
  const commits = new Set([...new Set(newestFirst.map(each => each.commit))].slice(0, MAX_COMMITS))
  const runs = new Map<string, number>()
  return newestFirst.filter(({ commit, tree }) => {
    const others = runs.get(tree) ?? 0
    if (!commits.has(commit) || others >= MAX_RUNS) return true
    runs.set(tree, others + 1)
    return false
  })
}
