import type { FileSelection } from './selection.ts'

/**
 * What becomes of a test in a rerun. `skip`: it must not run and must be told all the same, for it has the titles of a
 * wanted one, and the order of these is what tells them apart.
 */
export type Choice = 'run' | 'skip' | 'drop'

/** Chooses among the tests of one file. */
export interface Selector {
  /** Asked once for each test of the file, in the order in which the report has them. */
  test(titlePath: readonly string[]): Choice
  /** Whether anything in a describe may be wanted. */
  describe(titlePath: readonly string[]): boolean
  /** Whether something inside of it is wanted by itself. */
  within(titlePath: readonly string[]): boolean
  /** How many were told to run. */
  readonly chosen: number
}

/** Titles are compared as they are: no pattern, no joining. */
export function createSelector({ whole, describes, tests }: FileSelection): Selector {
  const wanted = new Map<string, Set<number>>()
  for (const { titlePath, ordinal } of tests) {
    const key = JSON.stringify(titlePath)
    wanted.set(key, (wanted.get(key) ?? new Set()).add(ordinal))
  }
  const seen = new Map<string, number>()
  let chosen = 0
  const inDescribe = (titlePath: readonly string[]) => describes.some(each => startsWith(titlePath, each))
  const choose = (titlePath: readonly string[]): Choice => {
    if (whole || inDescribe(titlePath)) return 'run'
    const key = JSON.stringify(titlePath)
    const ordinals = wanted.get(key)
    if (ordinals === undefined) return 'drop'
    const ordinal = (seen.get(key) ?? 0) + 1
    seen.set(key, ordinal)
    return ordinals.has(ordinal) ? 'run' : 'skip'
  }
  return {
    get chosen() {
      return chosen
    },
    test(titlePath) {
      const choice = choose(titlePath)
      if (choice === 'run') chosen += 1
      return choice
    },
    describe: titlePath =>
      whole ||
      inDescribe(titlePath) ||
      describes.some(each => startsWith(each, titlePath)) ||
      tests.some(each => startsWith(each.titlePath, titlePath)),
    within: titlePath =>
      tests.some(each => each.titlePath.length > titlePath.length && startsWith(each.titlePath, titlePath)),
  }
}

function startsWith(path: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((title, at) => path[at] === title)
}
