import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PostgresServer {
  readonly password: string
  /** Returns the new database's address, without a password. */
  createDatabase(name: string): string
  stop(): void
}

/** Debian keeps the server's programs off the PATH. */
function binaries(): string | null {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((one, other) => Number(other) - Number(one)) : []
  const found = versions
    .map(version => join(root, version, 'bin'))
    .find(bin => existsSync(join(bin, 'initdb')))
  return found ?? null
}

export function postgresAvailable(): boolean {
  return binaries() !== null
}

/** A server of its own on loopback, with a password. The programs refuse to run as root: there, Debian's user runs them. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = binaries()
  if (bin === null) throw new Error('PostgreSQL is not installed')
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-postgres-'))
  const password = 'a-test-password'
  const isRoot = process.getuid?.() === 0
  const run = (program: string, args: readonly string[]): void => {
    const command = [join(bin, program), ...args]
    const [file = '', ...rest] = isRoot
      ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...command]
      : command
    // Its output goes to a file: the server would hold a pipe open for ever.
    const { status, error } = spawnSync(file, rest, { cwd: directory, stdio: 'ignore' })
    if (status !== 0) throw new Error(`${program} failed: ${error ?? status}`)
  }
  writeFileSync(join(directory, 'password'), password)
  if (isRoot) execFileSync('chown', ['-R', 'postgres:postgres', directory])
  const data = join(directory, 'data')
  run('initdb', [
    '-D',
    data,
    '-U',
    'gate',
    '-A',
    'scram-sha-256',
    '--pwfile',
    join(directory, 'password'),
    '-N',
  ])
  const port = await freePort()
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -k ${directory} -c fsync=off`
  run('pg_ctl', ['-D', data, '-w', '-l', join(directory, 'log'), '-o', settings, 'start'])
  return {
    password,
    createDatabase(name) {
      const env = { ...process.env, PGPASSWORD: password }
      execFileSync(join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'gate', name], {
        env,
      })
      return `postgres://gate@127.0.0.1:${port}/${name}`
    },
    stop() {
      run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop'])
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
