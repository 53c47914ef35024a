import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Scenario, ScenarioName } from './scenarios.ts'

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** A runner in one version: what it needs to play the scenarios. */
export interface RunnerUnderTest {
  /** `vitest`, `mocha --parallel` … */
  readonly title: string
  /** The package and where it is: `['vitest', 'vitest']`, in the matrix `['vitest', 'vitest-3']`. */
  readonly packages: readonly (readonly [name: string, installedAs: string])[]
  /** `null`: this runner has no such case; the reason is told in the table. */
  readonly play: (scenario: ScenarioName) => Play | { readonly impossible: string }
}

/** One scenario, played by one runner. */
export interface Play {
  /** Relative path → text. They are written into an empty project, which is the working directory. */
  readonly files: Readonly<Record<string, string>>
  /** The command's arguments; a first one `node_modules/…` is run by node. */
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface Played {
  readonly directory: string
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** The reports found under reports/, by name. */
  readonly reports: Readonly<Record<string, string>>
}

/** Where the runners' packages are: the project's own, or the matrix's aliases. */
const packagesFrom = process.env.CD_GATE_TEST_RUNNERS ?? join(repository, 'node_modules')
const node = process.env.CD_GATE_TEST_NODE ?? process.execPath

/** Plays a scenario in a directory of its own, with cd-gate installed in it as `cd-gate`. The caller removes it. */
export async function play(runner: RunnerUnderTest, scenario: Scenario, given: Play): Promise<Played> {
  const directory = makeProject(runner, given)
  const [program = '', ...args] = given.command
  const env = { ...ownEnvironment(), ...given.env, NO_COLOR: '1' }
  const child = spawn(node, [program, ...args], {
    cwd: directory,
    env,
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
  const ended = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (exitCode, signal) => {
      endGroup(child.pid)
      child.on('close', () => resolve({ exitCode, signal }))
    })
  })
  if (scenario.signal)
    void signalWhenReady(
      directory,
      () => child.kill(scenario.signal),
      () => child.exitCode !== null || child.signalCode !== null,
    )
  const { exitCode, signal } = await ended
  return { directory, exitCode, signal, stdout, stderr, reports: readReports(directory) }
}

/** A runner that was killed leaves workers behind, which would go on, and fill the memory that they were told to fill. */
function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}

/** Without what the test run around it would tell the runner. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(CD_GATE_|VITEST|NODE_OPTIONS|NODE_TEST|JEST_|FORCE_COLOR|GITHUB_|CI$|TEST$|NODE_ENV$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}

function makeProject(runner: RunnerUnderTest, given: Play): string {
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-scenario-'))
  const modules = join(directory, 'node_modules')
  mkdirSync(modules)
  symlinkSync(repository, join(modules, 'cd-gate'))
  for (const [name, installedAs] of runner.packages) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(packagesFrom, installedAs), join(modules, name))
  }
  for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', ...given.files })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  return directory
}

/** The test itself says by the file `ready` that it is in flight, so that no time has to be guessed. */
async function signalWhenReady(directory: string, send: () => void, over: () => boolean): Promise<void> {
  while (!existsSync(join(directory, 'ready'))) {
    if (over()) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  send()
}

function readReports(directory: string): Record<string, string> {
  const root = join(directory, 'reports')
  if (!existsSync(root)) return {}
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.xml'))
  return Object.fromEntries(names.map(name => [name, readFileSync(join(root, name), 'utf8')]))
}

export function forget(played: Played): void {
  rmSync(played.directory, { recursive: true, force: true })
}
