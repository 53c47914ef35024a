import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { readTextOrNull } from '../core/system/files.ts'

/** A process that has taken something of the spool, as a file's name can say it. */
export interface Owner {
  /** Of the machine's name, hashed: a name may hold anything. */
  readonly host: string
  readonly pid: number
  /** When the process began, in the kernel's ticks; '0': the system does not tell. A number may be given to a later process. */
  readonly start: string
  /** When it took it. Milliseconds since the epoch. */
  readonly since: number
}

/**
 * How long a claim holds whose owner nobody here can see: longer than the longest deadline. Agents that vanish leave
 * claims, too, and another machine must deliver what they left.
 */
const UNSEEN_MS = 15 * 60_000

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
const ownStart = statOf(process.pid)?.start ?? '0'
let taken = 0

export function currentOwner(now: number): Owner {
  return { host, pid: process.pid, start: ownStart, since: now }
}

/** A word without a dash or a slash, different each time. */
export function ownerWord({ host, pid, start, since }: Owner): string {
  taken += 1
  return `${host}.${pid}.${start}.${since}.${taken}`
}

export function ownerIn(word: string): Owner | null {
  const found = /^([0-9a-f]{8})\.(\d{1,10})\.(\d{1,20})\.(\d{1,15})\.\d+$/.exec(word)
  if (!found) return null
  const [, host = '', pid, start = '0', since] = found
  return { host, pid: Number(pid), start, since: Number(since) }
}

/** Whether the owner may still be at work. */
export function isAtWork(owner: Owner, now: number): boolean {
  const isYoung = Math.abs(now - owner.since) < UNSEEN_MS
  if (owner.host !== host) return isYoung
  if (!exists(owner.pid)) return false
  const stat = statOf(owner.pid)
  if (stat === null || owner.start === '0') return isYoung
  return stat.start === owner.start && stat.state !== 'Z'
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** proc(5): the name stands in brackets and may hold anything; the state is field 3, the start field 22. */
function statOf(pid: number): { readonly state: string; readonly start: string } | null {
  const text = readTextOrNull(`/proc/${pid}/stat`)
  if (text === null) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', start: /^\d+$/.test(fields[19] ?? '') ? (fields[19] ?? '0') : '0' }
}
