import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coverageOfFiles } from '../../test/reader-suite.ts'
import { fixture, hitsOf, readIn } from '../../test/report-bytes.ts'
import { lcov } from '../../test/reports.ts'
import { mergeReports } from '../coverage-map.ts'
import { readCobertura } from '../readers/cobertura.ts'
import { readIstanbul } from '../readers/istanbul.ts'
import { readLcov } from '../readers/lcov.ts'
import type { ReportContent } from '../readers/reader.ts'
import { renderCobertura } from './cobertura.ts'

const now = new Date('2026-11-24T10:00:00Z')

async function render(
  contents: readonly ReportContent[],
  outside: readonly string[] = [],
  top = '/app',
  stale: readonly string[] = [],
) {
  const located = contents.map((content, index) => ({
    report: { name: `r${index}`, format: 'lcov', ...content },
    locations: content.files.map(({ path }) =>
      outside.includes(path) ? ({ kind: 'outside' } as const) : ({ kind: 'found', path } as const),
    ),
  }))
  const [output] = await renderCobertura({ map: mergeReports(located), top, now }, new Set(stale))
  return output?.text ?? ''
}

test('the reader of Cobertura reads back every line of every report, whatever the paths', async () => {
  await fc.assert(
    fc.asyncProperty(coverageOfFiles, async files => {
      const text = await render([readIn(readLcov, lcov(files))])
      expect(hitsOf(readIn(readCobertura, text))).toEqual(hitsOf(readIn(readLcov, lcov(files))))
    }),
  )
})

test('several reports of one file become one class, a line hit in any of them is hit', async () => {
  const one = readIn(readLcov, lcov({ 'src/a.c': { 1: 1, 2: 0 } }))
  const other = readIn(readLcov, lcov({ 'src/a.c': { 2: 3, 4: 0 } }))
  const text = await render([one, other])
  expect(text.match(/<class /g)).toHaveLength(1)
  expect(hitsOf(readIn(readCobertura, text))).toEqual({ 'src/a.c': { 1: true, 2: true, 4: false } })
  expect(text).toContain('lines-covered="2" lines-valid="3"')
})

test('branches and functions come through', async () => {
  const istanbul = readIn(readIstanbul, fixture('vitest-coverage-report-action/coverage-final.json'))
  const back = readIn(readCobertura, await render([istanbul]))
  const tally = (content: ReportContent) =>
    content.files.map(({ path, details }) => [
      path,
      details.flatMap(each => each.branches ?? []).filter(each => each.taken).length,
      details.flatMap(each => each.functions ?? []).length,
    ])
  expect(tally(istanbul).some(([, branches]) => Number(branches) > 0)).toBe(true)
  const measured = new Set(back.files.filter(file => file.lines.length > 0).map(file => file.path))
  expect(tally(back)).toEqual(
    tally(istanbul)
      .filter(([path]) => measured.has(String(path)))
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )
})

test('what lies outside of the repository is left out, and the top is the one source', async () => {
  const report = readIn(readLcov, lcov({ '/usr/include/x.h': { 1: 1 }, 'src/a&b.c': { 1: 0 } }))
  const text = await render([report], ['/usr/include/x.h'], '/home/a&b')
  expect(text).not.toContain('x.h')
  expect(text).toContain('<sources><source>/home/a&amp;b</source></sources>')
  expect(text).toContain('filename="src/a&amp;b.c"')
  expect(text).toContain('lines-covered="0" lines-valid="1"')
})

test('a rate of 1 means all', async () => {
  const lines = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, index) => [index + 1, index === 0 ? 0 : 1]),
  )
  expect(await render([readIn(readLcov, lcov({ 'a.c': lines }))])).toContain('<coverage line-rate="0.9999"')
})

test('a file that was measured in another version is left out', async () => {
  const report = readIn(readLcov, lcov({ 'src/a.c': { 1: 1 }, 'src/b.c': { 1: 1 } }))
  const text = await render([report], [], '/app', ['src/a.c'])
  expect(hitsOf(readIn(readCobertura, text))).toEqual({ 'src/b.c': { 1: true } })
})
