import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeText, reportHead, scanBytes } from './bytes.ts'

/** Takes the text apart at its commas, as a reader takes records. */
function records(pieces: Iterable<Uint8Array>): readonly string[] {
  const found: string[] = []
  scanBytes(pieces, (window, end, last) => {
    expect(window[end]).toBe(0)
    let at = 0
    for (let comma = window.indexOf(44, at); comma >= 0 && comma < end; comma = window.indexOf(44, at)) {
      found.push(window.toString('utf8', at, comma))
      at = comma + 1
    }
    if (!last) return at
    found.push(window.toString('utf8', at, end))
    return end
  })
  return found
}

function utf16(text: string, order: 'little' | 'big'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'little' ? bytes : bytes.swap16()
}

function cut(bytes: Uint8Array, length: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  )
}

test('however a report is cut, and in whichever encoding it is, the same is read', () => {
  const text = 'ä,b€,,\u{1f600},a longer record than the others'
  const encodings = [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    utf16(text, 'little'),
    utf16(text, 'big'),
  ]
  for (const bytes of encodings) {
    for (let length = 1; length <= bytes.length; length += 1) {
      expect(records(cut(bytes, length))).toEqual(text.split(','))
    }
  }
})

test('any bytes in any pieces come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 9 }), { maxLength: 9 }), parts => {
      fc.pre(!parts.join('').startsWith('\ufeff'))
      expect(records(parts.map(part => Buffer.from(part))).join(',')).toBe(parts.join(''))
    }),
  )
})

test('a piece may be reused after the next one is asked for', () => {
  const piece = Buffer.alloc(2)
  const reused = function* () {
    for (const text of ['ab', 'c,', 'de']) {
      piece.write(text)
      yield piece
    }
  }
  expect(records(reused())).toEqual(['abc', 'de'])
})

test('nothing at all, and less than a byte order mark', () => {
  expect(records([])).toEqual([''])
  expect(records([Buffer.from('a')])).toEqual(['a'])
  expect(records([new Uint8Array(0), Buffer.from('a,'), new Uint8Array(0), Buffer.from('b')])).toEqual([
    'a',
    'b',
  ])
})

test('the head of a report is without a byte order mark, in UTF-8', () => {
  expect(reportHead(Buffer.from('\ufeffTN:ä'))).toBe(Buffer.from('TN:ä').toString('latin1'))
  expect(reportHead(utf16('TN:ä', 'little'))).toBe(Buffer.from('TN:ä').toString('latin1'))
  expect(reportHead(utf16('TN:', 'big'))).toBe('TN:')
  expect(reportHead(Buffer.from('TN:'))).toBe('TN:')
})

test('names are UTF-8 where that is valid, else Latin-1', () => {
  const text = (bytes: Buffer) => decodeText(bytes, 0, bytes.length)
  expect(text(Buffer.from('src/a.ts'))).toBe('src/a.ts')
  expect(text(Buffer.from('src/ü€.ts'))).toBe('src/ü€.ts')
  expect(text(Buffer.from('src/ü.ts', 'latin1'))).toBe('src/ü.ts')
})
