import { gateError } from '../errors.ts'
import { type GitDiff, parseGitDiff } from '../git-diff.ts'
import type { Repository } from './git.ts'

/** A commit as the log tells it. */
export interface LoggedCommit {
  readonly hash: string
  readonly parents: readonly string[]
  readonly tree: string
  /** Through .mailmap. */
  readonly author: Contact
  /** Of its `Co-authored-by` trailers, through .mailmap. */
  readonly coAuthors: readonly Contact[]
  readonly subject: string
}

export interface Contact {
  readonly name: string
  readonly email: string
}

async function output(repository: Repository, args: readonly string[], input?: string): Promise<Buffer> {
  const { code, signal, stdout, stderr } = await repository.git(args, input)
  if (code === 0) return stdout
  const why = stderr.trim().split('\n')[0] || `it ended with ${signal ?? `code ${code}`}`
  throw gateError('git.failed', { command: args[0] ?? '', why, directory: repository.top })
}

const fields = [
  '%H',
  '%P',
  '%T',
  '%aN',
  '%aE',
  '%s',
  '%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x0A)',
]

/**
 * What the head has and the commit `base` has not, newest first and never a parent before its child.
 * @throws GateError git.failed
 */
export async function commitsSince(
  repository: Repository,
  base: string,
  most: number,
): Promise<readonly LoggedCommit[]> {
  const format = `--format=tformat:${fields.join('%x00')}`
  const args = ['log', '-z', '--topo-order', `--max-count=${most}`, '--encoding=UTF-8', format]
  const range = [repository.headCommit, '--not', base, '--']
  const text = (await output(repository, [...args, '--no-show-signature', '--no-patch', ...range])).toString()
  const words = text.split('\0')
  const bare = Array.from({ length: Math.floor(words.length / fields.length) }, (_, index) => {
    const at = index * fields.length
    const [hash = '', parents = '', tree = '', name = '', email = '', subject = '', trailers = ''] =
      words.slice(at, at + fields.length)
    return { hash, parents: parents.split(' ').filter(Boolean), tree, name, email, subject, trailers }
  })
  const contacts = await throughMailmap(repository, [
    ...new Set(bare.flatMap(each => contactsIn(each.trailers))),
  ])
  return bare.map(({ name, email, trailers, ...each }) => ({
    ...each,
    author: { name, email },
    coAuthors: contactsIn(trailers).flatMap(written => contacts.get(written) ?? []),
  }))
}

const contactForm = /^([^<>\0]*?)\s*<([^<>\s\0]+)>$/

function contactsIn(trailers: string): readonly string[] {
  return trailers
    .split('\n')
    .map(line => line.trim())
    .filter(line => contactForm.test(line))
}

/** git knows the rules of a .mailmap; where it refuses, contacts stay as they are. */
async function throughMailmap(
  repository: Repository,
  written: readonly string[],
): Promise<ReadonlyMap<string, Contact>> {
  if (written.length === 0) return new Map()
  const input = written.map(each => `${each}\n`).join('')
  const { code, stdout } = await repository.git(['check-mailmap', '--stdin'], input)
  const answers = code === 0 ? stdout.toString().split('\n') : []
  return new Map(
    written.map((each, index) => {
      const found = contactForm.exec(answers[index] ?? '') ?? contactForm.exec(each)
      return [each, { name: found?.[1] ?? '', email: found?.[2] ?? '' }]
    }),
  )
}

/** Whether a shallow clone ends between the commit `base` and the head, so that commits are missing. */
export async function isCutOffSince(repository: Repository, base: string): Promise<boolean> {
  if (!repository.shallow) return false
  const args = ['rev-list', '--max-parents=0', '--max-count=1', repository.headCommit, '--not', base, '--']
  return (await output(repository, args)).toString('latin1').trim() !== ''
}

/** How a whole list of diffs is asked for: as git would for one, whatever the user's settings. */
const diffTree = [
  'diff-tree',
  '--stdin',
  '-r',
  '--root',
  '--always',
  '--raw',
  '-z',
  '--no-abbrev',
  '-O/dev/null',
  '--find-renames',
  // More candidates than these take git minutes, and tell little.
  '-l1000',
  '--diff-algorithm=histogram',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
]

export interface DiffQuestion {
  /** Without the patches a diff has names alone. */
  readonly patch: boolean
  /** Only these paths; `null`: all. */
  readonly paths: readonly string[] | null
}

/**
 * Each commit against its first parent. A commit that changes nothing has a diff without files.
 * @throws GateError git.failed
 */
export async function diffsOfCommits(
  repository: Repository,
  hashes: readonly string[],
  question: DiffQuestion,
): Promise<readonly GitDiff[]> {
  return diffs(
    repository,
    hashes.map(hash => ({ line: hash, mark: `${hash}\0` })),
    question,
  )
}

/**
 * From each tree to the tree `to`.
 * @throws GateError git.failed
 */
export async function diffsOfTrees(
  repository: Repository,
  trees: readonly string[],
  to: string,
  question: DiffQuestion,
): Promise<readonly GitDiff[]> {
  return diffs(
    repository,
    trees.map(tree => ({ line: `${tree} ${to}`, mark: `${tree} ${to}\n` })),
    question,
  )
}

async function diffs(
  repository: Repository,
  asked: readonly { readonly line: string; readonly mark: string }[],
  { patch, paths }: DiffQuestion,
): Promise<readonly GitDiff[]> {
  if (asked.length === 0) return []
  const args = [...diffTree, ...(patch ? ['--patch', '--unified=0'] : [])]
  if (paths) args.push('--', ...paths.map(path => `:(top,literal)${path}`))
  const input = asked.map(({ line }) => `${line}\n`).join('')
  const text = (await output(repository, args, input)).toString('latin1')
  let at = 0
  return asked.map(({ mark }, index) => {
    if (!text.startsWith(mark, at)) throw new Error(`git diff-tree left out ${mark.trim()}`)
    const start = at + mark.length
    at = endOfDiff(text, start, asked[index + 1]?.mark ?? null)
    return parseGitDiff(text.slice(start, at))
  })
}

/**
 * Names may be anything, so the raw part is counted through. Behind it, every line of a patch has its sign or its word in
 * front: no line of a file passes for the mark of the next diff.
 */
function endOfDiff(text: string, start: number, nextMark: string | null): number {
  let at = start
  while (text[at] === ':') {
    const end = text.indexOf('\0', at)
    const names = /[RC]\d*$/.test(text.slice(at, end)) ? 2 : 1
    at = end + 1
    for (let name = 0; name < names; name += 1) at = text.indexOf('\0', at) + 1
  }
  if (nextMark === null) return text.length
  if (text.startsWith(nextMark, at)) return at
  const found = text.indexOf(`\n${nextMark}`, at)
  return found < 0 ? text.length : found + 1
}
