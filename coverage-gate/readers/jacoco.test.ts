import { describe, expect, test } from 'vitest'
import { type Files, provesDialect, provesReader } from '../../test/reader-suite.ts'
import { countsOf, faultOf, fixture, hitsOf, nothing, readIn } from '../../test/report-bytes.ts'
import { readJacoco } from './jacoco.ts'
import type { ReadReport } from './reader.ts'

const prolog =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">'

/** A report of the source file a/F.java with this inside. */
function fileOf(...inside: readonly string[]): string {
  return reportOf(`<package name="a"><sourcefile name="F.java">${inside.join('\n')}</sourcefile></package>`)
}

function reportOf(inside: string): string {
  return `${prolog}<report name="r"><sessioninfo id="host-1" start="1" dump="2"/>${inside}</report>`
}

function takenOf(report: string): readonly string[] {
  const branches = readIn(readJacoco, report).files[0]?.details.flatMap(detail => detail.branches ?? [])
  return (branches ?? []).map(({ key, taken }) => `${key} ${taken ? 'taken' : 'not'}`)
}

function sum(counts: Readonly<Record<string, readonly [number, number]>>): readonly [number, number] {
  const all = Object.values(counts)
  return [all.reduce((total, [each]) => total + each, 0), all.reduce((total, [, each]) => total + each, 0)]
}

describe('reports of real tools', () => {
  test('one file, held against its source by hand', () => {
    const source = fixture('coverage-plugin/PathUtil.java.txt').toString().split('\n')
    const report = readIn(readJacoco, fixture('coverage-plugin/jacoco-path-util.xml'))
    const path = '**/edu/hm/hafner/util/PathUtil.java'
    expect(countsOf(report)).toEqual({ [path]: [43, 43] })
    const hits = hitsOf(report)[path] ?? {}
    // What is code, and what is not: the constructor that the class has by itself, `try {`, a comment, a bracket.
    expect(source[19]).toBe('public class PathUtil {')
    expect(source[41]).toBe('            return Files.exists(Paths.get(fileName));')
    expect(source[172]).toContain('if (path.isAbsolute())')
    expect([20, 42, 44, 45, 173].map(line => hits[line])).toEqual([true, true, true, true, true])
    expect([19, 40, 41, 43, 46, 47].map(line => hits[line])).toEqual(Array(6).fill(undefined))
    const [detail] = report.files[0]?.details ?? []
    expect(detail?.branches?.filter(each => each.line === 173).map(each => each.taken)).toEqual([true, true])
    expect(detail?.branches).toHaveLength(14)
    expect(detail?.functions).toHaveLength(14)
    expect(detail?.functions?.slice(0, 3)).toEqual([
      { name: '<init>', line: 20, endLine: null, range: null, hit: true },
      { name: 'exists', line: 42, endLine: 45, range: null, hit: true },
      { name: 'exists', line: 67, endLine: null, range: null, hit: true },
    ])
  })

  test('a whole project: the totals are those that the report itself gives', () => {
    const report = readIn(readJacoco, fixture('coverage-model/jacoco-codingstyle.xml'))
    const counters = fixture('coverage-model/jacoco-codingstyle.xml').toString().split('</package>').at(-1)
    const counter = (type: string) => {
      const [, missed, covered] =
        new RegExp(`"${type}" missed="(\\d+)" covered="(\\d+)"`).exec(counters ?? '') ?? []
      return [Number(missed) + Number(covered), Number(covered)]
    }
    expect(counter('LINE')[0]).toBeGreaterThan(300)
    expect(sum(countsOf(report))).toEqual(counter('LINE'))
    const details = report.files.flatMap(file => file.details)
    const branches = details.flatMap(detail => detail.branches ?? [])
    expect([branches.length, branches.filter(each => each.taken).length]).toEqual(counter('BRANCH'))
    const functions = details.flatMap(detail => detail.functions ?? [])
    expect([functions.length, functions.filter(each => each.hit).length]).toEqual(counter('METHOD'))
  })

  test('several modules, by DTD 1.0, whose classes do not name their source', () => {
    const report = readIn(readJacoco, fixture('coverage-model/jacoco-groups.xml'))
    expect(countsOf(report)).toEqual({
      'org.jacoco.agent/**/org/jacoco/agent/AgentJar.java': [27, 24],
      'org.jacoco.agent.rt/**/org/jacoco/agent/rt/RT.java': [1, 0],
      'org.jacoco.agent.rt/**/com/vladium/emma/rt/RT.java': [6, 0],
    })
    expect(report.files[0]?.details[0]?.functions).toBeNull()
  })
})

describe('a real report', () =>
  provesReader(readJacoco, fixture('coverage-plugin/jacoco-path-util-short.xml')))

test.each([
  ['<line nr="7" mi="0" ci="3" mb="0" cb="0"/>', true],
  ['<line nr="7" mi="2" ci="0" mb="0" cb="0"/>', false],
  ['<line nr="7" mi="2" ci="1" mb="0" cb="0"/>', true],
  ['<line nr="7" mi="0" ci="3" mb="0" cb="0" />', true],
  ["<line  nr='7'\n\tmi='1' ci='0' />", false],
  ['<line ci="4" nr="7" mi="0"></line>', true],
  ['<line nr="7" mi="0" ci="00" mb="0" cb="0"/>', undefined],
  ['<line nr="7" mi="00" ci="0" mb="0" cb="0"></line>', undefined],
  ['<line nr="7" mi="0" ci="99999999999999999999" mb="0" cb="0"/>', true],
])('%s', (line, hit) => {
  const report = fileOf(line, '<line nr="9" mi="1" ci="0" mb="0" cb="0"/>')
  for (const wanted of [() => true, nothing]) {
    expect(hitsOf(readIn(readJacoco, report, wanted))['**/a/F.java']?.[7]).toBe(hit)
  }
})

test.each([
  '<line mi="0" ci="1"/>',
  '<line nr="7" ci="1"/>',
  '<line nr="7" mi="1"/>',
  '<line nr="x" mi="0" ci="1" mb="0" cb="0"/>',
  '<line nr="7" mi="0" ci="-1" mb="0" cb="0"/>',
  '<line nr="7" mi="0" ci="" mb="0" cb="0"/>',
  '<line nr="7" mi="0" ci="1" mb="?" cb="0"/>',
])('%s is damage', line => {
  expect(faultOf(readJacoco, fileOf(line))).toMatch(
    /^report\.damaged: .* a line of ".*F\.java" has no number/,
  )
})

test.each([
  ['mb="1" cb="1"', ['7:0/2 taken', '7:1/2 not']],
  ['mb="0" cb="2"', ['7:0/2 taken', '7:1/2 taken']],
  ['mb="4" cb="0"', ['7:0/4 not', '7:1/4 not', '7:2/4 not', '7:3/4 not']],
  ['mb="0" cb="0"', []],
  ['', []],
])('branches %s are counted from the first', (branches, taken) => {
  expect(takenOf(fileOf(`<line nr="7" mi="0" ci="1" ${branches}/>`))).toEqual(taken)
})

test('a method ends where its lines do, if no other begins among them', () => {
  const method = (name: string, line: number, lines: number, covered: number) =>
    `<method name="${name}" desc="()V" line="${line}"><counter type="LINE" missed="${lines - covered}" covered="${covered}"/><counter type="METHOD" missed="0" covered="${covered > 0 ? 1 : 0}"/></method>`
  const methods = [method('outer', 2, 4, 3), method('lambda$outer$0', 4, 2, 0), method('last', 9, 2, 2)]
  const lines = [2, 3, 4, 5, 7, 9, 11].map(line => `<line nr="${line}" mi="0" ci="1" mb="0" cb="0"/>`)
  const report = reportOf(
    `<package name="a"><class name="a/F" sourcefilename="F.java">${methods.join('')}<method name="values" desc="()V"/></class><class name="a/G"/><sourcefile name="F.java">${lines.join('')}</sourcefile></package>`,
  )
  expect(readIn(readJacoco, report).files[0]?.details[0]?.functions).toEqual([
    { name: 'outer', line: 2, endLine: null, range: null, hit: true },
    { name: 'lambda$outer$0', line: 4, endLine: 5, range: null, hit: false },
    { name: 'last', line: 9, endLine: 11, range: null, hit: true },
  ])
})

test('the same package and file in two modules are two files, also where groups nest', () => {
  const module = (name: string, covered: number) =>
    `<group name="${name}"><package name="a"><sourcefile name="F.java"><line nr="1" mi="1" ci="${covered}" mb="0" cb="0"/></sourcefile></package></group>`
  const nested = `<group name="all">${module('one', 0)}${module('two', 1)}</group>${module('', 2)}`
  expect(hitsOf(readIn(readJacoco, reportOf(nested)))).toEqual({
    'all/one/**/a/F.java': { 1: false },
    'all/two/**/a/F.java': { 1: true },
    '**/a/F.java': { 1: true },
  })
})

test.each([
  ['<package name="">', '<sourcefile name="F.kt">', '**/F.kt'],
  ['<package>', '<sourcefile name="F.kt">', '**/F.kt'],
  ['<package name="a/b&amp;c">', '<sourcefile name="&#252;.kt">', '**/a/b&c/ü.kt'],
  ['<package name="/srv/app">', '<sourcefile name="F.ps1">', '/srv/app/F.ps1'],
  ['<package name="C:\\app">', '<sourcefile name="F.ps1">', 'C:\\app/F.ps1'],
])('%s%s is %s', (opened, file, path) => {
  const report = reportOf(`${opened}${file}<line nr="1" mi="0" ci="1"/></sourcefile></package>`)
  expect(Object.keys(hitsOf(readIn(readJacoco, report)))).toEqual([path])
})

test('classes without line numbers, and no classes at all, measure nothing', () => {
  const counter = '<counter type="METHOD" missed="1" covered="0"/>'
  const classes = `<package name="a"><class name="a/F"><method name="f" desc="()V">${counter}</method></class></package>`
  expect(faultOf(readJacoco, reportOf(classes))).toMatch(
    /^report\.empty: .*1 classes, none with line numbers/,
  )
  expect(faultOf(readJacoco, reportOf(''))).toMatch(/^report\.empty: /)
  expect(faultOf(readJacoco, fileOf(counter))).toMatch(/^report\.empty: .*1 file/)
})

const line = '<line nr="1" mi="0" ci="1" mb="0" cb="0"/>'
test.each([
  [
    'a line beyond any source',
    fileOf('<line nr="99999999" mi="0" ci="1" mb="0" cb="0"/>'),
    'hostile',
    'line 99999999',
  ],
  [
    'an entity',
    fileOf(line).replace('"report.dtd">', '"report.dtd" [<!ENTITY a "b">]>'),
    'hostile',
    'declares',
  ],
  ['a file in a file', fileOf('<sourcefile name="G.java"/>'), 'damaged', 'begins within'],
  ['a file without a name', reportOf('<package name="a"><sourcefile/></package>'), 'damaged', 'has no name'],
  ['another root', '<coverage><package name="a"/></coverage>', 'damaged', 'its root is not <report>'],
  ['a report behind a report', fileOf(line) + fileOf(line).replace(prolog, ''), 'damaged', 'a second root'],
  ['a line cut off', fileOf('<line nr="1" mi="0" ci="1" mb="0" <line'), 'damaged', 'not well-formed'],
  ['a counter cut off', fileOf('<counter type="LINE" missed="0" cov<counter'), 'damaged', 'not well-formed'],
])('%s', (_, report, code, why) => {
  const fault = faultOf(readJacoco, report)
  expect(fault).toContain(`report.${code}: `)
  expect(fault).toContain(why)
})

test('only wanted files are read in depth, with the same lines', () => {
  const report = fixture('coverage-model/jacoco-codingstyle.xml')
  const shallow = readIn(readJacoco, report, nothing)
  expect(hitsOf(shallow)).toEqual(hitsOf(readIn(readJacoco, report)))
  expect(shallow.files.flatMap(file => file.details)).toEqual([])
})

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** Each file as a source file of the package of its directory. */
function print(files: Files, lineOf: (line: string, hits: number) => string): string {
  const packages = Object.entries(files).map(([path, hits]) => {
    const at = Math.max(path.lastIndexOf('/'), 0)
    const [directory, file] = at === 0 ? ['', path] : [path.slice(0, at), path.slice(at + 1)]
    const lines = Object.entries(hits).map(([each, count]) => lineOf(each, count))
    const named = file === '' ? ['', path] : [directory, file]
    return `<package name="${xml(named[0] ?? '')}"><class name="C" sourcefilename="${xml(named[1] ?? '')}"><method name="f" desc="()V" line="1"><counter type="METHOD" missed="0" covered="1"/></method></class><sourcefile name="${xml(named[1] ?? '')}">${lines.join('')}</sourcefile></package>`
  })
  return reportOf(packages.join('\n'))
}

/** With the paths as they were before "in some directory" was put before them. */
const read: ReadReport = (bytes, wanted) => {
  const content = readJacoco(bytes, wanted)
  return {
    ...content,
    files: content.files.map(file => ({ ...file, path: file.path.replace(/^\*\*\//, '') })),
  }
}

test.each([
  [
    'JaCoCo',
    (nr: string, hits: number) => `<line nr="${nr}" mi="${hits > 0 ? 0 : 3}" ci="${hits}" mb="0" cb="0"/>`,
  ],
  [
    'indented, with branches',
    (nr: string, hits: number) => `\n    <line nr="${nr}" mi="1" ci="${hits}" mb="1" cb="${hits}"/>`,
  ],
  ['Pester', (nr: string, hits: number) => `\r\n<line nr="${nr}" mi="1" ci="${hits}" mb="0" cb="0" />`],
  ['of another order', (nr: string, hits: number) => `<line ci='${hits}' mi='1' nr='${nr}'></line>`],
])('%s says what was written, however it is cut', (_, lineOf) =>
  provesDialect(read, files => print(files, lineOf)),
)
