import { hostname } from 'node:os'
import { readTextOrNull } from '../core/system/files.ts'
import type { JournalHead } from './journal.ts'

/**
 * Whether the process that began a report may still be writing it. On another machine nobody can tell: a report that is
 * being written there is taken for left behind.
 */
export function isAlive({ pid, host }: Pick<JournalHead, 'pid' | 'host'>): boolean {
  if (host !== hostname()) return false
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** Dead, and not yet buried by its parent: in a container whose first process buries nobody, for ever. */
function isZombie(pid: number): boolean {
  const stat = readTextOrNull(`/proc/${pid}/stat`) ?? ''
  // The name before the state stands in brackets, and may hold anything.
  return /^Z/.test(stat.slice(stat.lastIndexOf(')') + 2))
}
