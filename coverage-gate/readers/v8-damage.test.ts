import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countsOf } from '../../test/report-bytes.ts'
import { temporaryDirectory } from '../../test/repository.ts'
import { dumpOf, faultOf, linesIn, read, recorded, sourceIn, whole } from '../../test/v8-dumps.ts'

test('a dump that was cut off anywhere is an error', async () => {
  const text = (recorded('plain/node-24').texts[2] ?? '').trimEnd()
  for (let length = 1; length < text.length; length += 1)
    expect(await faultOf(text.slice(0, length)), `cut at ${length}`).toMatch(/^report\.damaged: /)
})

test.each([
  ['no JSON', '{"result":[}'],
  ['no scripts', '{"timestamp":1}'],
  ['a list', '[]'],
  ['no url', '{"result":[{"functions":[]}]}'],
  ['no functions', '{"result":[{"url":"file:///a.js"}]}'],
  ['no ranges', '{"result":[{"url":"file:///a.js","functions":[{}]}]}'],
])('%s: damaged', async (_, text) => {
  expect(await faultOf(text)).toMatch(/^report\.damaged: /)
})

test.each([
  { startOffset: -1, endOffset: 2, count: 1 },
  { startOffset: 3, endOffset: 2, count: 1 },
  { startOffset: 0, endOffset: 1.5, count: 1 },
  { startOffset: 0, endOffset: '2', count: 1 },
  { startOffset: 0, endOffset: 2, count: -1 },
  { startOffset: 0, endOffset: 2, count: null },
  { startOffset: 0, count: 1 },
  null,
])('the range %j is damaged', async range => {
  const text = dumpOf(sourceIn('a()\n'), [{ functionName: '', ranges: [range] }])
  expect(await faultOf(text)).toMatch(/^report\.damaged: .*ranges of file:/)
})

test('what cannot be read here is not measured: missing, no file, too long, no JavaScript', async () => {
  const directory = temporaryDirectory()
  const [pipe, long, torn] = ['pipe.js', 'long.js', 'torn.js'].map(name => join(directory, name)) as [
    string,
    string,
    string,
  ]
  execFileSync('mkfifo', [pipe])
  writeFileSync(long, `${' '.repeat(5 << 20)}a()\n`)
  writeFileSync(torn, 'function (\n')
  for (const path of [join(directory, 'gone.js'), directory, pipe, '/dev/zero', long, torn])
    expect(await faultOf(dumpOf(path, whole(11))), path).toMatch(/^report\.empty: .*not here to be read/)
  const good = sourceIn('a()\n')
  const both = JSON.parse(dumpOf(good, whole(4)))
  both.result.push({ url: pathToFileURL(pipe).href, functions: [] })
  expect(countsOf(await read(JSON.stringify(both)))).toEqual({ [good]: [1, 1] })
})

test('a link to a source map within the source is not followed', async () => {
  const path = sourceIn('a()\n//# sourceMappingURL=/dev/zero\n')
  expect(countsOf(await read(dumpOf(path, whole(35))))).toEqual({ [path]: [1, 1] })
})

test('nesting that would end a parser is not tried', async () => {
  const path = sourceIn('['.repeat(100_000))
  expect(await faultOf(dumpOf(path, whole(100_000)))).toMatch(/^report\.empty: /)
})

test('property: a dump in which something was overwritten is read, or refused with reason', async () => {
  const texts = [...recorded('plain/node-24').texts, ...recorded('tsx/node-22', '.').texts]
  const noise = fc.constantFrom('0', '9', '-', '1e9', '"', '{', ']', ',', ';', 'A', 'g', 'null', '\u0000')
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      noise,
      async (text, at, put) => {
        const place = Math.floor(at * text.length)
        const fault = await faultOf(text.slice(0, place) + put + text.slice(place + 1))
        expect(fault ?? 'report.read').toMatch(/^report\./)
      },
    ),
    { numRuns: 500 },
  )
})

test('a source map that says one thing a hundred thousand times is read', async () => {
  const path = sourceIn('one()\n', 'a.ts')
  const url = pathToFileURL(path).href
  const mappings = `AAAA${',AAAA'.repeat(200_000)}`
  const map = { lineLengths: [6, 0], data: { version: 3, sources: [url], mappings }, url: null }
  expect(linesIn(await read(dumpOf(path, whole(7), { [url]: map })), path)).toBe('1+')
})
