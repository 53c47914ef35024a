import { expect } from 'vitest'
import { type Hits, lcov } from './reports.ts'
import { createRepository, type TestRepository } from './repository.ts'
import { type CliRun, runCli } from './run-cli.ts'

export const record: readonly string[] = ['--baseline-record', 'file:record']
export const rules: readonly string[] = [...record, '--max-lost', '0', '--max-drop', '0']

/** A project with a record of `main`, on a branch that changed one covered line. */
export async function project(files: Readonly<Record<string, string>> = {}): Promise<TestRepository> {
  const repository = createRepository({
    '.gitignore': '*.info\n*.xml\nrecord/\n*.diff\n',
    'src/a.js': 'a()\nb()\nc()\n',
    'src/b.js': 'x()\ny()\n',
    ...files,
  })
  repository.write('lcov.info', lcov(main))
  await saved(repository)
  repository.git('checkout', '--quiet', '-b', 'feature')
  repository.write('src/a.js', 'a()\nb2()\nc()\n')
  repository.commit('Change a line')
  return repository
}

export const main: Readonly<Record<string, Hits>> = {
  'src/a.js': { 1: 1, 2: 1, 3: 1 },
  'src/b.js': { 1: 1, 2: 0 },
}

export async function saved(repository: TestRepository, more: readonly string[] = []): Promise<CliRun> {
  const run = await runCli(repository.directory, [
    'coverage',
    '--base',
    'HEAD',
    ...record,
    '--save-baseline',
    ...more,
  ])
  expect(run.log + run.out).toContain('kept as the baseline')
  return run
}

/** The gate's answer as people see it. */
export async function judged(
  repository: TestRepository,
  hits: Readonly<Record<string, Hits>> | null,
  args: readonly string[] = rules,
  cwd: string = repository.directory,
): Promise<{ readonly code: number; readonly text: string; readonly verdict: Verdict }> {
  if (hits) repository.write('lcov.info', lcov(hits))
  const base = args.includes('--diff') || args.includes('--base') ? [] : ['--base', 'main']
  const { code, out, log } = await runCli(cwd, ['coverage', ...base, ...args, '--json'])
  if (out === '') return { code, text: log, verdict: { summary: '', findings: [] } }
  const verdict = JSON.parse(out) as Verdict
  return { code, text: verdict.findings.map(each => each.message).join('\n'), verdict }
}

export interface Verdict {
  readonly summary: string
  readonly findings: readonly {
    readonly rule: string
    readonly severity: string
    readonly message: string
    readonly path: string | null
    readonly startLine: number | null
  }[]
}

export const same: Readonly<Record<string, Hits>> = { ...main }
