import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CoverageRecord } from './record.ts'
import { decodeRecord, encodeRecord } from './record-codec.ts'

const states = fc.uint8Array({ max: 2, maxLength: 50 })
const records = fc.record({
  commit: fc.constant('a'.repeat(40)),
  tree: fc.constant('b'.repeat(40)),
  at: fc.nat(),
  formats: fc.array(fc.string()),
  files: fc.dictionary(fc.string({ unit: 'binary' }), states).map(files => new Map(Object.entries(files))),
})

const decoded = (bytes: Uint8Array): CoverageRecord => {
  const record = decodeRecord(bytes)
  if ('fault' in record) throw new Error(record.fault)
  return record
}

describe('a record', () => {
  test('comes back exactly', () => {
    fc.assert(
      fc.property(records, record => {
        const back = decoded(encodeRecord(record))
        expect({ ...back, files: new Map([...back.files].sort()) }).toEqual({
          ...record,
          files: new Map([...record.files].sort()),
        })
      }),
    )
  })

  test('takes no more than two bits a line, and far less where files are alike', () => {
    const lines = Uint8Array.from({ length: 400 }, (_, line) => (line % 3 === 0 ? 0 : line % 50 < 45 ? 2 : 1))
    const files = new Map(
      Array.from({ length: 1000 }, (_, index) => [`src/module-${index}.ts`, lines] as const),
    )
    const record = { commit: '', tree: '', at: 0, formats: [], files }
    expect(encodeRecord(record).length).toBeLessThan((400 * 1000) / 4 / 5)
  })

  test('damaged anywhere, or cut off anywhere, is told', () => {
    const files = new Map([['src/a.ts', Uint8Array.of(0, 1, 2, 2)]])
    const bytes = encodeRecord({ commit: 'c', tree: 't', at: 1, formats: ['lcov'], files })
    for (let at = 0; at < bytes.length; at += 1) {
      const other = Uint8Array.from(bytes)
      other[at]! ^= 1
      expect(decodeRecord(other), `at ${at}`).toHaveProperty('fault')
      expect(decodeRecord(bytes.subarray(0, at)), `cut at ${at}`).toHaveProperty('fault')
    }
  })
})
