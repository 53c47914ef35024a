import { spawn } from 'node:child_process'
import { reasonOf } from './files.ts'

/** How a command that people watch came to its end. */
export interface Ended {
  /** `null`: a signal ended it, or it could not start. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly timedOut: boolean
  /** Why it could not start; `null` when it did. */
  readonly failure: string | null
}

export interface WatchedCommand {
  readonly command: readonly [program: string, ...args: string[]]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Milliseconds; `null`: as long as it takes. */
  readonly timeoutMs: number | null
  /** Aborted: the command and all its children are ended. */
  readonly signal: AbortSignal
}

/** How long a command may take to end in peace before it is killed. */
const GRACE_MS = 5000

/**
 * Runs a command whose output goes where ours goes: its standard output to our standard error, for ours is the result.
 * It is the head of a process group, so that none of its children outlives it. Arguments reach it as they are: no shell.
 */
export function runWatched({ command, cwd, env, timeoutMs, signal }: WatchedCommand): Promise<Ended> {
  const [program, ...args] = command
  return new Promise(resolve => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 2, 2],
      detached: true,
      windowsHide: true,
    })
    let timedOut = false
    let killer: NodeJS.Timeout | undefined
    const end = (): void => {
      killGroup(child.pid, 'SIGTERM')
      killer ??= setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS)
    }
    const timer =
      timeoutMs === null
        ? undefined
        : setTimeout(() => {
            timedOut = true
            end()
          }, timeoutMs)
    const settle = (ended: Omit<Ended, 'timedOut'>): void => {
      clearTimeout(timer)
      clearTimeout(killer)
      signal.removeEventListener('abort', end)
      resolve({ ...ended, timedOut })
    }
    if (signal.aborted) end()
    signal.addEventListener('abort', end)
    child.on('error', error => settle({ code: null, signal: null, failure: reasonOf(error) }))
    child.on('exit', (code, by) => {
      const ended = { code, signal: by, failure: null }
      if (killer === undefined) return settle(ended)
      // What it started may still be writing its last words; what does not end is killed.
      void groupGone(child.pid).then(() => settle(ended))
    })
  })
}

/** Waits until nobody of the group is left. */
async function groupGone(leader: number | undefined): Promise<void> {
  // A dead process that its parent does not bury is of the group, too: nobody waits for that.
  const end = Date.now() + 2 * GRACE_MS
  while (killGroup(leader, 0) && Date.now() < end) await new Promise(resolve => setTimeout(resolve, POLL_MS))
}

const POLL_MS = 20

/** Whether there was anybody. */
function killGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (leader === undefined) return false
  try {
    return process.kill(-leader, signal)
  } catch {
    return false
  }
}
