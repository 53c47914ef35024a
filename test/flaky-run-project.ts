import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

export const repository: string = join(import.meta.dirname, '..')
export const bin: string = join(repository, 'dist/cli/bin.js')

export let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-flaky-run-'))
  mkdirSync(join(directory, 'node_modules'))
  symlinkSync(join(repository, 'node_modules/mocha'), join(directory, 'node_modules/mocha'))
  write({
    'package.json': JSON.stringify({
      type: 'module',
      scripts: { test: 'mocha', both: 'mocha && echo done' },
    }),
  })
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

export function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
}

/** Fails until it has been run so many times; the count is kept on disk, for each run is a process of its own. */
export const flaky = (name: string, failures: number): string => `
it(${JSON.stringify(name)}, () => {
  const runs = fs.existsSync(${JSON.stringify(`runs-of-${name}`)}) ? Number(fs.readFileSync(${JSON.stringify(`runs-of-${name}`)}, 'utf8')) : 0
  fs.writeFileSync(${JSON.stringify(`runs-of-${name}`)}, String(runs + 1))
  if (runs < ${failures}) throw new Error('not yet')
})`
export const good = `it('good', () => { fs.appendFileSync('good-ran', 'x') })`
export const broken = `it('broken', () => { throw new TypeError('x is not a function') })`
export const spec = (...tests: readonly string[]): Readonly<Record<string, string>> => ({
  'test/a.spec.js': `import fs from 'node:fs'\n${tests.join('\n')}\n`,
})

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export const environment: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: process.env.HOME }

export function run(flags: readonly string[] = [], command: readonly string[] = ['npm', 'test']): Ran {
  const args = [bin, 'flaky', 'run', '--delay', '0', ...flags, '--', ...command]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: directory,
    encoding: 'utf8',
    env: environment,
  })
  return { status, stdout, stderr }
}
// biome-ignore lint/suspicious/noExplicitAny: it is judged by what the tests expect of it
export const json = (ran: Ran): any => JSON.parse(ran.stdout)
export const merged = (): string => readFileSync(join(directory, 'reports/junit/cd-gate.xml'), 'utf8')
