import { describe, expect, test } from 'vitest'
import { type Files, provesDialect, provesReader } from '../../test/reader-suite.ts'
import { countsOf, faultOf, fixture, hitsOf, nothing, readIn } from '../../test/report-bytes.ts'
import { readClover } from './clover.ts'

function reportOf(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<coverage generated="1" clover="4.5.2"><project timestamp="1" name="All files"><metrics statements="1"/>${inside}</project></coverage>`
}

/** A report of the file a.js with these lines. */
function fileOf(...lines: readonly string[]): string {
  return reportOf(`<package name="p"><file name="a.js" path="src/a.js">${lines.join('\n')}</file></package>`)
}

function branchesOf(report: string): readonly string[] {
  const branches = readIn(readClover, report).files[0]?.details.flatMap(detail => detail.branches ?? [])
  return (branches ?? []).map(({ key, taken }) => `${key} ${taken ? 'taken' : 'not'}`)
}

describe('reports of real tools', () => {
  test('Istanbul: paths that are absolute, the statements that each file says it has', () => {
    const counts = countsOf(readIn(readClover, fixture('coverage-model/clover.xml')))
    const directory = '/home/jenkins/agent/workspace/dir/src/js'
    expect(counts).toEqual({
      [`${directory}/actions/File1.js`]: [68, 68],
      [`${directory}/actions/File2.js`]: [40, 33],
      [`${directory}/components/File3.jsx`]: [17, 11],
      [`${directory}/components/File4.jsx`]: [21, 17],
      [`${directory}/components/File5.jsx`]: [8, 7],
      [`${directory}/components/AddEditCategories/File6.jsx`]: [11, 7],
    })
  })

  test('Clover 1 for Java: methods, statements and conditions are lines', () => {
    const content = readIn(readClover, fixture('coverage-model/clover-java.xml'))
    const path = String.raw`C:\local\maven\helpers\hudson\clover\src\main\java\hudson\plugins\clover\CloverCoverageParser.java`
    const parser = content.files.find(file => file.path === path)
    expect(hitsOf(content)[path]).toEqual({ 16: true, 17: true, 18: false, 19: false, 20: false, 22: false })
    expect(parser?.details[0]).toMatchObject({
      scheme: 'clover',
      branches: [
        { key: '17:0:true', line: 17, taken: true },
        { key: '17:0:false', line: 17, taken: false },
      ],
      functions: [{ name: '', line: 16, endLine: null, hit: true }],
    })
    // A file without a line has no code, and no branches in a report that tells them.
    expect(content.files.find(file => file.path.endsWith('CloverBuildAction.java'))).toMatchObject({
      lines: new Uint8Array(0),
      details: [{ branches: [], functions: [] }],
    })
  })

  test.each(['NamespacedBankAccount.xml', 'OpenClover-NamespacedBankAccount.xml'])('PHPUnit: %s', report => {
    const content = readIn(readClover, fixture(`php-code-coverage/${report}`))
    const path = '/home/ci/bank/src/NamespacedBankAccount.php'
    const [ran, missed] = [
      [11, 13, 25, 27, 29, 32, 34, 36],
      [16, 18, 19, 21],
    ]
    expect(hitsOf(content)).toEqual({
      [path]: Object.fromEntries([...ran.map(each => [each, true]), ...missed.map(each => [each, false])]),
    })
    expect(content.files[0]?.details[0]?.branches).toBeNull()
    expect(content.files[0]?.details[0]?.functions?.map(each => [each.name, each.line, each.hit])).toEqual([
      ['getBalance', 11, true],
      ['setBalance', 16, false],
      ['depositMoney', 25, true],
      ['withdrawMoney', 32, true],
    ])
  })
})

describe('a real report', () =>
  provesReader(readClover, fixture('php-code-coverage/NamespacedBankAccount.xml')))

test.each([
  ['<line num="7" count="1" type="stmt"/>', true],
  ['<line num="7" count="0" type="stmt"/>', false],
  ['<line num="7" type="stmt" count="12"/>', true],
  ['<line num="7" count="0" type="cond" truecount="0" falsecount="2"/>', false],
  ['<line num="7" count="3" type="cond" truecount="1" falsecount="1"/>', true],
  ['<line num="7" falsecount="0" type="cond" truecount="1"/>', true],
  ['<line num="7" type="cond" truecount="0" falsecount="4"/>', true],
  ['<line num="7" type="cond" truecount="0" falsecount="0"/>', false],
  ['<line num="7" type="method" name="f" visibility="public" complexity="1" crap="1" count="2"/>', true],
  ['<line num="7" count="0" signature="f(int) : void" type="method" testsuccess="true"/>', false],
  ['<line num="7" count="1"/>', true],
  ["<line  num='7'\n\ttype='stmt' count='0' />", false],
  ['<line num="7" count="18446744073709551616" type="stmt"/>', true],
  ['<line num="7" count="1.5" type="stmt"/>', true],
  ['<line num="7" count="-3" type="stmt"></line>', false],
])('%s', (line, hit) => {
  for (const wanted of [() => true, nothing]) {
    expect(hitsOf(readIn(readClover, fileOf(line), wanted))).toEqual({ 'src/a.js': { 7: hit } })
  }
})

test('of several elements for one line one that ran makes it covered', () => {
  const method = '<line num="3" type="method" count="1" signature="f()"/>'
  const lines = [
    method,
    '<line num="3" type="stmt" count="0"/>',
    '<line num="3" type="cond" truecount="0" falsecount="0"/>',
  ]
  expect(hitsOf(readIn(readClover, fileOf(...lines)))).toEqual({ 'src/a.js': { 3: true } })
  expect(hitsOf(readIn(readClover, fileOf(...lines.slice(1))))).toEqual({ 'src/a.js': { 3: false } })
})

test.each([
  ['count="5" type="cond" truecount="2" falsecount="1"', ['7:0/3 taken', '7:1/3 taken', '7:2/3 not']],
  ['count="5" type="cond" truecount="2" falsecount="0"', ['7:0/2 taken', '7:1/2 taken']],
  ['count="5" type="cond" truecount="0" falsecount="0"', []],
  ['type="cond" truecount="9" falsecount="0"', ['7:0:true taken', '7:0:false not']],
  ['type="cond" truecount="9" falsecount="3"', ['7:0:true taken', '7:0:false taken']],
  ['count="5" type="stmt"', []],
])('%s', (attributes, taken) => {
  expect(branchesOf(fileOf(`<line num="7" ${attributes}/>`))).toEqual(taken)
})

test('two conditions on one line are told apart', () => {
  const lines = ['truecount="1" falsecount="0"', 'truecount="0" falsecount="1"']
  const report = fileOf(...lines.map(each => `<line num="7" type="cond" ${each}/>`))
  expect(branchesOf(report)).toEqual(['7:0:true taken', '7:0:false not', '7:1:true not', '7:1:false taken'])
})

test('a signature is named by what stands before its parameters', () => {
  const signatures = ['exists(String,int) : boolean', 'f()', 'Foo', 'public &lt;T&gt; T get (int a)']
  const lines = signatures.map(
    (each, index) => `<line num="${index + 1}" type="method" count="1" signature="${each}"/>`,
  )
  const [detail] = readIn(readClover, fileOf(...lines)).files[0]?.details ?? []
  expect(detail?.functions?.map(each => each.name)).toEqual(['exists', 'f', 'Foo', 'get'])
})

test('files are found wherever they stand, by their path or else by their name', () => {
  const line = '<line num="1" type="stmt" count="1"/>'
  const test_ = `<testproject timestamp="1"><package name="t"><file name="T.java" path="/t/T.java">${line}</file></package></testproject>`
  const report = reportOf(
    `<file name="/app/direct.php">${line}</file><package name="p"><file path="" name="named.js">${line}</file></package>`,
  ).replace('</coverage>', `${test_}</coverage>`)
  expect(Object.keys(hitsOf(readIn(readClover, report)))).toEqual([
    '/app/direct.php',
    'named.js',
    '/t/T.java',
  ])
})

const line = '<line num="1" count="1" type="stmt"/>'
test.each([
  ['a line without a number', fileOf('<line count="1" type="stmt"/>'), 'damaged', 'has no number'],
  ['a line of another number', fileOf('<line num="x" count="1" type="stmt"/>'), 'damaged', 'has no number'],
  ['a statement without a count', fileOf('<line num="1" type="stmt"/>'), 'damaged', 'how often'],
  [
    'a statement with true counts',
    fileOf('<line num="1" type="stmt" truecount="1"/>'),
    'damaged',
    'how often',
  ],
  ['half a condition', fileOf('<line num="1" type="cond" truecount="0"/>'), 'damaged', 'how often'],
  ['a condition without counts', fileOf('<line num="1" type="cond"/>'), 'damaged', 'how often'],
  ['a count of another kind', fileOf('<line num="1" type="stmt" count="many"/>'), 'damaged', 'how often'],
  ['an empty count', fileOf('<line num="1" count="" type="stmt"/>'), 'damaged', 'how often'],
  ['a file without a name', reportOf(`<file>${line}</file>`), 'damaged', 'neither a path nor a name'],
  ['a file in a file', fileOf('<file name="b.js"/>'), 'damaged', 'begins within "src/a.js"'],
  ['another root', `<report><file name="a">${line}</file></report>`, 'damaged', 'its root is not <coverage>'],
  ['a line cut off', fileOf('<line num="1" count="1" type="stmt<line'), 'damaged', 'not well-formed'],
  [
    'a line beyond any source',
    fileOf('<line num="99999999" count="1" type="stmt"/>'),
    'hostile',
    'line 99999999',
  ],
  [
    'an entity',
    `<!DOCTYPE coverage [<!ENTITY a "b">]>${fileOf(line).replace(/^.*\n/, '')}`,
    'hostile',
    'declares',
  ],
  ['no files', reportOf(''), 'empty', 'it lists none'],
  ['no lines', fileOf(), 'empty', '1 file'],
])('%s', (_, report, code, why) => {
  const fault = faultOf(readClover, report)
  expect(fault).toContain(`report.${code}: `)
  expect(fault).toContain(why)
})

test('only wanted files are read in depth, with the same lines', () => {
  for (const path of ['coverage-model/clover.xml', 'coverage-model/clover-java.xml']) {
    const shallow = readIn(readClover, fixture(path), nothing)
    expect(hitsOf(shallow)).toEqual(hitsOf(readIn(readClover, fixture(path))))
    expect(shallow.files.flatMap(file => file.details)).toEqual([])
  }
})

test('conditions that are seen in a file that is not read in depth make the report one that carries branches', () => {
  const files = (type: string) =>
    reportOf(`<file name="a.js">${line}</file><file name="b.js"><line num="1" count="1" ${type}/></file>`)
  const branchesIn = (report: string) =>
    readIn(readClover, report, path => path === 'a.js').files.find(file => file.path === 'a.js')?.details[0]
      ?.branches
  expect(branchesIn(files('type="cond" truecount="1" falsecount="0"'))).toEqual([])
  expect(branchesIn(files('type="stmt"'))).toBeNull()
})

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

function print(files: Files, name: 'path' | 'name', lineOf: (line: string, hits: number) => string): string {
  const all = Object.entries(files).map(([path, hits]) => {
    const lines = Object.entries(hits).map(([each, count]) => lineOf(each, count))
    return `<file ${name === 'path' ? 'name="x" ' : ''}${name}="${xml(path)}"><metrics statements="${lines.length}"/>${lines.join('')}</file>`
  })
  return reportOf(`<package name="p">${all.join('\n')}</package>`)
}

test.each([
  ['Istanbul', 'path', (num: string, hits: number) => `\n<line num="${num}" count="${hits}" type="stmt"/>`],
  [
    'Istanbul with branches',
    'path',
    (num: string, hits: number) =>
      `<line num="${num}" count="${hits}" type="cond" truecount="${hits}" falsecount="1"/>`,
  ],
  ['PHPUnit', 'name', (num: string, hits: number) => `<line num="${num}" type="stmt" count="${hits}"/>`],
  [
    'PHPUnit, methods only',
    'name',
    (num: string, hits: number) => `<line num="${num}" type="method" name="f" crap="1" count="${hits}"/>`,
  ],
  [
    'OpenClover',
    'path',
    (num: string, hits: number) =>
      `<line num="${num}" type="stmt" count="0"/><line falsecount="0" num="${num}" truecount="${hits}" type="cond"/>`,
  ],
  [
    'of another order',
    'path',
    (num: string, hits: number) => `<line type='stmt' count='${hits}' num='${num}' ></line>`,
  ],
] as const)('%s says what was written, however it is cut', (_, name, lineOf) =>
  provesDialect(readClover, files => print(files, name, lineOf)),
)
