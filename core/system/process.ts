import { spawn } from 'node:child_process'

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
 * Runs a program to its end and keeps what it prints. Arguments reach it as they are: no shell.
 * @throws the spawn error (ENOENT, EACCES …) when it cannot be started.
 */
export function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout?.on('data', (piece: Buffer) => stdout.push(piece))
    child.stderr?.on('data', (piece: Buffer) => stderr.push(piece))
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    )
    if (child.stdin) {
      // A program that exits before it has read everything says so by its exit code.
      child.stdin.on('error', () => {})
      child.stdin.end(options.input)
    }
  })
}
