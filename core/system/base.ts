import type { BaseChoice } from '../change-set.ts'
import type { BaseCandidate } from '../ci.ts'
import { gateError } from '../errors.ts'
import { shellWord } from '../shell.ts'
import { type Head, mergeBase, mergeBaseMayHide, type Repository, resolveCommit } from './git.ts'

/** The commit that the head stands on: the one it is, or the one under the index and the work tree. */
export function headCommitOf(repository: Repository, head: Head): string {
  return typeof head === 'object' ? head.commit : repository.headCommit
}

/**
 * The head that was asked for: `worktree`, `index`, or the commit that the revision names.
 * @throws GateError git.missing-head
 */
export async function resolveHead(repository: Repository, asked: string): Promise<Head> {
  if (asked === 'worktree' || asked === 'index') return asked
  if (asked === 'commit') return { commit: repository.headCommit }
  const commit = await resolveCommit(repository, asked)
  if (commit === null) throw gateError('git.missing-head', { ref: asked })
  return { commit }
}

/**
 * Where to compare from: the merge base with what the user named, else with the first candidate that is
 * not the head itself: what the CI says, the default branch, the first parent.
 * @param named the user's own --base, or `null`
 * @param candidates what the CI knows, best first
 * @throws GateError git.missing-base, git.no-merge-base, git.shallow, git.no-base
 */
export async function chooseBase(
  repository: Repository,
  head: Head,
  named: string | null,
  candidates: readonly BaseCandidate[],
): Promise<BaseChoice> {
  const commit = headCommitOf(repository, head)
  if (named !== null) {
    // One question is enough where the answer is simple.
    const direct = repository.shallow ? null : await mergeBase(repository, named, commit)
    if (direct) return { commit: direct, ref: named, why: 'given with --base' }
    const found = await findRef(repository, named)
    if (!found) throw missing(repository, named, named, 'given with --base')
    return baseAt(repository, commit, found, 'given with --base', named)
  }
  const tried: string[] = []
  let lost: BaseCandidate | null = null
  for (const candidate of candidates) {
    if (candidate.onlyIfHead !== null && candidate.onlyIfHead !== commit) continue
    // Only a merge has a first parent that is the target; of any other commit it is the change's own.
    if (candidate.kind === 'merge-parent' && !(await resolveCommit(repository, `${commit}^2`))) continue
    const found = await resolveCommit(repository, candidate.ref)
    if (found) {
      const base = await baseAt(
        repository,
        commit,
        { ref: candidate.ref, commit: found },
        candidate.why,
        candidate.remoteBranch,
      )
      if (base.commit !== commit) return base
      tried.push(`${candidate.ref} (${candidate.why}) is the head itself`)
    } else lost ??= candidate
  }
  // What the change goes to is known but not here: any other base would answer another question.
  if (lost && lost.kind !== 'previous') throw missing(repository, lost.ref, lost.remoteBranch, lost.why)
  const branch = await defaultBranch(repository, commit, tried)
  if (branch) return branch
  // A rewritten branch loses its previous commit; the default branch then covers all of it, but the
  // first parent alone would cover less than was asked for.
  if (lost) throw missing(repository, lost.ref, lost.remoteBranch, lost.why)
  const parent = await resolveCommit(repository, `${commit}^1`)
  if (parent)
    return { commit: parent, ref: 'HEAD^1', why: 'the first parent: nothing else to compare with was found' }
  if (repository.shallow) throw gateError('git.shallow', { ref: 'HEAD^1', command: deepen(repository, null) })
  tried.push('the head has no parent')
  throw gateError('git.no-base', { tried: tried.join('; ') })
}

interface FoundRef {
  readonly ref: string
  readonly commit: string
}

/** A branch that is only known as the remote's counts under its short name: CI checkouts have no local ones. */
async function findRef(repository: Repository, ref: string): Promise<FoundRef | null> {
  for (const spelled of [ref, `refs/remotes/origin/${ref}`]) {
    const commit = await resolveCommit(repository, spelled)
    if (commit) return { ref: spelled === ref ? ref : `origin/${ref}`, commit }
  }
  return null
}

async function defaultBranch(
  repository: Repository,
  head: string,
  tried: string[],
): Promise<BaseChoice | null> {
  for (const ref of ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']) {
    const commit = await resolveCommit(
      repository,
      ref.startsWith('origin/') ? `refs/remotes/${ref}` : `refs/heads/${ref}`,
    )
    if (!commit) continue
    const base = await baseAt(
      repository,
      head,
      { ref, commit },
      'the default branch',
      ref.replace('origin/', ''),
    )
    if (base.commit !== head) return base
    tried.push(`${ref} is the head itself`)
  }
  if (tried.length === 0) tried.push('there is no origin/HEAD, main or master')
  return null
}

async function baseAt(
  repository: Repository,
  head: string,
  found: FoundRef,
  why: string,
  branch: string | null,
): Promise<BaseChoice> {
  const base = found.commit === head ? head : await mergeBase(repository, found.commit, head)
  const command = deepen(repository, branch)
  if (!base) throw gateError('git.no-merge-base', { ref: found.ref, command })
  if (await mergeBaseMayHide(repository, base, found.commit, head)) {
    throw gateError('git.shallow', { ref: found.ref, command })
  }
  return { commit: base, ref: found.ref, why }
}

function missing(repository: Repository, ref: string, branch: string | null, why: string): Error {
  return gateError('git.missing-base', { ref, why, command: deepen(repository, branch) })
}

/** The one command that brings what is missing. */
function deepen(repository: Repository, branch: string | null): string {
  const name = branch?.replace(/^(refs\/(heads|remotes\/origin)|origin)\//, '') ?? null
  const isBranch = name !== null && !/^[0-9a-f]{40}$|[\^~]|^HEAD$/.test(name)
  const refspec = isBranch ? ` ${shellWord(`+refs/heads/${name}:refs/remotes/origin/${name}`)}` : ''
  if (repository.shallow) return `git fetch --unshallow origin${refspec}`
  if (refspec) return `git fetch origin${refspec}`
  return name === null ? 'git fetch origin' : `git fetch origin ${shellWord(name)}`
}
