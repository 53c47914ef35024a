import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { sourceFile } from '../../core/source-file.ts'
import { hitsOf } from '../../test/report-bytes.ts'
import { dumpOf, faultOf, linesIn, read, recorded, sourceIn, whole } from '../../test/v8-dumps.ts'
import { everyLine, type Wanted } from '../changed-lines.ts'
import { staleReason } from '../stale.ts'

const noLine: Wanted = () => null

test.each(['plain/node-20', 'plain/node-24'])('%s: each process tells what ran in it', async run => {
  const { directory, texts } = recorded(run)
  const [worker = '', main = '', child = ''] = texts
  const inWorker = await read(worker)
  expect(linesIn(inWorker, join(directory, 'src/w.mjs'))).toBe('3+')
  expect(linesIn(inWorker, join(directory, 'src/b.cjs'))).toBe('1+ 2+ 4+')
  const inMain = await read(main)
  const path = join(directory, 'src/a.mjs')
  expect(inMain.files.map(file => file.path).sort()).toEqual([path, join(directory, 'src/b.cjs')])
  expect(linesIn(inMain, path)).toBe('5+ 6- 8+ 11- 13+ 14+ 15+ 16+ 17+ 18+ 19+')
  expect(linesIn(inMain, join(directory, 'src/b.cjs'))).toBe('1+ 2- 4+')
  const [detail] = inMain.files.find(file => file.path === path)?.details ?? []
  expect(detail?.functions?.map(each => `${each.name} ${each.hit}`)).toEqual([
    'used true',
    'never false',
    '(anonymous_2) false',
    'g false',
    'm true',
  ])
  expect(detail?.branches?.map(each => `${each.line} ${each.taken}`)).toEqual([
    '5 false',
    '5 true',
    '8 false',
    '8 true',
    '14 true',
    '14 true',
    '14 true',
    '14 false',
    '17 true',
    '17 false',
  ])
  expect(linesIn(await read(child), join(directory, 'src/child.cjs'))).toBe('2+ 3+')
})

test('where only lines are asked for, they are the same', async () => {
  for (const text of recorded('plain/node-24').texts) {
    const shallow = await read(text, noLine)
    expect(hitsOf(shallow)).toEqual(hitsOf(await read(text)))
    expect(shallow.files.flatMap(file => file.details)).toEqual([])
  }
})

test('TypeScript that tsx ran: the lines are those of the source, found through the map that Node kept', async () => {
  const { directory, texts } = recorded('tsx/node-22', '.')
  const content = await read(texts[0] ?? '')
  expect(linesIn(content, join(directory, 'a.ts'))).toBe('4+ 5- 7+ 13- 16+ 18- 20+ 21+')
  expect(linesIn(content, join(directory, 'h.ts'))).toBe('2+ 4- 5-')
  const functions = content.files.flatMap(file => file.details.flatMap(each => each.functions ?? []))
  expect(functions.filter(each => each.hit).map(each => each.name)).toEqual(['used'])
  expect(hitsOf(await read(texts[0] ?? '', noLine))).toEqual(hitsOf(content))
})

test('whole or in pieces, as UTF-16, with a byte order mark: the same', async () => {
  const text = recorded('plain/node-20').texts[1] ?? ''
  const expected = await read(text)
  expect(await read(text, everyLine, 7)).toEqual(expected)
  expect(await read(`\ufeff${text}`)).toEqual(expected)
  expect(await read(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(expected)
})

test('a process that ran nothing of the user’s own says so', async () => {
  const foreign = [
    'node:fs',
    'file:///x/node_modules/npm/index.js',
    'evalmachine.<anonymous>',
    'file:///%zz',
    '',
  ]
  const result = foreign.map(url => ({ url, functions: [] }))
  expect(await faultOf(JSON.stringify({ result }))).toMatch(/^report\.empty: .*node_modules ran/)
  expect(await faultOf('{"result":[]}')).toMatch(/^report\.empty: /)
})

test('a file that is not as long as what ran is stale', async () => {
  const path = sourceIn('if (a) {\n  b()\n}\n')
  const lengths = { [pathToFileURL(path).href]: { lineLengths: [3, 0], data: null, url: null } }
  const reasonOf = async (text: string) => {
    const { files } = await read(text)
    return files[0] && staleReason(files[0], sourceFile(readFileSync(path)))
  }
  expect(await reasonOf(dumpOf(path, whole(17)))).toBeNull()
  const other = 'line 1 is not the text that was measured'
  expect(await reasonOf(dumpOf(path, whole(16)))).toBe(other)
  expect(await reasonOf(dumpOf(path, whole(18)))).toBe(other)
  const second = [{ functionName: 'f', ranges: [{ startOffset: 9, endOffset: 18, count: 1 }] }]
  expect(await reasonOf(dumpOf(path, second))).toBe(other)
  expect(await reasonOf(dumpOf(path, [], lengths))).toBe(other)
})

test('of a changed line its text is told, so that the gate sees another one', async () => {
  const path = sourceIn('a()\r\nb()\r\n')
  const { files } = await read(dumpOf(path, whole(10)), () => ({
    touch: (first, last) => first <= 2 && last >= 2,
  }))
  const [file] = files
  if (!file) throw new Error('not read')
  expect(file.details[0]?.checksums?.size).toBe(1)
  expect(await staleReason(file, sourceFile(Buffer.from('x()\nb()\n')))).toBeNull()
  expect(await staleReason(file, sourceFile(Buffer.from('a()\nc()\n')))).toMatch(/^line 2 is not/)
})

test('a source map of another script, or of another text, makes its sources stale', async () => {
  const path = sourceIn('const a = 1\nexport { a }\n', 'a.ts')
  const url = pathToFileURL(path).href
  const linesWith = async (mappings: string, end: number) => {
    const map = { lineLengths: [7, 0], data: { version: 3, sources: [url], mappings }, url: null }
    const { files } = await read(dumpOf(path, whole(end), { [url]: map }))
    return files[0] && (await staleReason(files[0], sourceFile(readFileSync(path))))
  }
  expect(await linesWith('AAAA,MAAM', 8)).toBeNull()
  expect(await linesWith('AAAA,MAAM', 9)).toMatch(/not the text that was measured/)
  expect(await linesWith('AAAA;;;AAAA', 8)).toMatch(/not the text that was measured/)
  expect(await linesWith('AAAA,MAyBM', 8)).toMatch(/not the text that was measured/)
})

test('code that a bundler left out did not run', async () => {
  const path = sourceIn('one()\ntwo()\n', 'a.ts')
  const url = pathToFileURL(path).href
  const map = { lineLengths: [6, 0], data: { version: 3, sources: [url], mappings: 'AAAA' }, url: null }
  expect(linesIn(await read(dumpOf(path, whole(7), { [url]: map })), path)).toBe('1+ 2-')
})

test('hints take code out: ignore next, start and stop, file; not a number of lines', async () => {
  const text = [
    '/* v8 ignore next */',
    'if (a) {',
    '  b()',
    '}',
    '/* c8 ignore start */',
    'c()',
    '/* c8 ignore stop */',
    'd()',
    '/* node:coverage disable */',
    'e()',
    '',
  ].join('\n')
  const path = sourceIn(text)
  expect(linesIn(await read(dumpOf(path, whole(text.length))), path)).toBe('8+ 10+')
  const all = `/* istanbul ignore file */\n${text}`
  const ignored = sourceIn(all)
  expect(await faultOf(dumpOf(ignored, whole(all.length)))).toMatch(
    /^report\.empty: .*none with a measured line/,
  )
})

test('the same file under two urls is one file', async () => {
  const path = sourceIn('if (a) {\n  b()\n}\n')
  const dump = JSON.parse(dumpOf(path, whole(17, [7, 16, 0])))
  dump.result.push({ url: `${pathToFileURL(path).href}?again`, functions: whole(17) })
  const content = await read(JSON.stringify(dump))
  expect(content.files).toHaveLength(1)
  expect(linesIn(content, path)).toBe('1+ 2+')
})
