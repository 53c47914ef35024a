import { gateError } from '../../errors.ts'
import { runProcess } from '../process.ts'
import type { Store } from './store.ts'

/** Where a store travels: a ref of a remote, which no branch of people's work knows. */
export interface GitRef {
  readonly cwd: string
  readonly remote: string
  /** Such as `refs/cd-gate/record`. */
  readonly ref: string
}

export interface Exchange {
  readonly received: number
  readonly sent: number
  /** Taken out of the ref, because nobody needs them any more; absent where nothing was. */
  readonly dropped?: number
}

/** What the owner of the segments knows of their lives. */
export interface Retention {
  /** Beginnings of keys, in the order in which they are received: the earlier ones say whether the later are needed. */
  readonly order: readonly string[]
  /** Those of the keys that nobody needs, by what the store holds now: they neither travel nor stay in the ref. */
  readonly obsolete: (keys: readonly string[]) => Promise<ReadonlySet<string>>
}

/** Copies from the ref what the store lacks. A ref that is not there yet is empty. @throws GateError store.unusable */
export async function pullStore(
  store: Store,
  place: GitRef,
  retention: Retention = everything,
): Promise<Exchange> {
  const tip = fetchTip(place)
  const received = tip === null ? 0 : await receive(store, place, listTree(place, tip), retention)
  return { received, sent: 0 }
}

const everything: Retention = { order: [], obsolete: async () => new Set() }

/**
 * Unites the store and the ref, in both directions. Another agent may push at the same moment: then its segments are taken
 * in, and the push is tried again.
 * @throws GateError store.unusable
 */
export async function pushStore(
  store: Store,
  place: GitRef,
  retention: Retention = everything,
  attempts: number = 8,
): Promise<Exchange> {
  let received = 0
  for (let attempt = 1; ; attempt += 1) {
    const tip = fetchTip(place)
    const known = tip === null ? new Map<string, string>() : listTree(place, tip)
    received += await receive(store, place, known, retention)
    const own = await store.keys('')
    const gone = await retention.obsolete([...new Set([...known.keys(), ...own])])
    const missing = own.filter(key => !known.has(key) && !gone.has(key))
    const kept = new Map([...known].filter(([key]) => !gone.has(key)))
    const dropped = known.size - kept.size
    if (missing.length === 0 && dropped === 0) return { received, sent: 0 }
    // Where something goes, what holds it must go, too: the commits before.
    const commit = commitOf(place, kept, await store.read(missing), dropped === 0 ? tip : null)
    const lease = `--force-with-lease=${place.ref}:${tip ?? ''}`
    const { code, stderr } = git(place, ['push', '--quiet', lease, place.remote, `${commit}:${place.ref}`])
    if (code === 0) return { received, sent: missing.length, ...(dropped > 0 ? { dropped } : {}) }
    if (attempt >= attempts || !/stale info|fetch first|rejected|cannot lock ref/.test(stderr))
      fail(place, 'write', stderr)
  }
}

function fetchTip(place: GitRef): string | null {
  const listed = git(place, ['ls-remote', place.remote, place.ref])
  if (listed.code !== 0) fail(place, 'read', listed.stderr)
  const tip = listed.stdout.toString().split(/\s/)[0]
  if (!tip) return null
  const fetched = git(place, [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    place.remote,
    place.ref,
  ])
  if (fetched.code !== 0) fail(place, 'read', fetched.stderr)
  // The ref may have moved since it was listed: the commit that was listed is there all the same.
  return tip
}

/** @param known what the ref holds: key → blob */
async function receive(
  store: Store,
  place: GitRef,
  known: ReadonlyMap<string, string>,
  { order, obsolete }: Retention,
): Promise<number> {
  const own = new Set(await store.keys(''))
  const lacking = [...known.keys()].filter(key => !own.has(key))
  const groupOf = (key: string): number => order.findIndex(prefix => key.startsWith(prefix))
  let received = 0
  for (let group = -1; group < order.length; group += 1) {
    const some = lacking.filter(key => groupOf(key) === group)
    if (some.length === 0) continue
    const gone = await obsolete(some)
    const missing = some.filter(key => !gone.has(key)).map(key => ({ key, blob: known.get(key) ?? '' }))
    if (missing.length === 0) continue
    const bodies = readBlobs(
      place,
      missing.map(({ blob }) => blob),
    )
    await store.write(new Map(missing.map(({ key, blob }) => [key, bodies.get(blob) ?? new Uint8Array()])))
    received += missing.length
  }
  return received
}

/** Key → blob. */
function listTree(place: GitRef, tip: string): ReadonlyMap<string, string> {
  const { code, stdout, stderr } = git(place, ['ls-tree', '-r', '-z', tip])
  if (code !== 0) fail(place, 'read', stderr)
  const entries = stdout
    .toString()
    .split('\0')
    .filter(line => line !== '')
  return new Map(
    entries.flatMap(line => {
      const [head = '', key = ''] = line.split('\t')
      const blob = head.split(' ')[2]
      return blob ? [[key, blob] as const] : []
    }),
  )
}

function readBlobs(place: GitRef, blobs: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const { code, stdout, stderr } = git(place, ['cat-file', '--batch'], `${blobs.join('\n')}\n`)
  if (code !== 0) fail(place, 'read', stderr)
  const bodies = new Map<string, Uint8Array>()
  for (let at = 0; at < stdout.length; ) {
    const lineEnd = stdout.indexOf(10, at)
    const [blob = '', , size = '0'] = stdout.subarray(at, lineEnd).toString().split(' ')
    const start = lineEnd + 1
    bodies.set(blob, new Uint8Array(stdout.subarray(start, start + Number(size))))
    at = start + Number(size) + 1
  }
  return bodies
}

/** A commit of all segments; nobody works on it, and a parent says only where it comes from. */
function commitOf(
  place: GitRef,
  known: ReadonlyMap<string, string>,
  added: ReadonlyMap<string, Uint8Array>,
  parent: string | null,
): string {
  const blobs = new Map(known)
  for (const [key, body] of added)
    blobs.set(key, ask(place, ['hash-object', '-w', '--stdin'], Buffer.from(body)))
  const tree = treeOf(place, blobs)
  const who = { GIT_AUTHOR_NAME: 'cd-gate', GIT_AUTHOR_EMAIL: 'cd-gate@localhost' }
  const committer = { GIT_COMMITTER_NAME: 'cd-gate', GIT_COMMITTER_EMAIL: 'cd-gate@localhost' }
  const parents = parent === null ? [] : ['-p', parent]
  return ask(place, ['commit-tree', tree, ...parents, '-m', 'cd-gate: segments'], undefined, {
    ...who,
    ...committer,
  })
}

/** `mktree` makes one level of a tree: folders first. */
function treeOf(place: GitRef, blobs: ReadonlyMap<string, string>): string {
  const folders = new Map<string, Map<string, string>>()
  const lines: string[] = []
  for (const [key, blob] of blobs) {
    const slash = key.indexOf('/')
    if (slash < 0) lines.push(`100644 blob ${blob}\t${key}`)
    else {
      const folder = key.slice(0, slash)
      folders.set(folder, (folders.get(folder) ?? new Map()).set(key.slice(slash + 1), blob))
    }
  }
  for (const [folder, inside] of folders) lines.push(`040000 tree ${treeOf(place, inside)}\t${folder}`)
  return ask(place, ['mktree'], `${lines.join('\n')}\n`)
}

function ask(
  place: GitRef,
  args: readonly string[],
  input?: Buffer | string,
  env: NodeJS.ProcessEnv = {},
): string {
  const { code, stdout, stderr } = git(place, args, input, env)
  if (code !== 0) fail(place, 'write', stderr)
  return stdout.toString().trim()
}

/** No terminal to ask for a password at, and the messages in English, which are read here. */
function git(
  { cwd }: GitRef,
  args: readonly string[],
  input?: Buffer | string,
  more: NodeJS.ProcessEnv = {},
) {
  const env = { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...more }
  try {
    return runProcess('git', args, { cwd, env, ...(input === undefined ? {} : { input }) })
  } catch (error) {
    throw gateError('git.missing', { why: error instanceof Error ? error.message : String(error) }, error)
  }
}

function fail({ remote, ref }: GitRef, what: 'read' | 'write', stderr: string): never {
  throw gateError('store.unusable', { where: `${ref} of ${remote}`, what, why: reasonIn(stderr) })
}

/** What is wrong is told up to the first line that calls itself fatal or an error; advice follows it. */
function reasonIn(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map(line => line.trim().replace(/\.$/, ''))
    .filter(line => line !== '' && !/^(?:To |From |hint:|warning:)/i.test(line))
  const fault = /^(?:fatal|error): /
  const end = lines.findIndex(line => fault.test(line))
  const told = end < 0 ? lines.slice(-1) : lines.slice(Math.max(0, end - 1), end + 1)
  return told.map(line => line.replace(fault, '')).join('; ') || 'git says nothing'
}
