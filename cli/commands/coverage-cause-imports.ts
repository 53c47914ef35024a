import { importedFiles } from '../../core/imports.ts'
import { type Repository, readBlobs } from '../../core/system/git.ts'

/** A source file is longer than this only where it is written by a machine. In characters. */
const LONGEST_SOURCE = 500_000
/** Imports of imports: farther away everything reaches everything. */
const MOST_STEPS = 4
const MOST_TEST_FILES = 200
const MOST_FILES = 4_000

/**
 * How many imports away the files lie that test files reach, as the sources were at a commit. Of many test files the first
 * are looked at.
 * @param paths of the commit
 * @throws GateError git.failed
 */
export async function importDistances(
  repository: Repository,
  commit: string,
  testFiles: readonly string[],
  paths: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const imports = new Map<string, readonly string[]>()
  const tests = testFiles.filter(file => paths.has(file)).slice(0, MOST_TEST_FILES)
  let edge: readonly string[] = tests
  for (let step = 0; step < MOST_STEPS && edge.length > 0; step += 1) {
    const fresh = edge.slice(0, Math.max(0, MOST_FILES - imports.size))
    const texts = await readBlobs(repository, { commit }, fresh)
    for (const file of fresh) {
      const text = texts.get(file)?.toString('utf8', 0, LONGEST_SOURCE) ?? ''
      imports.set(
        file,
        importedFiles(file, text, path => paths.has(path)),
      )
    }
    edge = [...new Set(fresh.flatMap(file => imports.get(file) ?? []))].filter(file => !imports.has(file))
  }
  return new Map(tests.map(test => [test, distancesFrom(test, imports)]))
}

function distancesFrom(
  test: string,
  imports: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const distances = new Map([[test, 0]])
  // A map may grow while it is walked: what is added is met later, and farther away.
  for (const [file, distance] of distances) {
    if (distance === MOST_STEPS) continue
    for (const next of imports.get(file) ?? []) if (!distances.has(next)) distances.set(next, distance + 1)
  }
  return distances
}
