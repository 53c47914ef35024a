import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GateError } from '../../core/errors.ts'
import { lintReport, lintReports, readLintText, shown } from '../../test/lint-report-fixtures.ts'
import type { LintContent } from '../model.ts'
import { lintReaders } from './index.ts'

/** `null` is an error that a user can mend; anything else that is thrown fails the test. */
async function readOrRefused(text: string): Promise<LintContent | null> {
  try {
    return await readLintText(text)
  } catch (error) {
    if (error instanceof GateError && error.code.startsWith('report.')) return null
    throw error
  }
}

const readable = (
  await Promise.all(lintReports.map(async name => ((await readOrRefused(lintReport(name))) ? [name] : [])))
).flat()
const structured = readable.filter(name => /^\s*[[{<]/.test(lintReport(name)))
const lines = readable.filter(name => !structured.includes(name))

/** A number alone is a count only where nothing else stands. */
const told = lines.filter(name => name !== 'flake8/clean-count.txt')

test('there are real reports of both kinds', () => {
  expect(structured.length).toBeGreaterThan(15)
  expect(lines.length).toBeGreaterThan(30)
})

test.each(structured)('%s cut off anywhere is an error', async name => {
  const text = lintReport(name).trimEnd()
  const step = Math.max(1, Math.floor(text.length / 150))
  for (let length = 0; length < text.length; length += step) {
    expect(await readOrRefused(text.slice(0, length)), `cut to ${length}`).toBeNull()
  }
  expect(await readOrRefused(text.slice(0, -1))).toBeNull()
})

test.each(lines)('%s says the same with CRLF and colours, and nothing in it is unread', async name => {
  const text = lintReport(name)
  const content = await readLintText(text)
  const dressed = text.replaceAll('\n', '\r\n').replace(/^(?=\S)/gm, '\u001b[0m\u001b[1m')
  expect(content.unread).toEqual([])
  expect(await readLintText(dressed)).toEqual(content)
})

test.each(told)('%s keeps a line that nobody knows', async name => {
  const text = lintReport(name)
  const strange = '¿qué pasa?'
  const content = await readLintText(`${strange}\n${text}`)
  expect(content.unread).toEqual([strange])
  expect(shown(content)).toEqual(shown(await readLintText(text)))
})

test.each(told)('%s followed by a crash tells of it', async name => {
  const text = `${lintReport(name)}\nTraceback (most recent call last):\n  File "x.py", line 1\nKeyError: 'a'\n`
  expect((await readLintText(text)).troubles).toContain("a Python traceback: KeyError: 'a'")
})

test.each(readable)('%s with wrong bytes in it is read or refused, and never crashes', async name => {
  const text = lintReport(name)
  const edit = fc.tuple(
    fc.nat(text.length),
    fc.nat(8),
    fc.constantFrom(
      ...'<>{}[]":,()\\\n\0\u00e9 0-9',
      'null',
      '1e999',
      '99999999999',
      '"__proto__":',
      '\u001b[',
      '',
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async edits => {
      let wrong = text
      for (const [at, length, by] of edits) wrong = wrong.slice(0, at) + by + wrong.slice(at + length)
      const content = await readOrRefused(wrong)
      for (const { line, endLine, column } of content?.findings ?? []) {
        expect(line === null ? endLine : endLine! >= line && line >= 1).toBe(line === null ? null : true)
        expect(column === null || column >= 1).toBe(true)
      }
    }),
    { numRuns: 40 },
  )
})

const million = 1_000_000
test.each([
  ['a', 'a'.repeat(million)],
  ['digits', `a.py:${'1'.repeat(million)}`],
  ['colons', ':'.repeat(million)],
  ['places', 'a:1'.repeat(million / 4)],
  ['parentheses', `a.ts${'(1,2'.repeat(million / 4)}`],
  ['brackets', `a.c:1:2: warning: ${' ['.repeat(million / 2)}`],
  ['words in parentheses', `a.go:1:2: ${'(a'.repeat(million / 2)}`],
  ['blanks', `a.c:1:2: error: ${' '.repeat(million)}x`],
  ['blanks alone', `${' '.repeat(million)}x`],
  ['marks', `${'~^ '.repeat(million / 3)}x`],
  ['capitals', `a.py:1: [${'A'.repeat(million)}`],
  ['escapes', '\u001b['.repeat(million / 2)],
  ['open objects', '[{"a":'.repeat(million / 6)],
  ['backslashes', `{"${'\\'.repeat(million)}`],
  ['less-than signs', '<'.repeat(million)],
  ['comments', '<!--'.repeat(million / 4)],
  ['declarations', '<?a> '.repeat(million / 5)],
  ['line feeds', '\n'.repeat(million)],
])('one line of %s by the million is read in time', async (_, text) => {
  await readOrRefused(text)
  for (const { load } of lintReaders) {
    const read = await load()
    try {
      expect(read(text, 'report').findings.length).toBeLessThan(2)
    } catch (error) {
      expect(error).toBeInstanceOf(GateError)
    }
  }
})
