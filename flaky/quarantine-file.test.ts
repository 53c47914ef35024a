import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { QuarantineEntry } from './quarantine.ts'
import { parseQuarantine, quarantineText, readQuarantine } from './quarantine-file.ts'

const entry = (more: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  id: 'a1',
  name: 'adds',
  classname: 'c',
  file: 'a.test.ts',
  project: '',
  fingerprint: 'f1',
  message: 'boom',
  owner: '@ann',
  reason: 'why',
  since: '2026-11-01',
  expires: '2026-12-01',
  ...more,
})
const schema = '"schema": "cd-gate/quarantine/1"'

test('what is written is read again, in one order whoever wrote it', () => {
  const text = fc.string({ unit: 'grapheme' })
  const some = fc.record({
    id: fc.string({ minLength: 1 }),
    name: text,
    classname: text,
    file: fc.option(text),
    project: text,
    fingerprint: text,
    message: text,
    owner: text,
    reason: text,
    since: text,
    expires: text,
  })
  fc.assert(
    fc.property(fc.uniqueArray(some, { selector: each => each.id, maxLength: 6 }), entries => {
      const written = quarantineText(entries)
      expect(quarantineText(entries.toReversed())).toBe(written)
      const read = parseQuarantine(written, 'q.json')
      expect(quarantineText(read)).toBe(written)
      expect(new Set(read.map(({ id }) => id))).toEqual(new Set(entries.map(({ id }) => id)))
    }),
  )
})

test('an entry more is lines more: nothing else changes', () => {
  const before = quarantineText([entry({ id: 'a', file: 'a.ts' }), entry({ id: 'c', file: 'c.ts' })]).split(
    '\n',
  )
  const after = quarantineText([
    entry({ id: 'a', file: 'a.ts' }),
    entry({ id: 'b', file: 'b.ts' }),
    entry({ id: 'c', file: 'c.ts' }),
  ]).split('\n')
  const at = after.findIndex(line => line.includes('"b"')) - 1
  expect(after.toSpliced(at, 13)).toEqual(before)
})

test('a file that is not there has no entries, and one that cannot be read is an error', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-quarantine-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  expect(readQuarantine(join(directory, 'quarantine.json'), 'quarantine.json')).toEqual([])
  expect(() => readQuarantine(directory, 'quarantine.json')).toThrow('it is a directory')
  writeFileSync(join(directory, 'q.json'), '')
  expect(() => readQuarantine(join(directory, 'q.json'), 'q.json')).toThrow('it is no JSON')
})

test.each([
  ['[]', 'it is no object'],
  ['{"entries":[]}', 'its "schema" is not "cd-gate/quarantine/1"'],
  [`{${schema}}`, 'it has no list "entries"'],
  [`{${schema},"entries":[1]}`, 'entry 1 is no object'],
  [`{${schema},"entries":[{"id":"a"},{"name":"x"}]}`, 'entry 2 has no "id"'],
  [`{${schema},"entries":[{"id":"a","owner":7}]}`, 'entry 1 has a "owner" that is no text'],
  [`{${schema},"entries":[{"id":"a","expire":"2026-12-01"}]}`, 'entry 1 has the unknown field "expire"'],
  [`<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> topic\n`, 'it holds a merge conflict'],
])('%s is damaged, and never taken for an empty one', (text, why) => {
  const read = () => parseQuarantine(text, 'quarantine.json')
  expect(read).toThrow(`the quarantine quarantine.json cannot be read: ${why}`)
  expect(read).toThrow(expect.objectContaining({ exitCode: 2 }))
})

test('a file that somebody named must be there', () => {
  const missing = join(tmpdir(), 'cd-gate-no-such-directory', 'q.json')
  expect(readQuarantine(missing, 'q.json')).toEqual([])
  expect(() => readQuarantine(missing, 'q.json', 'refused')).toThrow(
    'the quarantine q.json cannot be read: it does not exist',
  )
})

test('a field of the file that is unknown is a misspelt one', () => {
  expect(() => parseQuarantine(`{${schema}, "entries": [], "entires": [{"id": "a"}]}`, 'q.json')).toThrow(
    'it has the unknown field "entires"',
  )
})
