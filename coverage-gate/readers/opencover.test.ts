import { describe, expect, test } from 'vitest'
import { type Files, provesDialect, provesReader } from '../../test/reader-suite.ts'
import { countsOf, faultOf, fixture, hitsOf, readIn } from '../../test/report-bytes.ts'
import type { FileDetail } from '../model.ts'
import { readOpenCover } from './opencover.ts'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Attributes of a sequence point in file 1: line, column, end line, end column, visits. */
type Point = readonly [sl: number, sc: number, el: number, ec: number, vc: number | string]

function sequencePoint([sl, sc, el, ec, vc]: Point, fileid = ' fileid="1"'): string {
  return `<SequencePoint vc="${vc}" uspid="1" ordinal="0" offset="0" sl="${sl}" sc="${sc}" el="${el}" ec="${ec}" bec="0" bev="0"${fileid} />`
}

function method(name: string, points: string, branches = '', ref = '<FileRef uid="1" />'): string {
  return `<Method visited="true"><Summary numSequencePoints="1" /><MetadataToken>1</MetadataToken><Name>${escaped(name)}</Name>${ref}<SequencePoints>${points}</SequencePoints><BranchPoints>${branches}</BranchPoints></Method>`
}

function module(files: string, methods: string): string {
  return `<Module hash="1"><ModulePath>a.dll</ModulePath><ModuleName>a</ModuleName><Files>${files}</Files><Classes><Class><FullName>Ns.C</FullName><Methods>${methods}</Methods></Class></Classes></Module>`
}

function session(...modules: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<CoverageSession xmlns:xsi="x">\n<Modules>${modules.join('\n')}</Modules></CoverageSession>\n`
}

const file = (uid: number, path: string) => `<File uid="${uid}" fullPath="${escaped(path)}" />`
const ofPoints = (...points: readonly Point[]) =>
  session(
    module(
      file(1, 'a.cs'),
      method('System.Void Ns.C::M()', points.map(each => sequencePoint(each)).join('')),
    ),
  )

function detailOf(report: string): FileDetail {
  return readIn(readOpenCover, report).files[0]?.details[0] as FileDetail
}

describe('a report of coverlet, with a byte order mark', () => {
  const content = readIn(readOpenCover, fixture('coverage-model/opencover-with-bom.xml'))
  const detail = content.files[0]?.details[0]

  test('its lines: 9 of 15, as its summary says', () => {
    const covered = Object.fromEntries([8, 9, 10, 22, 23, 25, 26, 28, 29].map(line => [line, true]))
    const missed = Object.fromEntries([13, 14, 16, 17, 19, 20].map(line => [line, false]))
    expect(hitsOf(content)).toEqual({ '[PLACEHOLDER]': { ...covered, ...missed } })
  })

  test('its branches: 3 of 6, all of the switch in line 10', () => {
    expect(detail?.branches?.map(({ line, taken }) => [line, taken])).toEqual([
      [10, false],
      [10, false],
      [10, false],
      [10, true],
      [10, true],
      [10, true],
    ])
    expect(new Set(detail?.branches?.map(branch => branch.key)).size).toBe(6)
  })

  test('its method, without what it returns and takes', () => {
    expect(detail?.functions).toEqual([
      { name: 'ClassLibrary.LibraryClass::Sum', line: 8, endLine: 29, range: null, hit: true },
    ])
    expect(detail).toMatchObject({ scheme: 'opencover', placeholder: false, checksums: null })
  })
})

describe('a point that goes on over several lines', () => {
  const report = ofPoints([3, 9, 7, 12, 1], [5, 13, 5, 30, 0])

  test('measures the line where it begins', () => {
    expect(hitsOf(readIn(readOpenCover, report))).toEqual({ 'a.cs': { 3: true, 5: false } })
  })

  test('is a range: columns from 0, the end exclusive', () => {
    expect(detailOf(report).statements).toEqual([
      { range: { start: { line: 3, column: 8 }, end: { line: 7, column: 11 } }, hit: true },
      { range: { start: { line: 5, column: 12 }, end: { line: 5, column: 29 } }, hit: false },
    ])
  })

  test('is kept where it touches a changed line', () => {
    const touch = (first: number, last: number) => first <= 6 && 6 <= last
    const { files } = readOpenCover({ name: 'x', pieces: [Buffer.from(report)] }, () => ({ touch }))
    expect(files[0]?.details[0]?.statements?.map(({ range }) => range.start.line)).toEqual([3])
    // The method is known whole all the same.
    expect(files[0]?.details[0]?.functions).toMatchObject([{ line: 3, endLine: 7 }])
  })
})

test('points that are repeated, by a generic method or a module that was loaded twice, ran if they ran once', () => {
  const twice = session(
    module(
      file(1, 'a.cs'),
      method('V C::M()', sequencePoint([3, 1, 3, 9, 1]) + sequencePoint([4, 1, 4, 9, 0])),
    ),
    module(file(2, 'a.cs'), method('V C::M()', sequencePoint([3, 1, 3, 9, 0], ' fileid="2"'))),
  )
  const content = readIn(readOpenCover, twice)
  expect(hitsOf(content)).toEqual({ 'a.cs': { 3: true, 4: false } })
  expect(content.files[0]?.details[0]?.statements?.map(each => each.hit)).toEqual([true, false])
  expect(content.files[0]?.details[0]?.functions).toHaveLength(1)
})

test('the files of a partial class, told apart by each point', () => {
  const points = sequencePoint([3, 1, 3, 9, 1]) + sequencePoint([3, 1, 3, 9, 0], ' fileid="2"')
  const report = session(
    module(file(1, 'C:\\src\\a.cs') + file(2, 'C:\\src\\b.cs'), method('V C::.ctor()', points)),
  )
  expect(hitsOf(readIn(readOpenCover, report))).toEqual({
    'C:\\src\\a.cs': { 3: true },
    'C:\\src\\b.cs': { 3: false },
  })
})

test('identities that each module counts anew', () => {
  const one = module(file(1, 'a.cs'), method('V C::M()', sequencePoint([3, 1, 3, 9, 1])))
  const other = module(file(1, 'b.cs'), method('V C::M()', sequencePoint([4, 1, 4, 9, 0])))
  expect(hitsOf(readIn(readOpenCover, session(one, other)))).toEqual({
    'a.cs': { 3: true },
    'b.cs': { 4: false },
  })
})

test('older versions name the file only for the method', () => {
  const report = session(module(file(1, 'a.cs'), method('V C::M()', sequencePoint([3, 1, 3, 9, 1], ''))))
  expect(hitsOf(readIn(readOpenCover, report))).toEqual({ 'a.cs': { 3: true } })
})

test('what was skipped names nothing, and a file that no point refers to is not reported', () => {
  const skipped = `<Module skippedDueTo="Filter"><ModuleName>x</ModuleName><Files>${file(9, 'x.cs')}</Files><Classes /></Module>`
  const files = file(1, 'a.cs') + file(2, 'excluded.cs')
  const methods = `<Method skippedDueTo="Attribute"><Name>V C::N()</Name></Method>${method('V C::M()', sequencePoint([3, 1, 3, 9, 1]))}`
  expect(hitsOf(readIn(readOpenCover, session(skipped, module(files, methods))))).toEqual({
    'a.cs': { 3: true },
  })
})

test('code without a place is not measured', () => {
  const hidden = [0xfeefee, 0xf00f00, 0].map(line => sequencePoint([line, 0, line, 0, 0])).join('')
  const nowhere = sequencePoint([3, 1, 3, 9, 0], ' fileid="0"')
  const report = session(
    module(file(1, 'a.cs'), method('V C::M()', hidden + nowhere + sequencePoint([4, 1, 4, 9, 1]))),
  )
  expect(hitsOf(readIn(readOpenCover, report))).toEqual({ 'a.cs': { 4: true } })
  expect(detailOf(report).functions).toMatchObject([{ line: 4, endLine: 4 }])
})

test('symbols that know no ends, large counts and counts of other kinds', () => {
  const report = ofPoints([3, 0, 0, 0, '99999999999999999999'], [4, 1, 2, 1, '-1'], [5, 1, 5, 2, '1e3'])
  expect(hitsOf(readIn(readOpenCover, report))).toEqual({ 'a.cs': { 3: true, 4: false, 5: true } })
  expect(detailOf(report).statements?.[0]?.range).toEqual({
    start: { line: 3, column: 0 },
    end: { line: 3, column: 0 },
  })
})

test('branches: told apart by method, place and way; without a line in the oldest versions, and then left out', () => {
  const branch = (path: number, vc: number, more = 'sl="3" fileid="1"') =>
    `<BranchPoint vc="${vc}" uspid="3" ordinal="0" path="${path}" offset="8" offsetend="9" ${more} />`
  const point = sequencePoint([3, 1, 3, 9, 1])
  const methods =
    method('V C::M()', point, branch(0, 1) + branch(1, 0) + branch(1, 2) + branch(2, 0, '')) +
    method('V C::N()', point, branch(0, 0))
  const detail = detailOf(session(module(file(1, 'a.cs'), methods)))
  expect(detail.branches?.map(({ line, taken }) => [line, taken])).toEqual([
    [3, true],
    [3, true],
    [3, false],
  ])
  expect(detailOf(ofPoints([3, 1, 3, 9, 1])).branches).toBeNull()
})

test.each([
  ['another root', '<coverage><Modules/></coverage>', /damaged: .*not <CoverageSession>/],
  ['no module', session(), /empty: /],
  ['only skipped ones', session('<Module skippedDueTo="Filter"><Files /></Module>'), /empty: /],
  [
    'a point of no file',
    session(module('', method('V C::M()', sequencePoint([3, 1, 3, 9, 1])))),
    /damaged: .*file "1"/,
  ],
  ['a file without a path', session(module('<File uid="1" />', '')), /damaged: .*no uid, or no path/],
  ['a point without visits', ofPoints([3, 1, 3, 9, 'x']), /damaged: .*no number of visits/],
  ['a line that is no number', ofPoints([Number.NaN, 1, 3, 9, 1]), /damaged/],
  ['a line that no file has', ofPoints([99_999_999, 1, 99_999_999, 9, 1]), /hostile: .*line 99999999/],
  ['an end that no file has', ofPoints([3, 1, 99_999_999, 9, 1]), /hostile: .*line 99999999/],
  [
    'entities of its own',
    `<!DOCTYPE CoverageSession [<!ENTITY a "b">]>${ofPoints([3, 1, 3, 9, 1]).replace(/^.*\n/, '')}`,
    /hostile/,
  ],
  ['elements without end', `<CoverageSession>${'<Modules>'.repeat(1000)}`, /too deep/],
])('%s is an error', (_, report, message) => {
  expect(faultOf(readOpenCover, report)).toMatch(message)
})

describe('opencover', () => provesReader(readOpenCover, fixture('coverage-model/opencover-with-bom.xml')))

/** One module and one method a file. */
function print(files: Files): string {
  return session(
    ...Object.entries(files).map(([path, hits], index) => {
      const id = ` fileid="${index + 1}"`
      const points = Object.entries(hits).map(([line, count]) =>
        sequencePoint([Number(line), 1, Number(line), 9, count], id),
      )
      return module(
        file(index + 1, path),
        method('V C::M()', points.join('\n'), '', `<FileRef uid="${index + 1}" />`),
      )
    }),
  )
}

/** Files of which something is measured: others have no point. */
const measured = (files: Files) =>
  Object.fromEntries(Object.entries(files).filter(([, hits]) => Object.keys(hits).length > 0))

test.each([
  ['as it is', print],
  [
    'with tracked methods',
    (files: Files) =>
      print(files).replaceAll(
        /(<SequencePoint [^>]*) \/>/g,
        '$1><TrackedMethodRefs><TrackedMethodRef uid="1" vc="1" /></TrackedMethodRefs></SequencePoint>',
      ),
  ],
  [
    'without columns, in single quotes',
    (files: Files) =>
      print(files)
        .replaceAll(/ (?:sc|ec|el)="\d+"/g, '')
        .replaceAll(/ (vc|sl|fileid)="(\d+)"/g, " $1='$2'"),
  ],
])('OpenCover %s says what was written, however it is cut', (_, dialect) =>
  provesDialect(readOpenCover, dialect, measured),
)

test('counts of the whole report', () => {
  expect(countsOf(readIn(readOpenCover, print({ 'a.cs': { 1: 1, 2: 0 }, 'b.cs': { 9: 2 } })))).toEqual({
    'a.cs': [2, 1],
    'b.cs': [1, 1],
  })
})
