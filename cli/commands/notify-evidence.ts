import type { ChangedFile } from '../../core/change-set.ts'
import { detectCi } from '../../core/ci.ts'
import { GateError } from '../../core/errors.ts'
import type { GitDiff } from '../../core/git-diff.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import {
  listFiles,
  mergeBase,
  openRepository,
  type Repository,
  resolveCommit,
} from '../../core/system/git.ts'
import {
  commitsSince,
  diffsOfCommits,
  diffsOfTrees,
  isCutOffSince,
  type LoggedCommit,
} from '../../core/system/git-history.ts'
import { repositoryPaths } from '../../notifiers/blame-paths.ts'
import { headPaths, touchedFile } from '../../notifiers/blame-touched.ts'
import type { BlameEvidence, EvidenceCommit, FailureEvidence } from '../../notifiers/evidence.ts'
import type { FailedTest } from '../../notifiers/model.ts'
import { failuresAsEvidence, type MeasuredFile } from './notify-evidence-failures.ts'

export type { MeasuredFile } from './notify-evidence-failures.ts'

/** More commits than these are not looked at. */
const MOST_COMMITS = 200
/** Paths that one git call is given: the command line stays below what every system takes. */
const MOST_PATHS = 2_000

export interface EvidenceRequest {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** The commit that was green last; `null`: none is known. */
  readonly lastGreen: string | null
  readonly isFirstBuild: boolean
  /** Confirmed ones: neither flaky nor quarantined. Their `detail` as whole as it is known. */
  readonly failures: readonly FailedTest[]
  /** Something else than these makes the build red. Without it: yes. */
  readonly otherwiseRed?: boolean
  readonly coverage?: readonly MeasuredFile[]
}

/**
 * Gathers what blame() judges, from git, the tests' sources and the reports. Never rejects for what a repository can lack:
 * the evidence says then that it has a gap, and nobody is named.
 */
export async function assembleEvidence(request: EvidenceRequest): Promise<BlameEvidence> {
  const { cwd, env, lastGreen, isFirstBuild, otherwiseRed = true } = request
  const known = {
    lastGreen,
    firstBuild: isFirstBuild,
    otherwiseRed,
    requester: detectCi(env, readTextOrNull)?.actor ?? null,
  }
  const without = (gap: string | null): BlameEvidence => ({
    ...known,
    gap,
    commits: [],
    truncated: false,
    failures: request.failures.map(test => ({ test, file: null, frames: [], imports: [] })),
  })
  if (lastGreen === null || isFirstBuild) return without(null)
  try {
    const repository = await openRepository(cwd, env)
    const base = await resolveCommit(repository, lastGreen)
    const gap = base === null ? notHere(lastGreen, repository) : await gapSince(repository, base)
    if (base === null || gap !== null) return without(gap)
    return { ...known, gap: null, ...(await evidenceSince(repository, base, request)) }
  } catch (error) {
    if (!(error instanceof GateError)) throw error
    return without(`the commits since the last green build are not known: ${error.message}`)
  }
}

function notHere(lastGreen: string, { shallow }: Repository): string {
  const what = `the last green commit ${lastGreen.slice(0, 7)} is not in this clone`
  return shallow
    ? `${what}, which is shallow: ${deeper}`
    : `${what}: its history was rewritten, or not fetched`
}

const deeper = 'clone with the whole history (fetch-depth: 0), or run git fetch --unshallow before'

async function gapSince(repository: Repository, base: string): Promise<string | null> {
  if (await isCutOffSince(repository, base)) {
    return `this clone is shallow and ends before the last green commit ${base.slice(0, 7)}: ${deeper}`
  }
  if ((await mergeBase(repository, base, repository.headCommit)) === null) {
    return `the last green commit ${base.slice(0, 7)} has no history in common with this one`
  }
  return null
}

type Gathered = Pick<BlameEvidence, 'commits' | 'truncated' | 'failures'>

async function evidenceSince(
  repository: Repository,
  base: string,
  request: EvidenceRequest,
): Promise<Gathered> {
  const all = await commitsSince(repository, base, MOST_COMMITS + 1)
  const logged = all.slice(0, MOST_COMMITS)
  const own = logged.filter(each => each.parents.length < 2)
  const names = await diffsOfCommits(
    repository,
    own.map(each => each.hash),
    { patch: false, paths: null },
  )
  const files = own.map(({ hash }, index) => ({ hash, files: filesOf(names[index]) }))
  const head = { commit: repository.headCommit }
  const here = await listFiles(repository, head)
  const before = files.flatMap(each => each.files.map(({ path, oldPath }) => oldPath ?? path))
  const failures = await failuresAsEvidence(repository, request.failures, {
    paths: repositoryPaths(here),
    // A test may import what was renamed or deleted: that is then why it fails.
    importable: new Set([...here, ...before]),
    coverage: request.coverage ?? [],
  })
  const touched = await touchedFiles(repository, { own, files, top: logged[0]?.tree ?? '' }, failures)
  const commits = logged.map(({ hash, author, coAuthors, subject, parents }): EvidenceCommit => {
    return { hash, author, coAuthors, subject, isMerge: parents.length > 1, files: touched.get(hash) ?? [] }
  })
  return { commits, truncated: all.length > MOST_COMMITS, failures }
}

function filesOf(diff: GitDiff | undefined): readonly ChangedFile[] {
  return diff && 'files' in diff ? diff.files : []
}

interface OwnCommits {
  readonly own: readonly LoggedCommit[]
  /** In the same order, names alone. */
  readonly files: readonly { readonly hash: string; readonly files: readonly ChangedFile[] }[]
  /** The head's tree. */
  readonly top: string
}

/** By commit. Lines are asked for only where a failure names lines, too: elsewhere the file alone is a tie. */
async function touchedFiles(
  repository: Repository,
  { own, files, top }: OwnCommits,
  failures: readonly FailureEvidence[],
): Promise<ReadonlyMap<string, EvidenceCommit['files']>> {
  const wanted = new Set(failures.flatMap(filesWithLines))
  const pathsAtHead = headPaths(files)
  const atHead = (hash: string, path: string) => pathsAtHead.get(hash)?.get(path) ?? path
  const asked = own.filter((_, index) =>
    files[index]?.files.some(({ path }) => wanted.has(atHead(files[index]?.hash ?? '', path))),
  )
  const spelled = new Set(
    files.flatMap(({ hash, files }) =>
      files
        .filter(({ path }) => wanted.has(atHead(hash, path)))
        .flatMap(({ path, oldPath }) => [path, oldPath ?? path, atHead(hash, path)]),
    ),
  )
  const paths = spelled.size > MOST_PATHS ? null : [...spelled]
  const question = { patch: true, paths }
  const patches = await diffsOfCommits(
    repository,
    asked.map(each => each.hash),
    question,
  )
  const trees = asked.map(each => each.tree)
  const sinceThen = await diffsOfTrees(repository, trees, top, question)
  const known = new Map(
    asked.map(({ hash }, index) => [
      hash,
      { patch: filesOf(patches[index]), sinceThen: filesOf(sinceThen[index]) },
    ]),
  )
  return new Map(
    files.map(({ hash, files }) => [
      hash,
      files.map(named => {
        const { patch = [], sinceThen = [] } = known.get(hash) ?? {}
        const withLines = patch.find(({ path }) => path === named.path) ?? named
        const later = sinceThen.find(
          ({ kind, path, oldPath }) => kind !== 'added' && (oldPath ?? path) === named.path,
        )
        return touchedFile(withLines, atHead(hash, named.path), later ?? null)
      }),
    ]),
  )
}

function filesWithLines({ file, frames, imports, coveredBy = [] }: FailureEvidence): readonly string[] {
  const near = new Set([...frames, ...imports].map(each => each.file))
  const measured = coveredBy.filter(each => each.by === 'test' || near.has(each.file))
  return [...(file === null ? [] : [file]), ...[...frames, ...measured].map(each => each.file)]
}
