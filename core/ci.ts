import type { Environment, ReadText, Told } from './ci-entry.ts'
import { ciTable } from './ci-table.ts'
import { branchOf, commitOf, idOf, shardOf, tagOf, textOf, urlOf } from './ci-values.ts'

/** Something to compare a change with, as a CI tells it. */
export interface BaseCandidate {
  /** What git is asked for. */
  readonly ref: string
  /** The branch to fetch where the ref is missing. */
  readonly remoteBranch: string | null
  /** A short clause for people. */
  readonly why: string
  /** What the change goes to; what was built before; or the parent of a merge commit that the CI made. */
  readonly kind: 'target' | 'previous' | 'merge-parent'
  /** Only right when the head is this commit. */
  readonly onlyIfHead: string | null
}

interface ChangeRequest {
  /** The number that people see: a pull request's, a merge request's within its project. */
  readonly id: string
  readonly target: string | null
  readonly source: string | null
  readonly url: string | null
}

/** Where a build runs, and what of. Whatever the CI does not tell, or tells in an impossible form, is `null`. */
export interface Ci {
  readonly name: string
  readonly title: string
  /** The branch that is built; a change request's source. None on a tag. */
  readonly branch: string | null
  readonly commit: string | null
  readonly tag: string | null
  readonly change: ChangeRequest | null
  /** What was built or pushed before this commit (on Jenkins and Woodpecker: built with success). */
  readonly previousCommit: string | null
  /** Best first. */
  readonly bases: readonly BaseCandidate[]
  readonly buildUrl: string | null
  readonly jobUrl: string | null
  /** The name of the job, workflow or pipeline. */
  readonly job: string | null
  readonly buildNumber: string | null
  readonly actor: string | null
  /** The place among parallel jobs: `index` counts from 0. */
  readonly shard: { readonly index: number; readonly total: number } | null
}

/**
 * The CI that the environment shows, or `null`.
 * @param readText reads the files that some CIs describe the build in
 */
export function detectCi(env: Environment, readText: ReadText): Ci | null {
  const entry = ciTable.find(each => each.detect(env))
  if (!entry) return null
  const { name, title } = entry
  const told = entry.read(env, readText)
  const change = changeOf(told)
  const commit = commitOf(told.commit)
  return {
    name,
    title,
    branch: textOf(told.tag) !== null ? null : change ? change.source : branchOf(told.branch),
    commit,
    tag: tagOf(told.tag),
    change,
    previousCommit: commitOf(told.previous?.commit),
    bases: basesOf(title, told, change, commit),
    buildUrl: urlOf(told.buildUrl),
    jobUrl: urlOf(told.jobUrl),
    job: textOf(told.job),
    buildNumber: textOf(told.buildNumber),
    actor: textOf(told.actor),
    shard: shardOf(told.shard),
  }
}

function changeOf({ change }: Told): ChangeRequest | null {
  const id = idOf(change?.id)
  if (!change || id === null) return null
  return { id, target: branchOf(change.target), source: branchOf(change.source), url: urlOf(change.url) }
}

function basesOf(
  title: string,
  told: Told,
  change: ChangeRequest | null,
  commit: string | null,
): readonly BaseCandidate[] {
  const bases: BaseCandidate[] = []
  const add = (kind: BaseCandidate['kind'], ref: string | null, why: string, remoteBranch: string | null) => {
    if (ref !== null) bases.push({ ref, remoteBranch, why, kind, onlyIfHead: null })
  }
  if (change) {
    const { target } = change
    const why = `the target of change request ${change.id} on ${title}`
    if (told.change?.isMerge && commit !== null) {
      bases.push({ ref: 'HEAD^1', remoteBranch: target, why, kind: 'merge-parent', onlyIfHead: commit })
    }
    add('target', commitOf(told.change?.base), why, target)
    add('target', target && `origin/${target}`, why, target)
    add('target', commitOf(told.change?.formerTarget), why, target)
    return bases
  }
  const queue = commitOf(told.queue?.base)
  if (queue !== null) {
    add('target', queue, `what this merge queue on ${title} goes onto`, branchOf(told.queue?.target))
  } else {
    add('previous', commitOf(told.previous?.commit), `${told.previous?.what} on ${title}`, null)
  }
  return bases
}
