import { spawn } from 'node:child_process'
import { withoutAnsi } from '../core/ansi.ts'
import { reasonOf } from '../core/system/files.ts'
import { visible } from '../core/text.ts'

export interface ExecRun {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly input: string
}

export interface ExecEnd {
  /** `killed`: by us, as the signal aborted. */
  readonly kind: 'ended' | 'killed' | 'not-started'
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Why it could not start; `''` where it did. */
  readonly why: string
  /** The last line of its standard error. */
  readonly said: string
}

/** Between the polite signal and the other one. Milliseconds; a channel has 500 to come back after its deadline. */
const GRACE_MS = 250
/** How long its last words may take after its end: a child that it left behind may hold the stream open. Milliseconds. */
const LAST_WORDS_MS = 100
const LONGEST = 4096

/**
 * Runs a program with something on its standard input, without a shell, at the head of a process group that ends with it
 * when the signal aborts. Resolves, whatever happens.
 */
export function runWithInput(
  { program, args, cwd, env, input }: ExecRun,
  signal: AbortSignal,
): Promise<ExecEnd> {
  const notRun = { code: null, signal: null, said: '' }
  if (signal.aborted) return Promise.resolve({ ...notRun, kind: 'not-started', why: 'there is no time left' })
  return new Promise(resolve => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
      windowsHide: true,
    })
    let words = ''
    let isKilled = false
    let killer: NodeJS.Timeout | undefined
    const kill = () => {
      isKilled = true
      killGroup(child.pid, 'SIGTERM')
      killer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS)
    }
    const settle = (end: Omit<ExecEnd, 'said'>): void => {
      clearTimeout(killer)
      signal.removeEventListener('abort', kill)
      if (isKilled) killGroup(child.pid, 'SIGKILL')
      child.stderr.destroy()
      resolve({ ...end, said: lastLine(words) })
    }
    signal.addEventListener('abort', kill)
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (piece: string) => {
      words = `${words}${piece}`.slice(-LONGEST)
    })
    child.on('error', error => settle({ ...notRun, kind: 'not-started', why: reasonOf(error) }))
    child.on('exit', (code, by) => {
      const kind = isKilled && code !== 0 ? 'killed' : 'ended'
      const end = { kind, code, signal: by, why: '' } as const
      const timer = setTimeout(() => settle(end), LAST_WORDS_MS)
      child.once('close', () => {
        clearTimeout(timer)
        settle(end)
      })
    })
    // A program that does not read it has its reasons: its exit code tells.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function lastLine(text: string): string {
  const line = withoutAnsi(text).trimEnd().split('\n').at(-1) ?? ''
  return visible(line.trim()).slice(0, 300)
}

function killGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return
  try {
    process.kill(-leader, signal)
  } catch {
    // Nobody is left.
  }
}
