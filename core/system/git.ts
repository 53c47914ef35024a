import { gateError } from '../errors.ts'
import { decodeName } from '../paths.ts'
import { reasonOf } from './files.ts'
import { type ProcessResult, runProcess } from './process.ts'

/** What was changed: the files on disk, the index, or a commit. */
export type Head = 'worktree' | 'index' | { readonly commit: string }

/** A checkout, and the few questions that the project asks it. */
export interface Repository {
  /** The top directory, with symbolic links resolved. */
  readonly top: string
  /** Where git was asked, relative to `top`, `''` at the top. */
  readonly prefix: string
  readonly headCommit: string
  readonly shallow: boolean
  readonly git: (args: readonly string[], input?: string) => Promise<ProcessResult>
}

/**
 * Settings that change what a diff says. They are named one by one, because leaving out the user's
 * whole configuration would also leave out `safe.directory`, without which git refuses in containers.
 */
const neutral = [
  'core.quotePath=false',
  'core.fsmonitor=false',
  'color.ui=false',
  'diff.context=0',
  'diff.interHunkContext=0',
  'diff.suppressBlankEmpty=false',
  'diff.renameLimit=0',
  'diff.noprefix=false',
  'diff.mnemonicPrefix=false',
  'diff.relative=false',
  'diff.ignoreSubmodules=dirty',
].flatMap(setting => ['-c', setting])

/** Variables by which a caller's git settings would reach the diff. GIT_DIR and its like are left: hooks need them. */
const dropped = ['GIT_EXTERNAL_DIFF', 'GIT_DIFF_OPTS', 'GIT_PAGER', 'GIT_TRACE', 'GIT_LITERAL_PATHSPECS']

/**
 * @throws GateError git.missing, git.no-repository, git.refused, git.no-commit
 */
export async function openRepository(cwd: string, env: NodeJS.ProcessEnv): Promise<Repository> {
  const clean: NodeJS.ProcessEnv = { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' }
  for (const name of dropped) delete clean[name]
  const at = (directory: string) => async (args: readonly string[], input?: string) => {
    try {
      const options = { cwd: directory, env: clean, ...(input === undefined ? {} : { input }) }
      return runProcess('git', [...neutral, ...args], options)
    } catch (error) {
      throw gateError('git.missing', { why: reasonOf(error) }, error)
    }
  }
  const asked = ['--show-toplevel', '--show-prefix', '--is-shallow-repository', '--verify', 'HEAD^{commit}']
  const answer = await at(cwd)(['rev-parse', ...asked])
  const [top = '', prefix = '', shallow = '', headCommit = ''] = answer.stdout.toString('latin1').split('\n')
  if (answer.code !== 0) {
    if (/dubious ownership/.test(answer.stderr)) {
      throw gateError('git.refused', { directory: cwd, why: 'the checkout belongs to another user' })
    }
    if (!top) throw gateError('git.no-repository', { directory: cwd })
    throw gateError('git.no-commit', { directory: decodeName(top) })
  }
  return {
    top: decodeName(top),
    prefix: decodeName(prefix).replace(/\/$/, ''),
    headCommit,
    shallow: shallow === 'true',
    git: at(decodeName(top)),
  }
}

async function output(repository: Repository, args: readonly string[], input?: string): Promise<Buffer> {
  const { code, signal, stdout, stderr } = await repository.git(args, input)
  if (code === 0) return stdout
  const why = stderr.trim().split('\n')[0] || `it ended with ${signal ?? `code ${code}`}`
  throw gateError('git.failed', { command: args[0] ?? '', why, directory: repository.top })
}

/** The commit that a revision names, or `null` when it is not in this clone. */
export async function resolveCommit(repository: Repository, revision: string): Promise<string | null> {
  const spelled = `${revision}^{commit}`
  const { code, stdout } = await repository.git([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    spelled,
  ])
  return code === 0 ? stdout.toString('latin1').trim() : null
}

/** The best common ancestor, or `null` when this clone holds none. */
export async function mergeBase(repository: Repository, one: string, other: string): Promise<string | null> {
  const { code, stdout } = await repository.git(['merge-base', '--end-of-options', one, other])
  return code === 0 ? stdout.toString('latin1').trim() : null
}

/**
 * Whether a better merge base may hide behind the edge of a shallow clone: it may when a commit on
 * the way from `base` to either side has lost its parents.
 */
export async function mergeBaseMayHide(
  repository: Repository,
  base: string,
  one: string,
  other: string,
): Promise<boolean> {
  if (!repository.shallow) return false
  const range = await output(repository, ['rev-list', '--max-parents=0', one, other, '--not', base])
  return range.toString('latin1').trim() !== ''
}

export interface DiffOptions {
  readonly base: string
  readonly head: Head
  readonly ignoreWhitespace: boolean
  /** Only these paths, and as text even where git takes them for binary. */
  readonly asText?: readonly string[]
}

/** One diff from the commit `base` straight to the head: raw names and hunks, as a Latin-1 string. */
export async function diffOutput(repository: Repository, options: DiffOptions): Promise<string> {
  const { base, head, ignoreWhitespace, asText } = options
  const args = ['diff', '--raw', '--patch', '-z', '--unified=0', '--no-abbrev']
  args.push(
    '-O/dev/null',
    '--find-renames',
    '--diff-algorithm=histogram',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
  )
  args.push('--src-prefix=a/', '--dst-prefix=b/', '--submodule=short', '--ignore-submodules=dirty')
  if (ignoreWhitespace) args.push('--ignore-all-space', '--ignore-blank-lines')
  if (asText) args.push('--text')
  if (head === 'index') args.push('--cached')
  args.push(base)
  if (typeof head === 'object') args.push(head.commit)
  args.push('--', ...(asText ?? []).map(path => `:(top,literal)${path}`))
  return (await output(repository, args)).toString('latin1')
}

/** The paths that exist at the head. */
export async function listFiles(repository: Repository, head: Head): Promise<readonly string[]> {
  const args =
    typeof head === 'object'
      ? ['ls-tree', '-r', '-z', '--name-only', '--full-tree', head.commit]
      : ['ls-files', '-z', '--cached']
  return names(await output(repository, args))
}

/** What lies in the work tree. */
export interface WorkTree {
  readonly tracked: readonly string[]
  /** Neither tracked nor ignored. */
  readonly untracked: readonly string[]
  /** In the middle of a merge. */
  readonly unmerged: ReadonlySet<string>
}

export async function listWorkTree(repository: Repository): Promise<WorkTree> {
  const entries = names(
    await output(repository, ['ls-files', '-z', '-t', '--cached', '--others', '--exclude-standard']),
  )
  const tracked: string[] = []
  const untracked: string[] = []
  const unmerged = new Set<string>()
  for (const entry of entries) {
    const path = entry.slice(2)
    if (entry.startsWith('? ')) untracked.push(path)
    else tracked.push(path)
    if (entry.startsWith('M ')) unmerged.add(path)
  }
  return { tracked: unmerged.size > 0 ? [...new Set(tracked)] : tracked, untracked, unmerged }
}

function names(list: Buffer): readonly string[] {
  return list.toString('latin1').split('\0').filter(Boolean).map(decodeName)
}

/** The content of files in the index or a commit; a path that is not there is left out. */
export async function readBlobs(
  repository: Repository,
  head: Exclude<Head, 'worktree'>,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  const asked = paths.filter(path => !path.includes('\n'))
  if (asked.length === 0) return contents
  const prefix = head === 'index' ? ':0:' : `${head.commit}:`
  const answer = await output(
    repository,
    ['cat-file', '--batch'],
    asked.map(path => `${prefix}${path}\n`).join(''),
  )
  let at = 0
  for (const path of asked) {
    const end = answer.indexOf(10, at)
    const header = answer.toString('latin1', at, end)
    at = end + 1
    const size = / blob (\d+)$/.exec(header)?.[1]
    if (size === undefined) continue
    contents.set(path, answer.subarray(at, at + Number(size)))
    at += Number(size) + 1
  }
  return contents
}
