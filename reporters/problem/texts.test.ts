import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutAnsi } from '../../core/ansi.ts'
import { codeFrame } from './code-frame.ts'
import { frameLines } from './detail.ts'
import { clipBytes, clipLine, clipText, withoutRoot } from './plain-text.ts'
import { readStack } from './stack.ts'
import { valueLine, valueText } from './value-text.ts'

describe('withoutAnsi', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b[38;2;255;0;0mtrue colour\u001b[m', 'true colour'],
    ['\u001b[38:5:208morange\u001b[39m', 'orange'],
    ['\u001b[?25lhidden cursor\u001b[?25h', 'hidden cursor'],
    ['\u001b[>4;2mmode\u001b[1 q', 'mode'],
    ['\u009b31mred\u009b0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]8;;https://x.org\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u009d8;;https://x.org\u009clink\u009d8;;\u009c', 'link'],
    ['\u001bP1$r0m\u001b\\dcs', 'dcs'],
    ['\u001b(Bcharset\u001bc', 'charset'],
    ['no [31m escape', 'no [31m escape'],
    ['é\u0085ü', 'é\u0085ü'],
  ])('%j', (text, plain) => {
    expect(withoutAnsi(text)).toBe(plain)
  })
})

describe('withoutRoot', () => {
  test.each([
    ['at /repo/src/a.ts', '/repo', 'at src/a.ts'],
    ["'file:///repo/src/a.ts'", '/repo', "'src/a.ts'"],
    ['(/repo/a.ts:1) (/repo/b.ts:2)', '/repo/', '(a.ts:1) (b.ts:2)'],
    ['/other/repo/src/a.ts', '/repo', '/other/repo/src/a.ts'],
    ['/repository/a.ts ./repo/a.ts', '/repo', '/repository/a.ts ./repo/a.ts'],
    ['file:///my%20repo/a.ts and /my repo/b.ts', '/my repo', 'a.ts and b.ts'],
    ['C:\\repo\\src\\a.ts, D:\\x\\y', 'C:/repo', 'src/a.ts, D:\\x\\y'],
    ['"C:\\\\repo\\\\src\\\\a.ts"', 'C:/repo', '"src/a.ts"'],
    ['file:///C:/repo/src/a.ts', 'C:/repo', 'src/a.ts'],
    ['/a/b', '/', '/a/b'],
    ['/repo', '/repo', '/repo'],
  ])('%j under %s', (text, root, relative) => {
    expect(withoutRoot(text, root)).toBe(relative)
  })
})

describe('clipping', () => {
  test('keeps head and tail, and says what is left out', () => {
    expect(clipText('a'.repeat(150) + 'z'.repeat(5_000), 200)).toBe(
      `${'a'.repeat(150)}\n… 4,950 characters left out …\n${'z'.repeat(50)}`,
    )
    expect(clipText('short', 5)).toBe('short')
    expect(clipLine('too long', 5)).toBe('too …')
  })

  test('never exceeds the bytes, and never tears a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 100, maxLength: 800 }),
        fc.integer({ min: 200, max: 900 }),
        (text, most) => {
          const clipped = clipBytes(text, most)
          expect(Buffer.byteLength(clipped)).toBeLessThanOrEqual(most)
          expect(clipped).not.toContain('\ufffd'.repeat(text.includes('\ufffd') ? 100 : 1))
          for (const cut of [clipText(text, 90), clipLine(text, 90)]) expect(cut).not.toMatch(/\p{Cs}/u)
        },
      ),
    )
  })
})

describe('codeFrame', () => {
  const source = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join('\r\n')

  test('shows three lines before, two after, a mark and a caret', () => {
    expect(codeFrame(source, 9, 3)).toBe(
      [
        '   6 | line 6',
        '   7 | line 7',
        '   8 | line 8',
        '>  9 | line 9',
        '     |   ^',
        '  10 | line 10',
        '  11 | line 11',
      ].join('\n'),
    )
  })

  test.each([
    [1, '> 1 | line 1\n  2 | line 2\n  3 | line 3'],
    [12, '   9 | line 9\n  10 | line 10\n  11 | line 11\n> 12 | line 12'],
    [13, ''],
    [0, ''],
  ])('line %i without a column', (line, frame) => {
    expect(codeFrame(source, line, 0)).toBe(frame)
  })

  test('tabs keep the caret in place; a column beyond the line has none', () => {
    expect(codeFrame('\tgo()', 1, 2)).toBe('> 1 |   go()\n    |   ^')
    expect(codeFrame('go()', 1, 90)).toBe('> 1 | go()')
  })

  test('a minified line is shown around its column', () => {
    const frame = codeFrame(`${'a'.repeat(5_000)}!${'b'.repeat(5_000)}`, 1, 5_001)
    const [line = '', caret = ''] = frame.split('\n')
    expect(line.length).toBeLessThan(200)
    expect(line[caret.indexOf('^')]).toBe('!')
  })
})

describe('frameLines', () => {
  const linesOf = (...frames: readonly string[]): readonly string[] =>
    frameLines(readStack(frames.map(frame => `    at ${frame}`).join('\n'), '', '/repo')).map(line =>
      line.trim(),
    )

  test('folds what is of the runner, with the native frames in it', () => {
    const stack = [
      'a (/repo/a.ts:1:1)',
      'new Promise (<anonymous>)',
      'b (/repo/node_modules/vitest/b.js:1:1)',
      'c (/repo/node_modules/@vitest/runner/c.js:1:1)',
    ]
    expect(linesOf(...stack)).toEqual(['at a (a.ts:1:1)', '… 3 frames of vitest'])
    expect(linesOf('f (/repo/node_modules/mocha/lib/a.js:1:1)')).toEqual(['… 1 frame of mocha'])
  })

  test("keeps other packages' frames, and native ones of our own", () => {
    expect(
      linesOf('JSON.parse (<anonymous>)', 'f (/repo/node_modules/express/a.js:1:1)', 'g (/repo/a.ts:1:1)'),
    ).toEqual(['at JSON.parse (<anonymous>)', 'at f (node_modules/express/a.js:1:1)', 'at g (a.ts:1:1)'])
  })

  test("drops node's own below our code, and its internals everywhere", () => {
    const stack = [
      'open (node:internal/fs:1:1)',
      'readFileSync (node:fs:1:1)',
      'a (/repo/a.ts:1:1)',
      'emit (node:events:1:1)',
    ]
    expect(linesOf(...stack)).toEqual(['at readFileSync (node:fs:1:1)', 'at a (a.ts:1:1)'])
  })
})

describe('valueText', () => {
  class Cart {
    items = [1]
    get total(): number {
      throw new Error('never read')
    }
  }
  const getter = Object.defineProperty({}, 'now', { get: () => 1, enumerable: true })

  test.each([
    [
      { b: 1, a: [undefined, null, -0, Number.NaN] },
      '{\n  a: [\n    undefined,\n    null,\n    -0,\n    NaN,\n  ],\n  b: 1,\n}',
    ],
    [new Cart(), 'Cart {\n  items: [\n    1,\n  ],\n}'],
    [new Map([['k', { v: 1 }]]), 'Map {\n  "k" => {\n    v: 1,\n  },\n}'],
    [new Set(['a']), 'Set [\n  "a",\n]'],
    [new Uint8Array([1]), 'Uint8Array [\n  1,\n]'],
    [
      { 'a-b': new Date(0), c: /x/g, d: new TypeError('no'), e: getter },
      '{\n  "a-b": 1970-01-01T00:00:00.000Z,\n  c: /x/g,\n  d: [TypeError: no],\n  e: {\n    now: [Getter],\n  },\n}',
    ],
    ['a\n"b"', '"a\\n\\"b\\""'],
    [new Date(Number.NaN), 'Invalid Date'],
    [{}, '{}'],
  ])('case %#', (value, text) => {
    expect(valueText(value)).toBe(text)
  })

  test('is the same for the same keys in another order, and ends with deep and with wide values', () => {
    expect(valueText({ a: 1, b: 2 })).toBe(valueText({ b: 2, a: 1 }))
    let deep: unknown = 1
    for (let level = 0; level < 100_000; level += 1) deep = [deep]
    expect(valueText(deep).length).toBeLessThan(1_000)
    const wide = Array.from({ length: 100_000 }, () => 'w'.repeat(1_000))
    expect(valueText(wide).length).toBeLessThan(1_500_000)
    expect(valueText(wide)).toMatch(/\n {2}…\n\]$/)
  })

  test('a line is a line', () => {
    expect(valueLine({ a: [1, { b: 2 }], c: [] }, 100)).toBe('{ a: [ 1, { b: 2 } ], c: [] }')
    fc.assert(
      fc.property(fc.anything({ withMap: true, withSet: true, withBigInt: true }), value => {
        expect(valueLine(value, 80)).toMatch(/^.{1,80}$/)
      }),
    )
  })
})
