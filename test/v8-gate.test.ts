import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository, type TestRepository } from './repository.ts'
import { gate, runCli } from './run-cli.ts'

/** Runs a script of the repository as a user's test command would, with raw coverage into coverage/tmp. */
function run({ directory }: TestRepository, script: string, ...flags: readonly string[]): void {
  const env = { ...process.env, NODE_V8_COVERAGE: join(directory, 'coverage/tmp'), NODE_OPTIONS: '' }
  execFileSync(process.execPath, [...flags, script], { cwd: directory, env, stdio: 'pipe' })
}

function repositoryWith(files: Readonly<Record<string, string>>): TestRepository {
  return createRepository({ '.gitignore': 'coverage/\ndist/\n', ...files })
}

/** One line a function, so that the verdict can be read off. */
const library = `export function inMain(x) {
  return x + 1
}
export function inChild(x) {
  return x + 2
}
export function inWorker(x) {
  return x + 3
}
export function nowhere(x) {
  return x + 4
}
`
const project = {
  'lib.mjs': '',
  'old.cjs': '',
  'main.mjs': '',
  'child.cjs': '',
  'worker.mjs': '',
}
const changed = {
  'lib.mjs': library,
  'old.cjs': 'exports.old = x => {\n  if (x > 1) {\n    return 1\n  }\n  return 2\n}\n',
  'main.mjs': `import { spawnSync } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { inMain } from './lib.mjs'
inMain(1)
spawnSync(process.execPath, ['child.cjs'])
new Worker(new URL('./worker.mjs', import.meta.url))
`,
  'child.cjs': "require('./old.cjs').old(1)\nimport('./lib.mjs').then(lib => lib.inChild(1))\n",
  'worker.mjs': "import { inWorker } from './lib.mjs'\ninWorker(1)\n",
}

function changedProject(): TestRepository {
  const repository = repositoryWith(project)
  for (const [path, text] of Object.entries(changed)) repository.write(path, text)
  return repository
}

const base = ['--base', 'HEAD', '--fail-under', '100']

test('ESM, CommonJS, a child process and a worker: what ran in any of them is covered', async () => {
  const repository = changedProject()
  run(repository, 'main.mjs')
  expect(readdirSync(join(repository.directory, 'coverage/tmp'))).toHaveLength(3)
  const named = [[], ['coverage/tmp'], ['coverage/tmp/*.json'], [join(repository.directory, 'coverage/tmp/')]]
  for (const reports of named) {
    const { code, verdict } = await gate(repository.directory, [...base, ...reports])
    expect(code).toBe(1)
    expect(verdict.files).toMatchObject([
      { path: 'child.cjs', state: 'measured', lines: { total: 2, covered: 2 } },
      { path: 'lib.mjs', state: 'measured', lines: { total: 4, covered: 3, missed: [11] } },
      { path: 'main.mjs', state: 'measured', lines: { total: 3, covered: 3 } },
      { path: 'old.cjs', state: 'measured', lines: { total: 4, covered: 3, missed: [3] } },
      { path: 'worker.mjs', state: 'measured', lines: { total: 1, covered: 1 } },
    ])
    expect(verdict.project.lines).toMatchObject({ total: 14, covered: 12 })
    expect(verdict).toMatchObject({ reports: [{ name: 'coverage/tmp', format: 'v8', files: 5, located: 5 }] })
  }
})

test('one dump of several counts for itself', async () => {
  const repository = changedProject()
  run(repository, 'child.cjs')
  run(repository, 'main.mjs')
  const [child = ''] = readdirSync(join(repository.directory, 'coverage/tmp')).sort(
    (a, b) => Number(a.split('-')[2]) - Number(b.split('-')[2]),
  )
  const { verdict } = await gate(repository.directory, [...base, `coverage/tmp/${child}`])
  expect(verdict).toMatchObject({ reports: [{ name: `coverage/tmp/${child}`, files: 3 }] })
  expect(verdict.files.find(file => file.path === 'lib.mjs')?.lines.missed).toEqual([2, 8, 11])
  expect(verdict.files.find(file => file.path === 'main.mjs')).toMatchObject({ state: 'unreported' })
})

test('a process that runs nothing of the user’s is nothing unusual; that none does is no answer', async () => {
  const repository = changedProject()
  repository.write('node_modules/tool/index.js', 'globalThis.tool = 1\n')
  run(repository, 'node_modules/tool/index.js')
  run(repository, 'node_modules/tool/index.js')
  for (const reports of ['coverage/tmp', 'coverage/tmp/*.json']) {
    const { code, log } = await runCli(repository.directory, ['coverage', ...base, reports])
    expect(code).toBe(3)
    expect(log).toMatch(/coverage\/tmp measures nothing \(none of its 2 dumps .*node_modules ran/)
  }
  run(repository, 'main.mjs')
  const { code, verdict } = await gate(repository.directory, [...base, 'coverage/tmp'])
  expect(code).toBe(1)
  expect(verdict.files.map(file => file.state)).toEqual(Array(5).fill('measured'))
})

test('a dump that was cut off, to nothing even, is no answer, whatever the others say', async () => {
  const repository = changedProject()
  run(repository, 'main.mjs')
  const directory = join(repository.directory, 'coverage/tmp')
  const dump = join(directory, readdirSync(directory)[0] ?? '')
  for (const [length, message] of [
    [1000, /V8 coverage report .*coverage-\d+-\d+-\d+\.json is damaged/],
    [0, /coverage-\d+-\d+-\d+\.json measures nothing \(it has 0 bytes\)/],
  ] as const) {
    truncateSync(dump, length)
    const { code, log } = await runCli(repository.directory, ['coverage', ...base, 'coverage/tmp'])
    expect(code).toBe(3)
    expect(log).toMatch(message)
  }
  writeFileSync(dump, 'SF:lib.mjs\nDA:11,1\nend_of_record\n')
  const { code, log } = await runCli(repository.directory, ['coverage', ...base, 'coverage/tmp'])
  expect(code).toBe(3)
  expect(log).toMatch(/is damaged: it holds something else/)
})

test('a source that was edited after the run cannot be judged', async () => {
  const repository = changedProject()
  run(repository, 'main.mjs')
  repository.write('lib.mjs', library.replace('x + 4', 'x + 1'))
  repository.write('old.cjs', changed['old.cjs'].replace('x > 1', 'x > 10'))
  const { code, verdict } = await gate(repository.directory, [...base, 'coverage/tmp'])
  // As long as before, and so not to be told apart.
  expect(verdict.files.find(file => file.path === 'lib.mjs')).toMatchObject({ state: 'measured' })
  expect(verdict.files.find(file => file.path === 'old.cjs')).toMatchObject({
    state: 'stale',
    reason: 'line 1 is not the text that was measured',
  })
  expect(verdict.outcome).toBe('fail')
  expect(code).toBe(1)
})

test('the commit that is judged is not what ran: no answer', async () => {
  const repository = repositoryWith({ 'a.cjs': '' })
  repository.git('checkout', '--quiet', '-b', 'feature')
  repository.write('a.cjs', 'globalThis.a = 1\n')
  repository.commit()
  repository.write('a.cjs', 'globalThis.b = 1\n')
  run(repository, 'a.cjs')
  const judged = async (head: string) =>
    (await gate(repository.directory, ['--base', 'main', '--head', head, 'coverage/tmp'])).verdict
  expect(await judged('worktree')).toMatchObject({ outcome: 'pass' })
  expect(await judged('feature')).toMatchObject({ outcome: 'unknown', files: [{ state: 'stale' }] })
})

test('a changed file that nothing loaded is missed', async () => {
  const repository = changedProject()
  repository.write('unloaded.mjs', 'one()\ntwo()\n')
  repository.git('add', '--all')
  run(repository, 'main.mjs')
  const { verdict } = await gate(repository.directory, [...base, 'coverage/tmp'])
  expect(verdict.files.find(file => file.path === 'unloaded.mjs')).toMatchObject({
    state: 'unreported',
    lines: { total: 2, missed: [1, 2] },
  })
})

test('sources that are not where they ran: no answer', async () => {
  const repository = changedProject()
  run(repository, 'main.mjs')
  const dumps = join(repository.directory, 'coverage/tmp')
  const elsewhere = changedProject()
  const judged = await gate(elsewhere.directory, [...base, dumps])
  expect(judged.verdict.files.map(file => file.state)).toEqual(Array(5).fill('measured'))
  for (const path of Object.keys(project)) rmSync(join(repository.directory, path))
  const { code, log } = await runCli(elsewhere.directory, ['coverage', ...base, dumps])
  expect(code).toBe(3)
  expect(log).toMatch(/none of its 3 dumps .* are not here to be read, .*\.[cm]js for one/)
})

// Node names a dump by its millisecond, and so overwrites one that it made in the same: hence the loop.
test('several dumps of one process, of which the later ones tell only what ran since', async () => {
  const text = `const v8 = require('node:v8')
function early() {
  return 1
}
function late(x) {
  if (x) {
    return 2
  }
  return 3
}
early()
dump()
late(1)
dump()
late(0)
function dump() {
  v8.takeCoverage()
  for (let now = Date.now(); Date.now() === now; );
}
`
  const repository = repositoryWith({ 'a.cjs': '' })
  repository.write('a.cjs', text)
  run(repository, 'a.cjs')
  expect(readdirSync(join(repository.directory, 'coverage/tmp'))).toHaveLength(3)
  const { verdict } = await gate(repository.directory, [...base, 'coverage/tmp', '--json'])
  expect(verdict.files).toMatchObject([
    { state: 'measured', lines: { total: 12, covered: 12, partial: [] }, branches: { total: 2, covered: 2 } },
  ])
})

test('a directory without dumps says what was looked for', async () => {
  const repository = changedProject()
  mkdirSync(join(repository.directory, 'coverage'))
  writeFileSync(join(repository.directory, 'coverage/coverage-final.json'), '{}')
  const { code, log } = await runCli(repository.directory, ['coverage', ...base, 'coverage'])
  expect(code).toBe(3)
  expect(log).toMatch(/the report coverage cannot be read: it is a directory without V8 dumps/)
})

test('raw data is read of itself only where no tool made a report of it', async () => {
  const repository = changedProject()
  run(repository, 'main.mjs')
  writeFileSync(join(repository.directory, 'lcov.info'), 'SF:lib.mjs\nDA:11,1\nend_of_record\n')
  const { verdict } = await gate(repository.directory, base)
  expect(verdict).toMatchObject({ reports: [{ name: 'lcov.info' }] })
})

test('a script that was built: its source is judged, through the map beside it', async () => {
  const source =
    'export function f(x: number) {\n  if (x) {\n    return 1\n  }\n  return 2\n}\nf(0)\ntype T = 1\n'
  const repository = repositoryWith({ 'src/a.ts': '' })
  repository.write('src/a.ts', source)
  const code = source.replace(': number', '').replace('type T = 1\n', '')
  repository.write('dist/a.mjs', `${code}//# sourceMappingURL=a.mjs.map\n`)
  // One segment a line, at its first character that is no space.
  const map = {
    version: 3,
    sources: ['../src/a.ts'],
    mappings: 'AAAA;EACE;IACE;EACF;EACA;AACF;AACA',
    names: [],
  }
  repository.write('dist/a.mjs.map', JSON.stringify(map))
  run(repository, 'dist/a.mjs')
  const { code: exitCode, verdict } = await gate(repository.directory, [...base, 'coverage/tmp'])
  expect(exitCode).toBe(1)
  expect(verdict.files).toMatchObject([
    { path: 'src/a.ts', state: 'measured', lines: { total: 4, covered: 3, missed: [3] } },
  ])
})

test.skipIf(!('typescript' in process.features) || !process.features.typescript)(
  'TypeScript from which Node itself takes the types',
  async () => {
    const repository = repositoryWith({ 'a.mts': '' })
    repository.write(
      'a.mts',
      'interface X { a: 1 }\nfunction f(x: number): number {\n  if (x) return 1\n  return 2\n}\nf(0)\n',
    )
    run(repository, 'a.mts')
    const { verdict } = await gate(repository.directory, [...base, 'coverage/tmp'])
    expect(verdict.files).toMatchObject([
      { path: 'a.mts', state: 'measured', lines: { total: 3, covered: 3, partial: [3] } },
    ])
  },
)
