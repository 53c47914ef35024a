import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cobertura, istanbul, lcov } from './reports.ts'
import { createRepository } from './repository.ts'
import { gate } from './run-cli.ts'

/** A file that grows after the report was made: the report measures what was there, and not what was added. */
function grown(name: string, before: string, after: string, report: string) {
  const repository = createRepository({ '.gitignore': 'report\n', [name]: before })
  repository.write(name, after)
  repository.write('report', report)
  return repository.directory
}

async function judged(directory: string, ...args: readonly string[]) {
  const { code, verdict } = await gate(directory, ['report', '--base', 'HEAD', ...args])
  const [{ state = '', reason = null, lines = null } = {}] = verdict.files
  return { code, state, reason, lines }
}

const stale = (what: string) => ({
  code: 3,
  state: 'stale',
  reason: `${what} code that the report does not know: run the tests again`,
})

const js = 'export function a(x) {\n  return x\n}\n'
const jsAfter = `${js.replace('return x', 'return x + 1')}\nexport function b(x) {\n  if (x) return 1\n  return 2\n}\n`
const jsReports = {
  lcov: lcov({ 'm.js': { 2: 1 } }),
  cobertura: cobertura({ 'm.js': { 2: 1 } }),
  istanbul: istanbul({ 'm.js': [[2, 2, 1]] }),
}

test.each(Object.entries(jsReports))(
  'JavaScript, %s: a new function that it does not know',
  async (_, report) => {
    expect(await judged(grown('m.js', js, jsAfter, report))).toMatchObject(stale('lines 5-8 hold'))
  },
)

test('--unreported lifts it, and it is told', async () => {
  const directory = grown('m.js', js, jsAfter, jsReports.lcov)
  expect(await judged(directory, '--unreported', 'warn')).toMatchObject({
    code: 0,
    state: 'measured',
    reason: 'lines 5-8 hold code that the report does not know; not counted (--unreported)',
  })
})

test.each([
  ['a statement by itself', 'start()\n', 'line 4 holds'],
  ['an arrow function', 'export const b = () => {\n  one()\n}\n', 'lines 4-6 hold'],
  ['a method of a new class', 'class B {\n  c() {\n    d()\n  }\n}\n', 'lines 5-7 hold'],
])('JavaScript: %s', async (_, added, what) => {
  const after = `${js.replace('return x', 'return x + 1')}${added}`
  expect(await judged(grown('m.js', js, after, jsReports.lcov))).toMatchObject(stale(what))
})

test.each([
  ['types', 'interface B {\n  c(): void\n}\ntype D = () => void\n'],
  ['declarations', 'declare function b(): void\nabstract class C {\n  abstract d(): void\n}\n'],
  ['overloads', 'function b(x: string): void\nfunction b(x: number): void\n'],
  ['what is empty', 'export function b() {}\nexport const enum C { D }\n'],
  ['what tools differ on', 'export default { b: 1 }\nenum C { D }\n'],
  ['a pragma for the next', '/* istanbul ignore next */\nexport function b() {\n  c()\n}\n'],
  ['a pragma for a class', '/* v8 ignore next -- why */\nclass B {\n  c() {\n    d()\n  }\n}\n'],
  ['a stretch', '/* v8 ignore start */\nexport function b() {\n  c()\n}\n/* v8 ignore stop */\n'],
  ['the next lines', '/* c8 ignore next 3 */\nexport function b() {\n  c()\n}\n'],
])('TypeScript that no tool measures is not stale: %s', async (_, added) => {
  const report = lcov({ 'm.ts': { 2: 1 } })
  const after = `${js.replace('return x', 'return x + 1')}${added}`
  expect(await judged(grown('m.ts', js, after, report))).toMatchObject({ code: 0, state: 'measured' })
})

test('a pragma elsewhere is no excuse', async () => {
  const after = `${js.replace('return x', 'return x + 1')}/* v8 ignore next */\nb()\nexport function c() {\n  d()\n}\n`
  expect(await judged(grown('m.js', js, after, jsReports.lcov))).toMatchObject(stale('lines 6-8 hold'))
})

const others: readonly (readonly [string, string, string, string])[] = [
  ['m.py', 'def a(x):\n    return 1\n', 'def b(x):\n    if x:\n        return 1\n', 'lines 3-5 hold'],
  ['m.rb', 'def a(x)\n  1\nend\n', 'def b(x)\n  puts x\nend\n', 'lines 4-6 hold'],
  [
    'M.java',
    'class M {\n  int a() { return 1; }\n',
    '  public int b(int x) throws X {\n    return x;\n  }\n}\n',
    'lines 3-5 hold',
  ],
  [
    'm.cs',
    'class M {\n  int a() { return 1; }\n',
    '  public int B(int x)\n  {\n    return x;\n  }\n}\n',
    'lines 3-6 hold',
  ],
  [
    'm.kt',
    'class M {\n  fun a() { c(1) }\n',
    '  override fun b(x: Int): Int {\n    return x\n  }\n}\n',
    'lines 3-5 hold',
  ],
  ['m.go', 'package m\nfunc a() { c(1) }\n', 'func b(x int) int {\n\treturn x\n}\n', 'lines 3-5 hold'],
  ['m.php', '<?php\nfunction a() { c(1); }\n', 'function b($x) {\n  return $x;\n}\n', 'lines 3-5 hold'],
  ['m.rs', '\nfn a() { c(1) }\n', 'pub fn b(x: i32) -> i32 {\n    x\n}\n', 'lines 3-5 hold'],
]

test.each(others)('%s: a new function that the report does not know', async (name, before, added, what) => {
  const after = before.replace(/1(?=[^1]*$)/, '2') + added
  const report = lcov({ [name]: { 2: 1 } })
  expect(await judged(grown(name, before, after, report))).toMatchObject(stale(what))
})

test.each([
  ['m.py', others[0]?.[1] ?? '', 'def b(x):  # pragma: no cover\n    return 1\n'],
  ['m.py', others[0]?.[1] ?? '', 'class P(Protocol):\n    def b(self):\n        pass\n'],
  ['m.py', others[0]?.[1] ?? '', 'if TYPE_CHECKING:\n    def b():\n        return 1\n'],
  ['m.rb', others[1]?.[1] ?? '', '# :nocov:\ndef b(x)\n  puts x\nend\n# :nocov:\n'],
  [
    'M.java',
    others[2]?.[1] ?? '',
    '  @Generated\n  public int b() {\n    return 2;\n  }\n  abstract int c();\n  void d() {}\n}\n',
  ],
  [
    'm.cs',
    others[3]?.[1] ?? '',
    '  [ExcludeFromCodeCoverage]\n  public int B()\n  {\n    return 2;\n  }\n}\n',
  ],
  ['m.go', others[5]?.[1] ?? '', '// LCOV_EXCL_START\nfunc b() {\n\tc(2)\n}\n// LCOV_EXCL_STOP\n'],
  ['m.go', others[5]?.[1] ?? '', 'type b interface {\n\tc() int\n}\nfunc d() {}\n'],
])('%s: what was taken out, or holds nothing, is not stale: %#', async (name, before, added) => {
  const after = before.replace(/1(?=[^1]*$)/, '2') + added
  const report = lcov({ [name]: { 2: 1 } })
  expect(await judged(grown(name, before, after, report))).toMatchObject({ code: 0, state: 'measured' })
})

test('coverage.py says which lines a setting took out', async () => {
  const before = 'def a(x):\n    return 1\n'
  const after = `${before.replace('1', '2')}def b(x):\n    return 1\n`
  const report = (excluded: readonly number[]) =>
    JSON.stringify({
      meta: { format: 3, version: '7.6.0', branch_coverage: false },
      files: { 'm.py': { executed_lines: [1, 2], missing_lines: [], excluded_lines: excluded, summary: {} } },
      totals: {},
    })
  expect((await judged(grown('m.py', before, after, report([])))).code).toBe(3)
  expect((await judged(grown('m.py', before, after, report([3, 4])))).code).toBe(0)
})

test('lines and columns that the text does not have', async () => {
  const before = 'a(1)\n\n  b(1)\n  c(1)\n'
  const after = before.replace('c(1)', 'c(2)')
  expect(await judged(grown('m.js', before, after, lcov({ 'm.js': { 2: 1, 4: 1 } })))).toMatchObject({
    code: 3,
    reason: 'the report measures line 2, which is blank',
  })
  const every = lcov({ 'm.js': { 1: 1, 2: 1, 3: 1, 4: 1 } })
  expect((await judged(grown('m.js', before, after, every))).code).toBe(0)
  const go = `mode: set\nexample.com/m.go:3.4,3.${'40'} 1 1\n`
  expect(await judged(grown('m.go', 'package m\n\n\ta(1)\n', 'package m\n\n\ta(2)\n', go))).toMatchObject({
    code: 3,
    reason: 'the report has a statement at column 4 of line 3, where there is none',
  })
  const inside = istanbul({ 'm.js': [[4, 4, 1]] }).replace('"line":4,"column":0', '"line":4,"column":1')
  expect(await judged(grown('m.js', before, after, inside))).toMatchObject({ code: 3, state: 'stale' })
})

test('SimpleCov counts the lines of the file', async () => {
  const before = 'def a\n  1\nend\n'
  const report = (lines: readonly (number | null)[]) =>
    JSON.stringify({ RSpec: { coverage: { 'm.rb': { lines } }, timestamp: 1 } })
  const after = before.replace('1', '2')
  expect((await judged(grown('m.rb', before, after, report([1, 1, null])))).code).toBe(0)
  expect(await judged(grown('m.rb', before, after, report([1, 1, null, null])))).toMatchObject({
    code: 3,
    reason: 'the report is of 4 lines, but the file has 3',
  })
})

test.each([
  ['m.js', 'f(\n  1,\n  2,\n)\n'],
  ['m.ts', 'const x: X = f(\n  1,\n  2,\n)\n'],
  ['m.py', 'x = f(\n    1,\n    2,\n)\n'],
  ['m.py', 'x = 1 + \\\n    1 + \\\n    2\n'],
  ['m.py', 'x = """\n1\n2\n"""\n'],
  ['M.java', 'f(\n  1,\n  2);\n'],
])('%s: a line that goes on with a statement is what its first line is: %#', async (name, before) => {
  const after = before.replace(/2(?=[^2]*$)/, '3')
  const missed = await judged(grown(name, before, after, lcov({ [name]: { 1: 0 } })))
  expect(missed).toMatchObject({ code: 1, lines: { total: 1, missed: [3] } })
  const covered = await judged(grown(name, before, after, lcov({ [name]: { 1: 1 } })))
  expect(covered).toMatchObject({ code: 0, lines: { total: 1, covered: 1 } })
})

test('what is blank, a comment, or in a block of its own goes on with nothing', async () => {
  const before = 'f(() => {\n  g()\n},\n  1)\n'
  const after = 'f(() => {\n\n  // why\n  g()\n},\n  1)\n'
  const report = lcov({ 'm.js': { 1: 0, 4: 0 } })
  expect(await judged(grown('m.js', before, after, report))).toMatchObject({ lines: { total: 0 } })
})

test("an older report of another format does not speak for this run's", async () => {
  const repository = createRepository({ '.gitignore': 'coverage/\n', 'm.js': 'a(1)\n' })
  repository.write('m.js', 'a(2)\n')
  repository.write('coverage/coverage-final.json', istanbul({ 'm.js': [[1, 1, 1]] }))
  repository.write('coverage/lcov.info', lcov({ 'm.js': { 1: 0 } }))
  expect((await gate(repository.directory, ['--base', 'HEAD'])).code).toBe(0)
  utimesSync(join(repository.directory, 'coverage/coverage-final.json'), 1e9, 1e9)
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD'])
  expect(code).toBe(1)
  expect(verdict.findings.map(finding => finding.rule)).toContain('report-left-aside')
})
