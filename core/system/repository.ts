import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { detectCi } from '../ci.ts'
import { readTextOrNull } from './files.ts'

/**
 * What names in a report are relative to: the nearest directory upwards that holds a `.git`, so that the tests of two
 * packages of one repository never share a name.
 */
export function repositoryRoot(start: string): string {
  for (let directory = resolve(start); ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return directory
    if (dirname(directory) === directory) return resolve(start)
  }
}

/** The commit that is tested: what is checked out, else what the CI says. `null` if nobody knows. */
export function testedCommit(root: string, env: NodeJS.ProcessEnv): string | null {
  return headCommit(join(root, '.git')) ?? detectCi(env, readTextOrNull)?.commit ?? null
}

/** The branch that is checked out; `null` for a detached head and outside a repository. */
export function checkedOutBranch(root: string): string | null {
  const { head } = headOf(join(root, '.git'))
  return /^ref: refs\/heads\/(.+)$/.exec(head)?.[1] ?? null
}

/** Read from git's own files: a process would cost more than all the rest of a reporter. */
function headCommit(dotGit: string): string | null {
  const { directory, head } = headOf(dotGit)
  const ref = /^ref: (.+)$/.exec(head)?.[1]
  if (ref === undefined) return commitIn(head)
  const shared = resolve(directory, readTextOrNull(join(directory, 'commondir'))?.trim() ?? '.')
  for (const place of [directory, shared]) {
    const commit = commitIn(readTextOrNull(join(place, ref))?.trim() ?? '')
    if (commit !== null) return commit
  }
  const packed = readTextOrNull(join(shared, 'packed-refs')) ?? ''
  return commitIn(
    packed
      .split('\n')
      .find(line => line.endsWith(` ${ref}`))
      ?.split(' ')[0] ?? '',
  )
}

/** A work tree's `.git` is a file that points at its directory. */
function headOf(dotGit: string): { readonly directory: string; readonly head: string } {
  const pointer = /^gitdir: (.+)$/m.exec(readTextOrNull(dotGit) ?? '')
  const directory = pointer?.[1] ? resolve(dirname(dotGit), pointer[1]) : dotGit
  return { directory, head: readTextOrNull(join(directory, 'HEAD'))?.trim() ?? '' }
}

function commitIn(text: string): string | null {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : null
}
