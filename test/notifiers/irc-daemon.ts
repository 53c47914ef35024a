import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server's program in the foreground, with a directory of its own. */
export interface Daemon {
  readonly directory: string
  run(program: string, args: readonly string[]): ChildProcess
  stop(): Promise<void>
}

/** IRC servers refuse to run as root: there, Debian's user runs them. */
export function makeDaemon(name: string): Daemon {
  const directory = mkdtempSync(join(tmpdir(), `cd-gate-${name}-`))
  chmodSync(directory, 0o755)
  const isRoot = process.getuid?.() === 0
  const running: ChildProcess[] = []
  return {
    directory,
    run(program, args) {
      if (isRoot) execFileSync('chown', ['-R', 'irc:irc', directory])
      const command = [program, ...args]
      const [file = '', ...rest] = isRoot
        ? ['setpriv', '--reuid=irc', '--regid=irc', '--clear-groups', ...command]
        : command
      const child = spawn(file, rest, { cwd: directory, stdio: 'ignore' })
      running.push(child)
      return child
    },
    async stop() {
      const ends = running
        .filter(child => child.exitCode === null && child.signalCode === null)
        .map(child => new Promise(resolve => child.once('exit', resolve)))
      for (const child of running) child.kill('SIGKILL')
      await Promise.all(ends)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Resolves when something listens there; rejects when the process that should has ended. */
export function listening(port: number, child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const tryOnce = () => {
      if (child.exitCode !== null) return reject(new Error(`the server ended with ${child.exitCode}`))
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('connect', () => {
        socket.destroy()
        resolve()
      })
      socket.once('error', () => setTimeout(tryOnce, 10))
    }
    tryOnce()
  })
}
