import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestSuite } from '../../core/test-run.ts'
import type { FlakyRunner, Invocation, RunPlace, WantedTest } from '../../flaky/runners/runner.ts'
import { readXunit } from '../../reporters/xunit/read.ts'

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')
const packagesFrom = process.env.CD_GATE_TEST_RUNNERS ?? join(repository, 'node_modules')

/** The node that runs the runners. */
export const node: string = process.env.CD_GATE_TEST_NODE ?? process.execPath

/** Names the tests of a matrix; the project's own versions without one. */
export const isMatrix: boolean = process.env.CD_GATE_TEST_RUNNERS !== undefined

/** What one start of the runner left. */
export interface Left {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** `null`: no report. */
  readonly report: readonly TestSuite[] | null
  /** What the tests themselves tell: whose bodies ran, as often as they ran. */
  readonly ran: readonly string[]
}

export interface RunnerProject {
  readonly directory: string
  /** The command as it is, without cd-gate. */
  plain(argv: readonly string[], env?: Env): Promise<Left>
  record(argv: readonly string[], env?: Env): Promise<Left>
  rerun(argv: readonly string[], wanted: readonly WantedTest[], env?: Env): Promise<Left>
  remove(): void
}

type Env = Readonly<Record<string, string>>

/**
 * A project that has the runner and no cd-gate among its packages: as with npx, it is elsewhere.
 * @param packages package → where it is installed, by its own name or by the matrix's alias
 */
export function makeProject(
  runner: FlakyRunner,
  packages: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
): RunnerProject {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'cd-gate-flaky-')))
  const all = { 'package.json': '{"type":"module"}', ...files }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  for (const [name, installedAs] of Object.entries(packages)) {
    const link = join(directory, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(packagesFrom, installedAs), link)
  }
  let runs = 0
  const nextPlace = (): RunPlace => {
    runs += 1
    const own = join(directory, '.cd-gate', 'run', String(runs))
    mkdirSync(own, { recursive: true })
    return { cwd: directory, root: directory, directory: own, output: join(own, 'xunit.xml') }
  }
  return {
    directory,
    plain(argv, env = {}) {
      const [program = '', ...args] = argv
      return start({ command: [program, ...args], env: {}, files: {} }, nextPlace(), env)
    },
    record(argv, env = {}) {
      const place = nextPlace()
      return start(runner.record(argv, place), place, env)
    },
    async rerun(argv, wanted, env = {}) {
      const place = nextPlace()
      const [invocation, ...others] = runner.rerun(argv, wanted, place)
      if (invocation === undefined || others.length > 0) throw new Error('one invocation is expected')
      return start(invocation, place, env)
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

async function start({ command, env, files }: Invocation, place: RunPlace, more: Env): Promise<Left> {
  for (const [path, text] of Object.entries(files)) writeFileSync(path, text)
  const log = join(place.directory, 'ran')
  const [program, ...args] = command
  const child = spawn(program, args, {
    cwd: place.cwd,
    env: { ...ownEnvironment(), ...env, ...more, RAN: log, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', code => {
      endGroup(child.pid)
      child.on('close', () => resolve(code))
    })
  })
  const report = existsSync(place.output) ? [...readXunit([readFileSync(place.output)], place.output)] : null
  const ran = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map(readRan) : []
  return { exitCode, stdout, stderr, report, ran: ran.sort() }
}

function readRan(line: string): string {
  return JSON.parse(line) as string
}

/** Nobody of a run outlives it. */
function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}

/** Without what the test run around it would tell the runner; the node of the matrix is the one on the PATH. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(CD_GATE_|VITEST|NODE_OPTIONS|NODE_TEST|JEST_|FORCE_COLOR|GITHUB_|CI$|TEST$|NODE_ENV$)/
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
  return { ...own, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
}
