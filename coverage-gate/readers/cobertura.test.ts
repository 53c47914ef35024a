import { describe, expect, test } from 'vitest'
import { countsOf, faultOf, fixture, hitsOf, nothing, readIn } from '../../test/report-bytes.ts'
import { readCobertura } from './cobertura.ts'

const prolog = '<?xml version="1.0" ?>\n'

/** A report of one class in the file a.c, with this inside. */
function classOf(inside: string, attributes = 'filename="a.c"'): string {
  return `${prolog}<coverage line-rate="1"><packages><package name="p"><classes><class name="A" ${attributes}>${inside}</class></classes></package></packages></coverage>`
}

/** A report of one class with these lines. */
function linesOf(...lines: readonly string[]): string {
  return classOf(`<methods/><lines>${lines.join('\n')}</lines>`)
}

function takenOf(report: string): readonly string[] {
  const branches = readIn(readCobertura, report).files[0]?.details.flatMap(detail => detail.branches ?? [])
  return (branches ?? []).map(({ key, taken }) => `${key} ${taken ? 'taken' : 'not'}`)
}

describe('reports of real tools', () => {
  test('Istanbul: the totals are those that the report itself gives', () => {
    const content = readIn(readCobertura, fixture('coverage-model/cobertura-ts.xml'))
    const counts = Object.values(countsOf(content))
    expect(counts.reduce((sum, [total]) => sum + total, 0)).toBe(156)
    expect(counts.reduce((sum, [, covered]) => sum + covered, 0)).toBe(63)
    const branches = content.files.flatMap(file => file.details.flatMap(detail => detail.branches ?? []))
    // The report's own total is 41, but the writer leaves out branches on lines where no statement begins.
    expect([branches.length, branches.filter(branch => branch.taken).length]).toEqual([32, 21])
    expect(content.sources).toEqual(['/var/jenkins_home/workspace/imdb-songs_imdb-songs_PR-14/PR-14-15'])
    expect(content.files[0]?.path).toBe('libs/env/src/env.ts')
    expect(content.files[0]?.details[0]?.functions).toContainEqual({
      name: 'getEnv',
      line: 18,
      endLine: null,
      range: null,
      hit: true,
    })
  })

  test('coverlet: a byte order mark, sources with white space, methods that span lines', () => {
    const content = readIn(readCobertura, fixture('diff_cover/dotnet_coverage.xml'))
    expect(content.sources).toEqual(['--source', '/code/samplediff/SampleApp'])
    expect(countsOf(content)).toEqual({ 'Sample.cs': [12, 9] })
    expect(content.files[0]?.details[0]).toMatchObject({ scheme: 'cobertura', branches: null })
    expect(content.files[0]?.details[0]?.functions).toEqual([
      { name: 'DoSomething', line: 11, endLine: 20, range: null, hit: true },
      { name: 'DoSomethingNew', line: 23, endLine: 25, range: null, hit: false },
    ])
  })

  test('Cobertura itself: several roots, names with entities', () => {
    const content = readIn(readCobertura, fixture('ReportGenerator/Cobertura2.1.1-MultiSource.xml'))
    expect(content.sources).toEqual(['--dummy', 'C:/temp'])
    const counts = Object.values(countsOf(content))
    expect(counts).toHaveLength(7)
    expect(counts.reduce((sum, [total]) => sum + total, 0)).toBe(36)
    expect(counts.reduce((sum, [, covered]) => sum + covered, 0)).toBe(24)
    expect(content.files[0]?.details[0]?.functions?.[0]?.name).toBe('<init>')
  })

  test('gcovr: a line of a template several times is covered if one of them is', () => {
    const report = fixture('coverage-model/cobertura-duplicate-lines.xml')
    expect(hitsOf(readIn(readCobertura, report))).toEqual({
      'path/to/foobar.cc': { 81: true, 82: true, 83: true, 84: false, 85: true, 86: true, 87: false },
    })
    const taken = takenOf(report.toString())
    expect(taken.filter(each => each.startsWith('86:'))).toEqual([
      '86:0/4 taken',
      '86:1/4 taken',
      '86:2/4 taken',
      '86:3/4 not',
    ])
    expect(taken.filter(each => each.startsWith('82:'))).toHaveLength(4)
  })

  test('a Windows path is kept as it is written', () => {
    const content = readIn(readCobertura, fixture('coverage-model/cobertura-absolute-path.xml'))
    const path = 'D:\\Build\\workspace\\esignPlugins_test-jenkins-plugin\\Numbers\\PrimeService.cs'
    expect(countsOf(content)).toEqual({ [path]: [12, 12] })
    expect(content.sources).toEqual(['D:\\'])
  })

  test('the lines of the class decide, not those of its methods', () => {
    for (const part of ['a', 'b']) {
      const content = readIn(readCobertura, fixture(`coverage-model/merge-issue-244-${part}.xml`))
      expect(Object.values(hitsOf(content))).toEqual([{ 25: true, 39: false, 40: false }])
    }
  })
})

test.each([
  ['<line number="7" hits="1"/>', true],
  ['<line number="7" hits="0"/>', false],
  ['<line hits="3" number="7"/>', true],
  ["<line  number='7'\n\thits='0' branch='false' />", false],
  ['<line branch="false" hits="12" number = "7"></line>', true],
  ['<line number="7" hits="18446744073709551616"/>', true],
  ['<line number="7" hits="-1"/>', false],
  ['<line number="7" hits="1.5"/>', true],
  ['<line number="&#55;" hits="0"/>', null],
])('%s', (line, hit) => {
  if (hit === null) expect(faultOf(readCobertura, linesOf(line))).toContain('report.damaged')
  else expect(hitsOf(readIn(readCobertura, linesOf(line)))).toEqual({ 'a.c': { 7: hit } })
})

test.each([
  '<line number="7"/>',
  '<line hits="1"/>',
  '<line number="x" hits="1"/>',
  '<line number="7" hits=""/>',
  '<line number="7" hits="many"/>',
  '<line number="-7" hits="1"/>',
])('%s is damage', line => {
  expect(faultOf(readCobertura, linesOf(line))).toMatch(/^report\.damaged: .* a line of "a\.c" has no number/)
})

test('a line beyond any source is refused; what compilers hide is no line', () => {
  expect(faultOf(readCobertura, linesOf('<line number="99999999" hits="1"/>'))).toContain('report.hostile')
  const hidden = '<line number="16707566" hits="0"/>'
  expect(hitsOf(readIn(readCobertura, linesOf('<line number="1" hits="1"/>', hidden)))).toEqual({
    'a.c': { 1: true },
  })
})

test.each([
  ['50% (1/2)', ['7:0/2 taken', '7:1/2 not']],
  ['100% (2/2)', ['7:0/2 taken', '7:1/2 taken']],
  ['0% (0/1)', ['7:0/1 not']],
  ['50%', ['7:0/2 taken', '7:1/2 not']],
  ['0%', ['7:0/2 not', '7:1/2 not']],
  ['100.0 %', ['7:0/2 taken', '7:1/2 taken']],
  ['', []],
])('condition-coverage="%s"', (conditions, taken) => {
  const line = `<line number="7" hits="1" branch="true" condition-coverage="${conditions}" missing-branches="9"/>`
  expect(takenOf(linesOf(line))).toEqual(taken)
})

test('two classes of one file: a line hit in either is covered', () => {
  const one =
    '<class name="A" filename="a.c"><lines><line number="1" hits="0"/><line number="2" hits="1"/></lines></class>'
  const two =
    '<class name="A$1" filename="a.c"><lines><line number="2" hits="0"/><line number="3" hits="0"/></lines></class>'
  const content = readIn(readCobertura, `<coverage>${one}${two}</coverage>`)
  expect(hitsOf(content)).toEqual({ 'a.c': { 1: false, 2: true, 3: false } })
  expect(content.files[0]?.details).toHaveLength(2)
})

test('lines that stand in methods only are the lines', () => {
  const method =
    '<method name="f"><lines><line number="3" hits="0"/><line number="4" hits="2"/></lines></method>'
  const content = readIn(readCobertura, classOf(`<methods>${method}</methods><lines/>`))
  expect(hitsOf(content)).toEqual({ 'a.c': { 3: false, 4: true } })
  expect(content.files[0]?.details[0]?.functions).toEqual([
    { name: 'f', line: 3, endLine: 4, range: null, hit: true },
  ])
})

test('a class without branches, in a report that has them, has none', () => {
  const decided = '<line number="1" hits="1" branch="true" condition-coverage="50% (1/2)"/>'
  const plain = '<class name="B" filename="b.c"><lines><line number="1" hits="1"/></lines></class>'
  const report = `<coverage>${plain}<class name="A" filename="a.c"><lines>${decided}</lines></class></coverage>`
  const [b] = readIn(readCobertura, report, path => path === 'b.c').files
  expect(b?.details).toMatchObject([{ branches: [], functions: null }])
})

test('only wanted files are read in depth, with the same lines', () => {
  const report = fixture('coverage-model/cobertura-ts.xml')
  const shallow = readIn(readCobertura, report, nothing)
  expect(hitsOf(shallow)).toEqual(hitsOf(readIn(readCobertura, report)))
  expect(shallow.files.flatMap(file => file.details)).toEqual([])
})

test.each([
  ['filename="a&amp;b &lt;&#252;&#x20AC;&gt;.c"', 'a&b <ü€>.c'],
  ['filename=\'it&apos;s "quoted".c\'', 'it\'s "quoted".c'],
  ['filename="a>b.c"', 'a>b.c'],
  ['filename="&unknown;.c"', '&unknown;.c'],
  ['filename="__proto__"', '__proto__'],
])('%s', (attributes, path) => {
  const report = classOf('<lines><line number="1" hits="1"/></lines>', attributes)
  expect(readIn(readCobertura, report).files.map(file => file.path)).toEqual([path])
})

test('what is no element is passed: comments, instructions, character data', () => {
  const line = '<line number="1" hits="1"/>'
  const report = `<?xml version="1.0"?><!-- <coverage> --><?php > ?>
    <coverage><sources><source><![CDATA[/a & b]]></source><source>/c<!-- d --> &amp; e</source><source/></sources>
    <!-- <class filename="no.c"><lines><line number="9" hits="0"/> -- ></lines> -->
    <class filename="a.c"><lines>text<![CDATA[<line number="8" hits="0"/>]]>${line}</lines></class></coverage>
    <!-- the end -->`
  const content = readIn(readCobertura, report)
  expect(hitsOf(content)).toEqual({ 'a.c': { 1: true } })
  expect(content.sources).toEqual(['/a & b', '/c & e'])
})

test('an empty list of declarations declares nothing', () => {
  const line = '<line number="1" hits="1"/>'
  for (const type of ['<!DOCTYPE coverage []>', '<!DOCTYPE coverage SYSTEM "report.dtd"[ ]>'])
    expect(hitsOf(readIn(readCobertura, linesOf(line).replace(prolog, prolog + type)))).toEqual({
      'a.c': { 1: true },
    })
})

test('a document type that names an external definition is accepted, and nothing is fetched', () => {
  const type = '<!DOCTYPE coverage PUBLIC \'-//X>//EN\' "http://127.0.0.1:1/x[y].dtd">'
  const report = linesOf('<line number="1" hits="1"/>').replace(prolog, prolog + type)
  expect(hitsOf(readIn(readCobertura, report))).toEqual({ 'a.c': { 1: true } })
})

test.each([
  '<!DOCTYPE coverage [<!ENTITY a "b">]>',
  '<!DOCTYPE coverage SYSTEM "x.dtd" [ <!ENTITY % a SYSTEM "file:///etc/passwd"> %a; ]>',
  '<!DOCTYPE coverage [ <!ELEMENT a ANY> ]>',
  '<!ENTITY a "b">',
])('%s is refused', type => {
  const report = linesOf('<line number="1" hits="1"/>').replace(prolog, prolog + type)
  expect(faultOf(readCobertura, report)).toMatch(/^report\.hostile: .*declares/)
})

const line = '<line number="1" hits="1"/>'
test.each([
  ['a class without a file', classOf(`<lines>${line}</lines>`, ''), 'the class "A" names no file'],
  ['a class with an empty file name', classOf(`<lines>${line}</lines>`, 'filename=""'), 'names no file'],
  ['a class within a class', classOf('<class filename="b.c"/>'), 'a class begins within that of "a.c"'],
  ['an end tag of another name', classOf(`<lines>${line}</line>`), 'an end tag that ends nothing'],
  ['an end tag too many', `${linesOf(line)}</coverage>`, 'an end tag that ends nothing'],
  ['an end tag with attributes', classOf('<lines></lines a="b">'), 'an end tag that ends nothing'],
  ['a second report behind the first', linesOf(line) + linesOf(line).replace(prolog, ''), 'a second root'],
  ['text behind the root', `${linesOf(line)}Done.`, 'text outside the root'],
  ['text before the root', `Report:\n${linesOf(line)}`, 'text outside the root'],
  ['a tag in a tag', linesOf('<line number="1" <line number="2" hits="1"/>'), 'not well-formed'],
  ['a tag in a value', linesOf('<line number="1 <line number="2" hits="1"/>'), 'not well-formed'],
  ['a value without quotes', linesOf('<line number=1 hits="1"/>'), 'not well-formed'],
  ['attributes without a space', linesOf('<line number="1"hits="1"/>'), 'not well-formed'],
  ['a slash before an attribute', linesOf('<line number="1" /hits="1"/>'), 'not well-formed'],
  ['an attribute without a value', linesOf('<line number hits="1"/>'), 'not well-formed'],
  ['an element without a name', linesOf('< line number="1" hits="1"/>'), 'not well-formed'],
  ['NULs', classOf(`<lines>${line}\0\0</lines>`), 'a NUL'],
  ['NULs in a value', linesOf('<line number="1\0" hits="1"/>'), 'not well-formed'],
  ['NULs behind the end', `${linesOf(line)}\0\0`, 'text outside the root'],
  ['another root', '<report><class filename="a.c"/></report>', 'its root is not <coverage>'],
  ['an unknown declaration', linesOf('<!ELEMENT a>'), 'an unknown declaration'],
  ['nesting without end', `<coverage>${'<a>'.repeat(100_000)}`, 'nested too deep'],
  ['attributes without end', `<coverage ${'a="b" '.repeat(1000)}>`, 'not well-formed'],
])('%s is damage', (_, report, why) => {
  const fault = faultOf(readCobertura, report)
  expect(fault).toContain('report.damaged: ')
  expect(fault).toContain(why)
})

test('a report without a class, and one without a measured line, are empty', () => {
  expect(faultOf(readCobertura, '<coverage line-rate="0"/>')).toContain('report.empty: ')
  expect(faultOf(readCobertura, linesOf())).toMatch(/report\.empty: .*1 file/)
})

const shapes = [
  '<line number="3" hits="1"/>',
  '<line number="3" hits="0" branch="false"/>',
  '<line number="3" hits="2" branch="true" condition-coverage="50% (1/2)"/>',
  '<line number="3" hits="2" branch="true" condition-coverage="50% (1/2)"></line>',
  '<line number="3" hits="2" branch="true" condition-coverage="50% (1/2)" missing-branches="4"/>',
  '<line branch="true" hits="1" number="3"/>',
  "<line number='3' hits='1'/>",
  '<line number="3" hits="0" />',
  '<line number="3" hits="1" branch="true"/>',
]

test.each(shapes)('%s means the same in a class that is read in depth and in one that is not', line => {
  const report = classOf(`<methods/><lines>${line}<line number="4" hits="0"/></lines>`)
  const [deep, flat] = [readIn(readCobertura, report), readIn(readCobertura, report, nothing)]
  expect(hitsOf(flat)).toEqual(hitsOf(deep))
  expect(Object.keys(hitsOf(deep)['a.c'] ?? {})).toEqual(['3', '4'])
})

test('branches that are seen in a class that is not read in depth make the report one that carries them', () => {
  const wanted = '<class name="A" filename="a.c"><methods/><lines><line number="1" hits="1"/></lines></class>'
  const other = `<class name="B" filename="b.c"><methods/><lines>${shapes[2]}</lines></class>`
  const report = (classes: string) =>
    `<coverage line-rate="1"><packages><package name="p"><classes>${classes}</classes></package></packages></coverage>`
  const branchesOf = (classes: string) =>
    readIn(readCobertura, report(classes), path => path === 'a.c').files.find(file => file.path === 'a.c')
      ?.details[0]?.branches
  expect(branchesOf(wanted + other)).toEqual([])
  expect(branchesOf(wanted)).toBeNull()
})
