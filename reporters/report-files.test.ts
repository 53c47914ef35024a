import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noTests, type TestCase, type TestSuite } from '../core/test-run.ts'
import { journalLine } from './journal.ts'
import { createReportFiles } from './report-files.ts'
import { readSettings } from './settings.ts'

let directory: string
let warnings: string[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-report-'))
  warnings = []
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const open = (options: object, mask: (text: string) => string = text => text) =>
  createReportFiles({
    runner: 'vitest',
    shard: '',
    settings: readSettings('vitest', options, {}),
    root: directory,
    runnerRoot: directory,
    mask,
    warn: line => warnings.push(line),
  })

function suite(cases: number, more: Partial<TestSuite> = {}): TestSuite {
  const attempt = {
    outcome: 'passed',
    startedAt: null,
    durationMs: 1,
    problem: null,
    reason: '',
    stdout: '',
    stderr: '',
  } as const
  const caseOf = (index: number): TestCase => ({
    kind: 'test',
    id: `${index}`,
    name: `test ${index}`,
    classname: 'a',
    titlePath: [],
    file: 'a.test.ts',
    line: null,
    attempts: [attempt],
    properties: [],
    attachments: index === 0 ? ['present.png', 'missing.png'] : [],
  })
  return {
    id: 'i',
    name: 'a.test.ts',
    project: '',
    file: 'a.test.ts',
    startedAt: null,
    durationMs: 10,
    cases: Array.from({ length: cases }, (_, index) => caseOf(index)),
    properties: [],
    stdout: '',
    stderr: '',
    ...more,
  }
}

const read = (name: string): string => readFileSync(join(directory, name), 'utf8')

test('until the end there is only a partial report, and an old one does not pass for it', () => {
  mkdirSync(join(directory, 'reports/junit'), { recursive: true })
  for (const name of ['vitest.xml', 'vitest-0002.xml', 'vitest-mine.xml'])
    writeFileSync(join(directory, 'reports/junit', name), 'old')
  const files = open({})
  files.suite(suite(2))
  expect(readdirSync(join(directory, 'reports/junit')).sort()).toEqual([
    'vitest-0002.xml.previous',
    'vitest-mine.xml',
    'vitest.xml.partial',
    'vitest.xml.partial.jsonl',
    'vitest.xml.previous',
  ])
  files.end(noTests)
  expect(read('reports/junit/vitest.xml')).toContain(
    '<testsuites name="vitest" tests="2" failures="0" errors="0" time="0.010"',
  )
  expect(existsSync(join(directory, 'reports/junit/vitest.xml.partial.jsonl'))).toBe(false)
})

test('a project of its own file each', () => {
  const files = open({ output: 'out/{project}.xml' })
  files.suite(suite(1, { project: 'chromium' }))
  files.suite(suite(2, { project: 'webkit' }))
  files.suite(suite(1))
  files.end(noTests)
  expect(readdirSync(join(directory, 'out')).sort()).toEqual(['chromium.xml', 'vitest.xml', 'webkit.xml'])
})

test('a report is split before its readers give up, and its parts appear together', () => {
  const files = open({ output: 'x.xml', profile: 'gitlab' })
  files.suite(suite(10_000))
  files.suite(suite(10_000))
  files.suite(suite(20_000))
  expect(readdirSync(directory).filter(name => name.endsWith('.xml'))).toEqual([])
  files.end(noTests)
  const names = readdirSync(directory)
    .filter(name => name.endsWith('.xml'))
    .sort()
  expect(names).toEqual(['x-0002.xml', 'x-0003.xml', 'x-0004.xml', 'x.xml'])
  const counts = names.map(name => read(name).match(/<testcase/g)?.length ?? 0)
  expect(counts.reduce((sum, each) => sum + each)).toBe(40_000)
  expect(Math.max(...counts)).toBeLessThanOrEqual(15_000)
})

test('only attachments that exist are named, by the path that the reader needs', () => {
  writeFileSync(join(directory, 'present.png'), '')
  for (const [profile, path] of [
    ['jenkins', join(directory, 'present.png')],
    ['gitlab', 'present.png'],
  ] as const) {
    const files = open({ output: `${profile}.xml`, profile })
    files.suite(suite(1))
    files.end(noTests)
    expect(read(`${profile}.xml`).match(/\[\[.*\]\]/g)).toEqual([`[[ATTACHMENT|${path}]]`])
  }
})

test('secrets are masked in the report and in its journal', () => {
  const files = open({ output: 'x.xml' }, text => text.replaceAll('hunter2', '***'))
  files.suiteStarted({ project: '', file: 'a.test.ts' })
  files.testPlanned({ project: '', file: 'a.test.ts' }, ['logs in with hunter2'])
  files.testStarted({ project: '', file: 'a.test.ts' }, 0)
  files.suite(suite(1, { stdout: 'password: hunter2' }))
  expect(read('x.xml.partial') + read('x.xml.partial.jsonl')).not.toContain('hunter2')
  files.end(noTests)
  expect(read('x.xml')).toContain('password: ***')
})

test('a report that cannot be written is said once, and the run goes on', () => {
  writeFileSync(join(directory, 'file'), '')
  const files = open({ output: 'file/x.xml' })
  files.suite(suite(1))
  files.end(noTests)
  expect(warnings).toEqual([
    `cd-gate: the result cannot be written to ${directory}/file/x.xml: a part of its path is not a directory. So there is no report of this run.`,
    expect.stringContaining('check the directory'),
  ])
})

test.skipIf(!existsSync('/dev/full'))('a full disk leaves no report that looks whole', () => {
  const files = open({ output: '/dev/full/x.xml' })
  files.end(noTests)
  expect(warnings).toHaveLength(2)
})

test('another run that writes the same report at this moment is left alone', async () => {
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  const head = {
    version: 1,
    output: 'x.xml',
    name: 'vitest',
    profile: 'jenkins',
    retries: 'surefire',
    root: directory,
    pid: other.pid!,
    host: hostname(),
  } as const
  writeFileSync(join(directory, 'x.xml.partial'), 'theirs')
  writeFileSync(join(directory, 'x.xml.partial.jsonl'), journalLine(head))
  const files = open({ output: 'x.xml' })
  files.suite(suite(1))
  files.end(noTests)
  other.kill()
  expect(read('x.xml.partial')).toBe('theirs')
  expect(existsSync(join(directory, `x-run-${process.pid}.xml`))).toBe(true)
  expect(warnings).toEqual([expect.stringContaining(`process ${other.pid} is writing x.xml`)])
})

test('a finished report takes one more suite', () => {
  const files = open({ output: 'x.xml' })
  files.suite(suite(2))
  files.end(noTests)
  files.amend(suite(1, { name: 'late', id: 'late' }))
  const text = read('x.xml')
  expect(text).toContain('<testsuites name="vitest" tests="3"')
  expect(text.match(/<testsuite /g)).toHaveLength(2)
  expect(text.endsWith('</testsuite>\n</testsuites>\n')).toBe(true)
})

test('of a report for each project, what befell the run itself is a report too', () => {
  writeFileSync(join(directory, 'vitest.xml'), 'of a run that failed yesterday')
  const files = open({ output: '{project}.xml' })
  expect(readdirSync(directory)).toEqual(['vitest.xml.previous'])
  for (const project of ['web', 'api']) files.suite(suite(1, { project }))
  files.end(noTests)
  expect(readdirSync(directory).sort()).toEqual(['api.xml', 'vitest.xml.previous', 'web.xml'])
  const before = ['api.xml', 'web.xml'].map(name => readFileSync(join(directory, name), 'utf8'))
  // Its process exited with another code, after its end.
  files.amend(suite(2))
  files.amend(suite(3))
  expect(['api.xml', 'web.xml'].map(name => readFileSync(join(directory, name), 'utf8'))).toEqual(before)
  const own = readFileSync(join(directory, 'vitest.xml'), 'utf8')
  expect(own.match(/<testcase /g)).toHaveLength(5)
  expect(own).toContain('<testsuites name="vitest" tests="5"')
  expect(warnings).toEqual([])
})
