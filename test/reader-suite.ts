import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReadReport } from '../coverage-gate/readers/reader.ts'
import { faultOf, hitsOf, nothing, readIn } from './report-bytes.ts'

/** What is peculiar to a format. */
export interface Peculiarity {
  /** It has no end mark: a report that ends with a line is a whole one, if a shorter one. */
  readonly endsWithAnyLine?: boolean
}

/** What every reader must do with a real report of its format, whatever the format. */
export function provesReader(
  read: ReadReport,
  report: Buffer,
  { endsWithAnyLine = false }: Peculiarity = {},
): void {
  test('however the report is cut into pieces, the same is read', () => {
    const whole = readIn(read, report)
    const shallow = readIn(read, report, nothing)
    for (let length = 1; length < 300; length += 1) {
      expect(readIn(read, report, () => true, length)).toEqual(whole)
      expect(readIn(read, report, nothing, length)).toEqual(shallow)
    }
  })

  test('UTF-16, as Windows PowerShell redirects output, is read the same', () => {
    const text = report.toString().replace(/^\ufeff/, '')
    const little = Buffer.from(`\ufeff${text}`, 'utf16le')
    const whole = readIn(read, report)
    expect(readIn(read, little)).toEqual(whole)
    expect(readIn(read, little.swap16(), () => true, 7)).toEqual(whole)
  })

  test('windows line ends and a byte order mark change nothing', () => {
    const text = report
      .toString()
      .replace(/^\ufeff/, '')
      .replace(/\r?\n/g, '\r\n')
    expect(readIn(read, `\ufeff${text}`)).toEqual(readIn(read, report))
  })

  test('a report that was cut off anywhere is an error, also where only lines are read', () => {
    const end = report.toString('latin1').trimEnd().length
    for (let length = 0; length < end; length += 1) {
      if (endsWithAnyLine && report[length - 1] === 10) continue
      expect(faultOf(read, report.subarray(0, length)), `cut at ${length}`).toMatch(
        /^report\.(damaged|empty): /,
      )
      expect(() => readIn(read, report.subarray(0, length), nothing), `cut at ${length}`).toThrow()
    }
  })

  if (endsWithAnyLine) {
    test('a report that was cut off after a line is one that says less', () => {
      const whole = hitsOf(readIn(read, report))
      for (let length = report.indexOf('\n') + 1; length > 0; length = report.indexOf('\n', length) + 1) {
        const shorter = report.subarray(0, length)
        if (faultOf(read, shorter) !== null) expect(faultOf(read, shorter)).toMatch(/^report\.empty: /)
        else {
          for (const [path, hits] of Object.entries(hitsOf(readIn(read, shorter)))) {
            expect(Object.keys(whole[path] ?? {})).toEqual(expect.arrayContaining(Object.keys(hits)))
          }
        }
      }
    })
  }

  test('a report that another process wrote into is an error, or says what it said', () => {
    const whole = hitsOf(readIn(read, report))
    for (let at = 1; at < report.length; at += 1) {
      const torn = Buffer.concat([report.subarray(0, at), report])
      if (faultOf(read, torn) === null) expect(hitsOf(readIn(read, torn)), `torn at ${at}`).toEqual(whole)
    }
  })
}

/** Files and their lines' hits. */
export type Files = Readonly<Record<string, Readonly<Record<number, number>>>>

/** Files and their lines' hits, at least one of them measured. */
export const coverageOfFiles: fc.Arbitrary<Files> = fc
  .dictionary(
    fc.string({
      unit: fc.constantFrom('a', 'b', '/', '.', ' ', ',', 'ü', '&', '<', '"', '\\'),
      minLength: 1,
      maxLength: 8,
    }),
    fc.dictionary(fc.integer({ min: 1, max: 60 }).map(String), fc.nat(2), { maxKeys: 8 }),
    { minKeys: 1, maxKeys: 5 },
  )
  .filter(files => Object.keys(files).every(path => path.trim() === path))
  .filter(files => Object.values(files).some(lines => Object.keys(lines).length > 0))
  .map(files => Object.fromEntries(Object.entries(files).map(([path, hits]) => [path, { ...hits }])))

/**
 * Whatever a dialect's writer prints, the reader says, however it is cut, in depth or not.
 * @param sayable what of the files the format can say: in some, a file without lines has no place
 */
export function provesDialect(
  read: ReadReport,
  print: (files: Files) => string,
  sayable: (files: Files) => Files = files => files,
): void {
  fc.assert(
    fc.property(coverageOfFiles, fc.integer({ min: 1, max: 400 }), (files, length) => {
      const expected = Object.fromEntries(
        Object.entries(sayable(files)).map(([path, hits]) => [
          path,
          Object.fromEntries(Object.entries(hits).map(([line, count]) => [line, count > 0])),
        ]),
      )
      const report = print(files)
      expect(hitsOf(readIn(read, report, nothing, length))).toEqual(expected)
      expect(hitsOf(readIn(read, report, () => true, length))).toEqual(expected)
    }),
  )
}
