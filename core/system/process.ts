import { spawnSync } from 'node:child_process'

export interface ProcessResult {
  /** `null` when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
}

export interface ProcessOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly input?: Buffer | string
}

/**
 * Runs a program to its end and keeps what it prints. Arguments reach it as they are: no shell. There is nothing to do
 * meanwhile, so that waiting saves the streams, which cost more than a short git command.
 * @throws the spawn error (ENOENT, EACCES …) when it cannot be started.
 */
export function runProcess(command: string, args: readonly string[], options: ProcessOptions): ProcessResult {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(options.input === undefined ? {} : { input: options.input }),
    maxBuffer: Number.POSITIVE_INFINITY,
    windowsHide: true,
  })
  if (error) throw error
  return { code: status, signal, stdout, stderr: stderr.toString() }
}
