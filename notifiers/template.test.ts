import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sampleAlert } from '../test/notifiers/sample-alert.ts'
import { openTemplate } from './template.ts'

const directory = mkdtempSync(join(tmpdir(), 'cd-gate-template-'))
afterAll(() => rmSync(directory, { recursive: true }))

async function render(text: string | null, changes = {}) {
  const file = join(directory, 'note.eta')
  if (text !== null) writeFileSync(file, text)
  const log: string[] = []
  const template = await openTemplate(text === null ? join(directory, 'none') : file, 'note.eta', line =>
    log.push(line),
  )
  return { said: template(sampleAlert(changes)), log }
}

test('says what the user wants with the fields', async () => {
  const text =
    '<%= it.repository %> is <%= it.event %>: <% for (const f of it.failures) { %><%= f.file %>:<%= f.line %> <% } %>(<%= it.who %>)'
  expect((await render(text)).said).toBe('acme/pay is broken: src/pay.test.ts:12 (Alice)')
})

test('a hostile branch stays in its line, and < stays <', async () => {
  const build = { ...sampleAlert().build, branch: 'x\r\nJOIN #evil\u202e<b>' }
  expect((await render('<%= it.branch %>', { build })).said).toBe('x\\u{d}\\u{a}JOIN #evil\\u{202e}<b>')
})

test.each([
  ['<%= it.nonsense %>', /there is no field "nonsense"/],
  ['<% if ( %>', /is broken/],
  ['<%= it.failures[7].name %>', /is broken/],
  ['   ', /empty text/],
  [null, /cannot be read/],
])('%j falls back to the built-in text and says so', async (text, why) => {
  const { said, log } = await render(text)
  expect(said).toBeNull()
  expect(log).toHaveLength(1)
  expect(log[0]).toMatch(why)
})
