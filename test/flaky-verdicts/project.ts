import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { State } from '../../flaky/verdicts-model.ts'

const bin = join(import.meta.dirname, '../../dist/cli/bin.js')

/** What a test was told to be. `quarantined` is a run's word, the others are the record's. */
export type Told = State | 'quarantined'

/** A small project of node:test, and the command as a user would call it. */
export interface PlantedProject {
  readonly directory: string
  /** Writes a test file: its tests, name → body. `attempt` counts how often a body has run, over all processes. */
  readonly tests: (bodies: Readonly<Record<string, string>>) => void
  /** `cd-gate flaky run`: a build of the record, by number. */
  readonly build: (number: number, ...flags: readonly string[]) => Promise<void>
  /** Any other `cd-gate flaky` command, as JSON. */
  readonly ask: (...args: readonly string[]) => Promise<Readonly<Record<string, unknown>>>
  /** By name, of all tests that the project has. */
  readonly told: () => Promise<ReadonlyMap<string, Told>>
  readonly remove: () => void
}

/** Neighbours that always pass: what a verdict says of them counts as well. */
const steady = ['adds', 'subtracts', 'multiplies']

/** Seeded, so that a test with a rate fails in the same attempts whenever it is played. */
const head = `import { test } from 'node:test'
import { readFileSync, writeFileSync } from 'node:fs'
const count = name => {
  let before = 0
  try { before = Number(readFileSync('attempts-of-' + name, 'utf8')) } catch {}
  writeFileSync('attempts-of-' + name, String(before + 1))
  return before + 1
}
/** @returns a number from 0 to 1, always the same for the same attempt */
const chance = (seed, attempt) => {
  let bits = Math.imul(seed * 7919 + attempt, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32
}
`

export function plantedProject(): PlantedProject {
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-flaky-verdicts-'))
  mkdirSync(join(directory, 'test'))
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}')
  let names: readonly string[] = []
  let quarantined: readonly string[] = []
  const ask: PlantedProject['ask'] = async (...args) => {
    const { stdout, stderr } = await runGate(directory, ['flaky', ...args, '--json'])
    if (stdout === '') throw new Error(`cd-gate flaky ${args.join(' ')}: ${stderr}`)
    return JSON.parse(stdout)
  }
  return {
    directory,
    ask,
    tests(bodies) {
      names = [...Object.keys(bodies), ...steady]
      const own = Object.entries(bodies).map(
        ([name, body]) =>
          `test('${name}', () => { const attempt = count('${name.replaceAll(' ', '-')}'); ${body} })\n`,
      )
      const others = steady.map(name => `test('${name}', () => {})\n`)
      writeFileSync(join(directory, 'test/planted.test.js'), head + [...own, ...others].join(''))
    },
    async build(number, ...flags) {
      const args = ['flaky', 'run', '--delay', '0', '--build', String(number), ...flags, '--json']
      const { stdout, stderr } = await runGate(directory, [
        ...args,
        '--',
        'node',
        '--test',
        'test/planted.test.js',
      ])
      if (stdout === '') throw new Error(stderr)
      const result: { readonly quarantined: readonly { readonly name: string }[] } = JSON.parse(stdout)
      quarantined = result.quarantined.map(({ name }) => name)
    },
    async told() {
      const all = new Map<string, Told>()
      for (const name of names) {
        const { test } = (await ask('explain', name)) as { readonly test: { readonly state: State } }
        all.set(name, quarantined.includes(name) ? 'quarantined' : test.state)
      }
      return all
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** How often a test has run, by the project's own count. */
export function attemptsOf({ directory }: PlantedProject, name: string): number {
  return Number(readFileSync(join(directory, `attempts-of-${name.replaceAll(' ', '-')}`), 'utf8'))
}

function runGate(
  cwd: string,
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME }
  const child = spawn(process.execPath, [bin, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve({ stdout, stderr }))
  })
}
