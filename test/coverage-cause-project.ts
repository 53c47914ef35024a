import { expect } from 'vitest'
import { causesByTests } from '../cli/commands/coverage-causes.ts'
import type { LossCause } from '../coverage-gate/model.ts'
import type { CoverageOptions } from '../coverage-gate/options.ts'
import { createRepository, type TestRepository } from './repository.ts'
import { type CliRun, runCli } from './run-cli.ts'

export const record = 'file:.cd-gate/record'
const source = 'export const add = (a) => {\n  const b = a\n  return b\n}\n'

/** `M` missed, `C` covered, for lines 1, 2, …, by file. */
export const lcov = (files: Readonly<Record<string, string>>): string =>
  Object.entries(files)
    .map(([path, states]) => {
      const lines = [...states].map((state, index) => `DA:${index + 1},${state === 'C' ? 1 : 0}`)
      return `SF:${path}\n${lines.join('\n')}\nend_of_record\n`
    })
    .join('')

/** As vitest and pytest write it: `passed`, `skipped` or `failed` by test. */
export type Outcomes = Readonly<Record<string, Readonly<Record<string, 'passed' | 'skipped' | 'failed'>>>>
const inner = { passed: '', skipped: '<skipped/>', failed: '<failure message="no" type="Error">no</failure>' }
const casesOf = (classname: string, tests: Outcomes[string]): readonly string[] =>
  Object.entries(tests).map(
    ([name, outcome]) =>
      `<testcase classname="${classname}" name="${name}" time="0.1">${inner[outcome]}</testcase>`,
  )
const suiteOf = (name: string, cases: readonly string[]): string => {
  const failures = cases.filter(each => each.includes('<failure')).length
  const skipped = cases.filter(each => each.includes('<skipped')).length
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}" time="1"`
  return `<testsuite name="${name}" timestamp="2026-01-02T03:04:05" ${counts}>${cases.join('')}</testsuite>`
}
/** vitest has a suite for each file; pytest has one for all, and names modules. */
export const xunit = (tests: Outcomes): string => {
  const all = Object.entries(tests)
  const isPython = all.every(([name]) => !name.endsWith('.js'))
  const suites = isPython
    ? suiteOf(
        'pytest',
        all.flatMap(([module, own]) => casesOf(module, own)),
      )
    : all.map(([file, own]) => suiteOf(file, casesOf(file, own))).join('')
  const root = isPython ? 'pytest tests' : 'vitest tests'
  return `<?xml version="1.0" encoding="utf-8"?><testsuites name="${root}">${suites}</testsuites>\n`
}

export const sources: Readonly<Record<string, string>> = {
  '.gitignore': 'reports/\n.cd-gate/\n',
  'src/orders.js': source,
  'src/pay.js': source,
  'src/orders.test.js': "import { add } from './orders.js'\n",
  'src/pay.test.js': "import { add } from './pay.js'\n",
  'test/all.test.js': "import '../src/index.js'\n",
  'src/index.js': "export * from './orders.js'\n",
  'test/other.test.js': '// imports nothing\n',
}
export const before: Outcomes = {
  'src/orders.test.js': { adds: 'passed' },
  'src/pay.test.js': { pays: 'passed', 'pays twice': 'passed' },
  'test/all.test.js': { 'loads all': 'passed', 'loads it again': 'passed' },
  'test/other.test.js': { other: 'passed' },
}
export const covered: Readonly<Record<string, string>> = { 'src/orders.js': 'CCCC', 'src/pay.js': 'CCCC' }
export const lostOrders: Readonly<Record<string, string>> = { ...covered, 'src/orders.js': 'CMMM' }

export async function ok(repository: TestRepository, args: readonly string[]): Promise<void> {
  const { code, log } = await runCli(repository.directory, args)
  expect(log).toBe('')
  expect(code).toBe(0)
}

export const importing = (commit: string, file = 'reports/then.xml'): readonly string[] => {
  return ['flaky', 'import', file, '--commit', commit, '--branch', 'main', '--record', record, '--quiet']
}

/** `main` with its coverage and its tests in the record, and a branch from there. */
export async function branchOff(
  tests: Outcomes | null = before,
  given: Readonly<Record<string, string>> = sources,
  coverage: Readonly<Record<string, string>> = covered,
): Promise<TestRepository> {
  const repository = createRepository(given)
  repository.write('reports/lcov.info', lcov(coverage))
  const save = ['coverage', 'reports/lcov.info', '--base', 'HEAD', '--baseline-record', record]
  await ok(repository, [...save, '--save-baseline', '--quiet'])
  if (tests) {
    repository.write('reports/then.xml', xunit(tests))
    await ok(repository, importing(repository.git('rev-parse', 'HEAD')))
  }
  repository.git('switch', '--quiet', '-c', 'change')
  return repository
}

/** What is on disk and something besides: of the same tree it would be another run of the same code. */
export function commitOn(repository: TestRepository): string {
  repository.write('CHANGES.md', 'More.\n')
  return repository.commit()
}

export interface Judged extends CliRun {
  /** The log of what looks for causes, and these. */
  readonly why: string
  readonly causes: readonly LossCause[]
}

export type Asked = Partial<Pick<CoverageOptions, 'testRecord' | 'baselineDepth' | 'head' | 'xunit'>>

/** The whole command, and for its causes what it asks. Without tests of now the record is asked. */
export async function judge(
  repository: TestRepository,
  coverage: Readonly<Record<string, string>>,
  now: Outcomes | null,
  more: Asked = {},
): Promise<Judged> {
  const cwd = repository.directory
  repository.write('reports/lcov.info', lcov(coverage))
  if (now) repository.write('reports/now.xml', xunit(now))
  const options = { testRecord: null, baselineDepth: 100, head: 'worktree', ...more }
  const asked = { ...options, xunit: now ? ['reports/now.xml'] : (more.xunit ?? []) }
  const { testRecord, baselineDepth, head } = asked
  const run = await runCli(cwd, [
    ...['coverage', 'reports/lcov.info', '--base', 'main', '--baseline-record', record, '--max-lost', '0'],
    ...['--baseline-depth', String(baselineDepth), '--head', head],
    ...(testRecord === null ? [] : ['--test-record', testRecord]),
    ...asked.xunit.flatMap(each => ['--xunit', each]),
  ])
  const logged: string[] = []
  const world = { cwd, env: process.env, log: (line: string) => logged.push(line) }
  const paths = Object.entries(coverage)
    .filter(([, states]) => states.includes('M'))
    .map(([path]) => path)
  const ask = causesByTests({ ...asked, baselineRecord: record, diff: null }, world, true)
  const causes = await ask({ commit: repository.git('rev-parse', 'main'), paths })
  // The terminal breaks long lines.
  return { ...run, out: run.out.replace(/\s+/g, ' '), why: logged.join('\n'), causes }
}

export const because = (why: string): string =>
  `3 lines in src/orders.js outside your change lost coverage${why === '' ? '' : ` because ${why}`}.`
export const without = (file: string): Outcomes =>
  Object.fromEntries(Object.entries(before).filter(([name]) => name !== file))
