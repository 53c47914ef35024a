import { expect, test } from 'vitest'
import type { ChangedFile } from '../core/change-set.ts'
import { fileStandings, stateNotes } from './file-states.ts'
import type { LintContent, LintFinding } from './model.ts'
import type { PlacedReport } from './placing.ts'

function changed(path: string, more: Partial<ChangedFile> = {}): ChangedFile {
  const hunks = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 }]
  return { path, oldPath: null, kind: 'modified', content: 'text', addedLines: [1], hunks, ...more }
}

const finding = (path: string): LintFinding => ({
  path,
  line: 1,
  endLine: 1,
  column: null,
  endColumn: null,
  rule: 'r',
  severity: 'error',
  message: 'm',
  fatal: false,
})

/** A report of the tool that found something in these files, and says (or not) which ones it checked. */
function report(
  tool: string,
  found: readonly string[],
  checked: readonly string[] | null,
  more: Partial<LintContent> = {},
): PlacedReport {
  const paths = [...found, ...(checked ?? [])]
  return {
    file: `/${tool}`,
    empty: false,
    report: {
      name: `${tool}.out`,
      format: tool,
      tool,
      findings: found.map(finding),
      checked,
      proven: true,
      troubles: [],
      unread: [],
      sources: [],
      ...more,
    },
    locations: new Map(paths.map(path => [path, { kind: 'found', path }])),
  }
}

function states(files: readonly ChangedFile[], reports: readonly PlacedReport[], allowEmpty = false) {
  const isSource = (path: string) => /\.(ts|py|js)$/.test(path)
  const excluded = (path: string) => (path.startsWith('gen/') ? '--exclude gen' : null)
  const standings = fileStandings(files, { reports, excluded, isSource, allowEmpty })
  const notes = (mode: 'unknown' | 'warn' | 'ignore' = 'unknown') => {
    const { doubts, remarks } = stateNotes(standings, mode)
    return { doubts: doubts.map(each => each.rule), remarks: remarks.map(each => each.rule) }
  }
  return { states: standings.map(each => each.state), reasons: standings.map(each => each.reason), notes }
}

test('a file that a report names, checked or found wanting, is checked', () => {
  const { states: found, notes } = states(
    [changed('a.ts'), changed('b.py')],
    [report('eslint', [], ['a.ts']), report('pylint', ['b.py'], null)],
  )
  expect(found).toEqual(['checked', 'checked'])
  expect(notes()).toEqual({ doubts: [], remarks: [] })
})

test('what cannot be linted is set aside with its reason', () => {
  const { states: found, reasons } = states(
    [
      changed('a.ts', { kind: 'deleted' }),
      changed('sub', { content: 'submodule' }),
      changed('link', { content: 'symlink' }),
      changed('a.png', { content: 'binary' }),
      changed('gen/a.ts'),
    ],
    [report('eslint', [], ['x.ts'])],
  )
  expect(found).toEqual(Array(5).fill('excluded'))
  expect(reasons).toEqual(['deleted', 'a submodule', 'a symbolic link', 'binary', '--exclude gen'])
})

test('a file that was left out is unchecked where others of its kind were not', () => {
  const files = [changed('a.ts'), changed('b.ts')]
  const { states: found, notes } = states(files, [report('eslint', [], ['a.ts'])])
  expect(found).toEqual(['checked', 'unchecked'])
  expect(notes('unknown').doubts).toEqual(['unchecked-file'])
  expect(notes('warn')).toEqual({ doubts: [], remarks: ['unchecked-file'] })
  expect(notes('ignore')).toEqual({ doubts: [], remarks: [] })
})

test('a change of which nothing was checked is no pass, unless the setting says so', () => {
  const { notes } = states([changed('b.ts')], [report('eslint', [], ['a.ts'])])
  expect(notes('unknown')).toEqual({ doubts: ['nothing-checked'], remarks: [] })
  expect(notes('warn')).toEqual({ doubts: [], remarks: ['nothing-checked'] })
  expect(notes('ignore')).toEqual({ doubts: [], remarks: [] })
})

test('a file without a changed line needs no linter', () => {
  const moved = changed('b.ts', { kind: 'renamed', oldPath: 'c.ts', hunks: [], addedLines: [] })
  const { states: found, notes } = states([moved], [report('eslint', [], ['a.ts'])])
  expect(found).toEqual(['untold'])
  expect(notes()).toEqual({ doubts: [], remarks: [] })
})

test('of reports that name only files with findings: the kinds that they speak of, and that their linter looks at', () => {
  const one = (path: string, ...reports: readonly PlacedReport[]) => states([changed(path)], reports).notes()
  const untold = { doubts: [], remarks: ['untold-files'] }
  const nothing = { doubts: ['nothing-checked'], remarks: [] }
  expect(one('a.py', report('pylint', ['b.py'], null))).toEqual(untold)
  expect(one('a.py', report('pylint', [], null))).toEqual(untold)
  expect(one('a.ts', report('pylint', [], null))).toEqual(nothing)
  expect(one('a.ts', report('pylint', ['b.py'], null))).toEqual(nothing)
  expect(one('a.ts', report('some-linter', [], null))).toEqual(untold)
  expect(one('a.ts', report('some-linter', ['b.py'], null))).toEqual(nothing)
  expect(one('a.md', report('some-linter', ['b.py'], null))).toEqual({ doubts: [], remarks: [] })
})

test('source of a kind that no report speaks of, beside some that was checked, is a warning', () => {
  const { notes } = states([changed('a.py'), changed('a.ts')], [report('eslint', [], ['a.ts'])])
  expect(notes()).toEqual({ doubts: [], remarks: ['unspoken-kind'] })
})

test('a silent report speaks of nothing, unless it is vouched for', () => {
  const silent = report('unknown', [], null, { proven: false })
  expect(states([changed('a.ts')], [silent]).notes()).toEqual({ doubts: [], remarks: [] })
  expect(states([changed('a.ts')], [silent], true).notes().remarks).toEqual(['untold-files'])
  const beside = [silent, report('eslint', [], ['b.ts'])]
  expect(states([changed('a.ts')], beside).notes().doubts).toEqual(['nothing-checked'])
})

test('source whose lines cannot be read is no pass', () => {
  const { notes } = states([changed('a.ts', { content: 'binary' })], [report('eslint', [], ['a.ts'])])
  expect(notes().doubts).toEqual(['unreadable-change'])
})
