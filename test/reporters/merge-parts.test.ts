import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCli } from '../run-cli.ts'
import { wellFormed } from './well-formed.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-parts-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const put = (name: string, text: string) => writeFileSync(join(directory, name), text)
const merge = (...args: readonly string[]) => runCli(directory, ['xunit', 'merge', ...args])
const xmlFiles = () =>
  readdirSync(directory)
    .filter(each => /^\.?all/.test(each))
    .sort()
const at = (name: string) => readFileSync(join(directory, name), 'utf8')

/** Suites of so many cases. */
function report(...sizes: readonly number[]): string {
  const suites = sizes.map((cases, suite) => {
    const all = Array.from(
      { length: cases },
      (_, index) => `<testcase name="t${index}" classname="c.s${suite}" time="1"/>`,
    )
    return `<testsuite name="s${suite}" tests="${cases}">${all.join('')}</testsuite>`
  })
  return `<testsuites>${suites.join('')}</testsuites>`
}

test("the merged report is split before the profile's limit, and nothing is lost or told twice", async () => {
  put('a.xml', report(10_000, 10_000, 31_000))
  put('all-0007.xml', 'of an earlier merge')
  const { code, out, log } = await merge('a.xml', '--output', 'all.xml', '--profile', 'gitlab', '--json')
  expect(code, log).toBe(0)
  expect(xmlFiles()).toEqual(['all-0002.xml', 'all-0003.xml', 'all-0004.xml', 'all-0005.xml', 'all.xml'])
  expect(JSON.parse(out)).toMatchObject({ output: 'all.xml', parts: 5, tests: { tests: 51_000 } })
  expect(log).toContain('written to all.xml … all-0005.xml, 5 files')
  const tests = xmlFiles().map(name => Number(/<testsuites [^>]*\btests="(\d+)"/.exec(at(name))?.[1]))
  expect(Math.max(...tests)).toBeLessThanOrEqual(15_000)
  expect(tests.reduce((sum, each) => sum + each, 0)).toBe(51_000)
  expect(xmlFiles().every(name => wellFormed(at(name)))).toBe(true)
})

test('files are split before they grow too large', async () => {
  const text = 'x'.repeat(90_000)
  const cases = Array.from(
    { length: 400 },
    (_, index) =>
      `<testsuite name="s${index}"><testcase name="t" classname="c" time="1"><failure message="m">${text}</failure></testcase></testsuite>`,
  )
  put('a.xml', `<testsuites>${cases.join('')}</testsuites>`)
  await merge('a.xml', '--output', 'all.xml', '--profile', 'github')
  expect(xmlFiles()).toEqual(['all-0002.xml', 'all.xml'])
  for (const name of xmlFiles()) expect(Buffer.byteLength(at(name))).toBeLessThanOrEqual(25 << 20)
})

test('parts of an earlier merge are no reports to merge, and no report to merge is written over', async () => {
  put('all.xml', report(1))
  put('all-0002.xml', report(5))
  put('b.xml', report(2))
  const { log } = await merge('*.xml', '--output', 'all.xml')
  expect(log).toContain('1 report merged: 1 suite, 2 tests')
  expect(xmlFiles()).toEqual(['all.xml'])
  put('all-0002.xml', report(15_001))
  const refused = await merge('all-0002.xml', '--output', 'all.xml', '--profile', 'gitlab')
  expect(refused.code).not.toBe(0)
  expect(xmlFiles()).toEqual(['all-0002.xml', 'all.xml'])
  expect(at('all-0002.xml')).toBe(report(15_001))
})

test('standard output holds one file, and what it is too much for is said', async () => {
  put('a.xml', report(15_001))
  const { out, log } = await merge('a.xml', '--profile', 'gitlab')
  expect(out.match(/<testcase /g)).toHaveLength(15_001)
  expect(wellFormed(out)).toBe(true)
  expect(log).toContain('15001 cases in one file are more than the 15000')
})
