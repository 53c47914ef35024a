import { expect, test } from 'vitest'
import type { LintContent } from './model.ts'
import { staleDoubts, trustIn } from './trust.ts'

const nothing: LintContent = {
  tool: 'eslint',
  findings: [],
  checked: null,
  proven: false,
  troubles: [],
  unread: [],
  sources: [],
}
const found: LintContent['findings'][number] = {
  path: 'a',
  line: 1,
  endLine: 1,
  column: null,
  endColumn: null,
  rule: null,
  severity: 'error',
  message: 'm',
  fatal: false,
}

function rules(content: Partial<LintContent>, { allowEmpty = false, empty = false } = {}) {
  const report = { name: 'x.json', format: 'f', ...nothing, ...content }
  const { doubts, remarks } = trustIn({ file: '/x.json', report, empty }, allowEmpty)
  return { doubts: doubts.map(each => each.rule), remarks: remarks.map(each => each.rule) }
}

const fine = { doubts: [], remarks: [] }

test('findings, a proof, or the names of what was checked show that a linter ran', () => {
  expect(rules({ findings: [found] })).toEqual(fine)
  expect(rules({ proven: true })).toEqual(fine)
  expect(rules({ checked: ['a'] })).toEqual(fine)
})

test('nothing at all shows nothing, unless it is vouched for', () => {
  expect(rules({})).toEqual({ doubts: ['unproven-report'], remarks: [] })
  expect(rules({ checked: [] })).toEqual({ doubts: ['unproven-report'], remarks: [] })
  expect(rules({}, { empty: true })).toEqual({ doubts: ['empty-report'], remarks: [] })
  expect(rules({}, { allowEmpty: true })).toEqual(fine)
  expect(rules({}, { allowEmpty: true, empty: true })).toEqual(fine)
})

test('what a linter says of its own failure outweighs everything, and is cut where it is much', () => {
  expect(rules({ proven: true, findings: [found], troubles: ['crash'] }).doubts).toEqual(['linter-trouble'])
  expect(rules({ troubles: ['a', 'b', 'c', 'd', 'e'], proven: true }).doubts).toHaveLength(4)
  expect(rules({ troubles: ['a'] }, { allowEmpty: true }).doubts).toEqual(['linter-trouble'])
})

test('lines that are not understood: a warning beside findings, and no answer without any, vouched for or not', () => {
  const unread = ['Oops!']
  expect(rules({ unread, findings: [found] })).toEqual({ doubts: [], remarks: ['unread-lines'] })
  expect(rules({ unread }).doubts).toEqual(['unread-lines'])
  expect(rules({ unread }, { allowEmpty: true }).doubts).toEqual(['unread-lines'])
})

test('a line beyond the end is told once a file, and never of a file that cannot be read', () => {
  const at = (path: string, line: number | null) => ({ path, line, report: 'r' })
  const count = (path: string) => (path === 'gone' ? null : 3)
  const stale = (...all: readonly ReturnType<typeof at>[]) =>
    staleDoubts(all, count, 'stale-report').map(each => each.message)
  expect(stale(at('a', 3), at('a', null), at('gone', 99))).toEqual([])
  expect(stale(at('a', 4), at('a', 5), at('b', 9))).toEqual([
    'r has a finding in line 4 of a, which has 3 lines',
    'r has a finding in line 9 of b, which has 3 lines',
  ])
})
