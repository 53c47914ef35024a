import { importedFiles } from '../../core/imports.ts'
import { directoriesUp, directoryOf } from '../../core/imports-directories.ts'
import { type Repository, readBlobs } from '../../core/system/git.ts'
import { framesOf } from '../../notifiers/blame-frames.ts'
import type { RepositoryPaths } from '../../notifiers/blame-paths.ts'
import { testFileOf } from '../../notifiers/blame-places.ts'
import type { Covered, FailureEvidence, Imported } from '../../notifiers/evidence.ts'
import type { FailedTest } from '../../notifiers/model.ts'

/** What a coverage report says of one file. */
export interface MeasuredFile {
  /** Relative to the repository, with `/`. */
  readonly file: string
  /** Lines that ran, ascending. */
  readonly covered: readonly number[]
  /** Lines that could have run and did not, ascending. */
  readonly missed: readonly number[]
  /** The id of the test that was measured by itself; `null`: all tests together. */
  readonly test: string | null
}

export interface FailureSources {
  readonly paths: RepositoryPaths
  /** What a name in an import may mean, also what is no longer there. */
  readonly importable: ReadonlySet<string>
  readonly coverage: readonly MeasuredFile[]
}

/** A source file is longer than this only where it is written by a machine. In characters. */
const LONGEST_SOURCE = 500_000
/** Failures whose imports are followed. */
const MOST_FOLLOWED = 100

/** Each failure with what its stack, its file's imports and the coverage name of the repository. */
export async function failuresAsEvidence(
  repository: Repository,
  failures: readonly FailedTest[],
  { paths, importable, coverage }: FailureSources,
): Promise<readonly FailureEvidence[]> {
  const files = failures.map(test => testFileOf(test, repository.top, paths))
  const importsOf = await followImports(repository, paths, importable, files.slice(0, MOST_FOLLOWED))
  return failures.map((test, index) => {
    const file = files[index] ?? null
    const { detail, classname, id } = test
    const bare = {
      test,
      file,
      frames: framesOf(detail, { root: repository.top, paths, testFile: file, classname }),
      imports: file === null ? [] : (importsOf.get(file) ?? []),
    }
    if (coverage.length === 0) return bare
    return { ...bare, coveredBy: coverage.flatMap(each => coveredIn(each, id)) }
  })
}

function coveredIn({ file, covered, missed, test }: MeasuredFile, id: string): readonly Covered[] {
  if (test !== null && (test !== id || id === '')) return []
  return [{ file, by: test === null ? 'run' : 'test', lines: covered, missed }]
}

async function followImports(
  repository: Repository,
  paths: RepositoryPaths,
  importable: ReadonlySet<string>,
  testFiles: readonly (string | null)[],
): Promise<ReadonlyMap<string, readonly Imported[]>> {
  const found = new Map<string, readonly string[]>()
  const follow = async (files: readonly string[]) => {
    const fresh = [...new Set(files)].filter(file => !found.has(file) && paths.has(file))
    const texts = await readBlobs(repository, { commit: repository.headCommit }, fresh)
    for (const file of fresh) {
      const text = texts.get(file)?.toString('utf8', 0, LONGEST_SOURCE) ?? ''
      found.set(
        file,
        importedFiles(file, text, path => importable.has(path)),
      )
    }
  }
  const tests = testFiles.filter(file => file !== null)
  const direct = (file: string) => [...(found.get(file) ?? []), ...conftestsFor(file, paths)]
  await follow(tests)
  await follow(tests.flatMap(direct))
  return new Map(
    tests.map(test => {
      const own = direct(test)
      const further = own.flatMap(via => (found.get(via) ?? []).map(file => ({ file, via })))
      const all = [...own.map(file => ({ file, via: null })), ...further]
      const nearest = new Map<string, Imported>()
      for (const each of all) {
        if (each.file !== test && !nearest.has(each.file)) nearest.set(each.file, each)
      }
      return [test, [...nearest.values()]]
    }),
  )
}

/** pytest loads them for every test below, without any import. */
function conftestsFor(file: string, paths: RepositoryPaths): readonly string[] {
  if (!file.endsWith('.py')) return []
  return directoriesUp(directoryOf(file))
    .map(directory => (directory === '' ? 'conftest.py' : `${directory}/conftest.py`))
    .filter(each => paths.has(each) && each !== file)
}
