import { createHash, createVerify, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { type ParsedMail, simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { emailSetting } from '../../test/notifiers/email-setting.ts'
import { alice, failedTest, sampleAlert } from '../../test/notifiers/sample-alert.ts'
import type { Delivery } from '../contract.ts'
import type { Alert } from '../model.ts'
import { openEmailChannel } from './channel.ts'

const usual = { to: ['team@lab.test'], domains: ['lab.test'] }

function delivery(changes: Partial<Alert> = {}, ageMs = 0, to = ['alice@lab.test']): Delivery {
  return { alert: sampleAlert(changes), to, ageMs }
}

async function rendered(
  of: Delivery,
  options = {},
  ...more: [Record<string, string>?, object?]
): Promise<string> {
  const channel = openEmailChannel(emailSetting({ ...usual, ...options }, ...more))
  const [only] = await channel.render(of)
  return only?.text ?? ''
}

const read = async (of: Delivery, options = {}): Promise<ParsedMail> =>
  simpleParser(await rendered(of, options))
const recipients = (mail: ParsedMail) =>
  [mail.to, mail.cc, mail.bcc].flat().flatMap(each => each?.value ?? [])

test('a mail says what is broken, by whom, where, and where to look', async () => {
  const log = Array.from({ length: 60 }, (_, index) => `line ${index}\u001b[31m red\u001b[0m`).join('\n')
  const reasons = ['coverage of the change is 60 %, at least 80 % wanted']
  const mail = await read(delivery({ log, reasons, coverage: '3 of 5 changed lines are covered' }))
  expect(mail.text).toContain(`Broken: acme/pay main is broken
build 42 of main build, 1a2b3c4 Charge cards at once

By Alice: 1a2b3c4 touches src/pay.ts:40, run by the failing src/pay.test.ts

1 failed test:
  - pay > refuses an empty card
    src/pay.test.ts:12
    expected 1 to be 2
          at src/pay.test.ts:12:3

Also:
  - coverage of the change is 60 %, at least 80 % wanted

Coverage: 3 of 5 changed lines are covered

Build:   https://ci.lab.test/job/pay/42/
Changes: https://github.com/acme/pay/compare/0f0f0f0...1a2b3c4

The end of the log:
  | line 20 red
`)
  expect(mail.text).toContain('cd-gate wrote to you because you wrote 1a2b3c4.')
  expect(mail.text).not.toContain('line 19 red')
  for (const said of ['Broken', 'src/pay.test.ts:12', 'expected 1 to be 2', 'line 59 red', 'By Alice'])
    expect(mail.html).toContain(said)
  expect(mail.attachments.map(each => [each.filename, each.contentType])).toEqual([
    ['build-log.txt', 'text/plain'],
  ])
  expect(mail.attachments[0]?.content.toString()).toMatch(/^line 0 red\n/)
})

test('its header tells programs what it is', async () => {
  const mail = await read(delivery())
  expect(mail.from?.value).toEqual([{ name: 'The builds', address: 'ci@lab.test' }])
  expect(recipients(mail)).toEqual([{ name: 'Alice', address: 'alice@lab.test' }])
  expect(mail.date?.getTime()).toBe(sampleAlert().at)
  expect(Object.fromEntries(mail.headers)).toMatchObject({
    'auto-submitted': 'auto-generated',
    precedence: 'bulk',
    'x-cdgate-state': 'broken FAILURE',
    'x-cdgate-branch': 'main',
    'x-cdgate-commit': '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
    'x-cdgate-reason': 'wrote 1a2b3c4',
  })
  expect(mail.headerLines.map(({ line }) => line)).toContain('X-CDGate-State: broken FAILURE')
  expect(mail.headerLines.find(({ key }) => key === 'list-id')?.line).toBe('List-ID: <pay.acme.lab.test>')
})

test('one thread a breakage: one subject and one root, and each mail its own identity', async () => {
  const breakage = { ...sampleAlert().breakage!, told: { mail: ['alice@lab.test', 'bob@lab.test'] } }
  const broken = await read(delivery())
  const later = { previous: 'FAILURE', breakage } as const
  const still = await read(delivery({ ...later, event: 'still-broken', id: 'b'.repeat(32) }))
  const fixed = await read(delivery({ ...later, event: 'fixed', status: 'SUCCESS', id: 'c'.repeat(32) }))
  const others = await read(delivery({ ...later, event: 'fixed', id: 'c'.repeat(32) }, 0, ['bob@lab.test']))
  expect(broken.subject).toBe('[acme/pay] main broken since 1a2b3c4')
  expect([still.subject, fixed.subject]).toEqual(Array(2).fill(`Re: ${broken.subject}`))
  const root = '<cdgate.feedfacefeedfacefeedfacefeedface.root@lab.test>'
  for (const mail of [broken, still, fixed, others]) {
    expect([mail.references, mail.inReplyTo]).toEqual([root, root])
  }
  expect(new Set([broken, still, fixed, others].map(mail => mail.messageId)).size).toBe(4)
  expect((await read(delivery())).messageId).toBe(broken.messageId)
})

test('a mail that it is fixed says for how long it was broken, and names nobody', async () => {
  const fixed = {
    event: 'fixed',
    status: 'SUCCESS',
    previous: 'FAILURE',
    failures: [],
    failureCount: 0,
  } as const
  const told = { mail: ['alice@lab.test'] }
  const breakage = { ...sampleAlert().breakage!, since: sampleAlert().at - 3 * 3_600_000, told }
  const blame = { kind: 'nobody', suspects: [], why: 'it is green' } as const
  const { text } = await read(delivery({ ...fixed, breakage, blame, log: 'all well' }))
  expect(text).toMatch(/^Fixed: acme\/pay main is fixed\nbuild 42 .*\nIt was broken for 3 h\.\n\nBuild: /)
  expect(text).toContain('because you heard that it was broken.')
  expect(text).not.toMatch(/all well|it is green/)
})

test('the same mail has the same bytes, whenever it is tried again', async () => {
  expect(await rendered(delivery())).toBe(await rendered(delivery()))
})

test('a mail that waited says so', async () => {
  const late = await read(delivery({}, 3 * 3_600_000))
  expect(late.text).toContain('This mail is 3 h late')
  expect(late.html).toContain('This mail is 3 h late')
  expect((await read(delivery({}, 60_000))).text).not.toContain('late')
})

test('the user’s own text replaces both, and one that failed replaces nothing', async () => {
  const template = (alert: Alert) => `Hey, <b>${alert.build.branch}</b>!\u001b[0m\u202e`
  const mail = await simpleParser(await rendered(delivery({}, 180_000), {}, {}, { template }))
  expect(mail.text).toMatch(/^\(3 min late\)\n\nHey, <b>main<\/b>!\\u\{202e\}\n\n-- \n/)
  expect(mail.html).toContain('Hey, &lt;b&gt;main&lt;/b&gt;!')
  const broken = await simpleParser(await rendered(delivery(), {}, {}, { template: () => null }))
  expect(broken.text).toContain('Broken: acme/pay main is broken')
})

test('only links that lead to the web', async () => {
  const build = {
    ...sampleAlert().build,
    url: 'javascript:alert(1)',
    diffUrl: 'https://user:secret@lab.test/',
    pageUrl: 'https://lab.test/"onclick="x/<b>',
  }
  const { text = '', html } = await read(delivery({ build }))
  expect(`${text}${html}`).not.toMatch(/javascript:|user:secret|"onclick|<b>/)
  expect(text).toContain('https://lab.test/%22onclick=%22x/%3Cb%3E')
})

test('attachments within the budget, with harmless names; what is left out is said', async () => {
  const attachments = [
    { name: '../../etc/.pass\r\nwd', type: 'text/html\r\nX-Evil: 1', text: 'a'.repeat(1000) },
    { name: 'big.xml', type: 'application/xml', text: 'b'.repeat(200_000) },
    { name: 'small.xml', type: 'application/xml', text: '<ö/>' },
  ]
  const mail = await read(delivery({ attachments }), { attachmentsBudget: 100_000 })
  expect(mail.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
    ['pass_u_d_u_a_wd', 'text/plain'],
    ['small.xml', 'application/xml'],
  ])
  expect(mail.attachments[1]?.content.toString()).toBe('<ö/>')
  expect(mail.text).toContain('big.xml: 196 KB, over the budget of 98 KB for attachments')
})

const sharp = fc.constantFrom(
  '\r\nBcc: evil@evil.test\r\n',
  '\n',
  '\r',
  '\0',
  '\u202e',
  '\u001b[31m',
  '\ud83d',
  '\udca9',
  '😀'.repeat(60),
  'ж'.repeat(300),
  'x'.repeat(10_000),
  '<script>',
  '=?utf-8?Q?x?=',
  '"\\,;:<>@()[]',
  '@everyone',
  ' '.repeat(300),
)
const hostile = fc
  .array(fc.oneof(sharp, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 5 })
  .map(parts => parts.join(''))

test('whatever stands in an alert: one subject, one recipient, no header more, no line too long', async () => {
  const names = new Set((await read(delivery())).headerLines.map(({ key }) => key))
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 12, maxLength: 12 }), async texts => {
      let next = 0
      const text = () => texts[next++ % texts.length] ?? ''
      const build = {
        repository: text(),
        job: text(),
        branch: text() || 'b',
        tag: text(),
        change: null,
        commit: text() || 'c',
        subject: text(),
        number: text(),
        url: text(),
        diffUrl: text(),
        pageUrl: text(),
      }
      const failure = { ...failedTest, name: text(), file: text(), message: text(), detail: text() }
      const person = { ...alice, name: text() }
      const suspects = [{ person, commit: text(), subject: text(), reason: text() }]
      const alert = {
        id: text(),
        build,
        breakage: { id: text(), firstBadCommit: text(), since: 0, told: {} },
        failures: [failure],
        reasons: [text()],
        coverage: text(),
        blame: { kind: 'one', suspects, why: '' },
        log: text(),
        attachments: [{ name: text(), type: text(), text: text() }],
      } as const
      const raw = await rendered(delivery(alert))
      const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
      // The header as a receiver unfolds it.
      const fields = head.split(/\r\n(?![ \t])/).map(field => field.replaceAll('\r\n', ''))
      expect(fields.filter(field => /^subject:/i.test(field))).toHaveLength(1)
      expect(fields.filter(field => field.length > 998)).toEqual([])
      expect(head).not.toMatch(/[^\x20-\x7e\r\n]|\r(?!\n)|(?<!\r)\n/)
      expect(raw.split('\r\n').filter(line => Buffer.byteLength(line) > 998)).toEqual([])
      const mail = await simpleParser(raw)
      expect(mail.headerLines.map(({ key }) => key).filter(key => !names.has(key))).toEqual([])
      expect(recipients(mail).map(({ address }) => address)).toEqual(['alice@lab.test'])
      expect([...(mail.subject ?? '')].length).toBeLessThanOrEqual(120)
      expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      expect(mail.text).not.toMatch(/[\0-\x08\x0b-\x1f\u202e]/)
      expect(mail.text).not.toMatch(/^(?:Bcc|evil)/m)
      expect(mail.html).not.toContain('<script')
      expect(mail.attachments.length).toBeLessThanOrEqual(2)
    }),
    { numRuns: 60 },
  )
})

/** RFC 6376's relaxed form of one header field. */
const relaxed = (field: string) => {
  const colon = field.indexOf(':')
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
  return `${field.slice(0, colon).toLowerCase().trim()}:${value.trim()}`
}

test('a mail is signed where a key is given, as receivers check it', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const dkim = { domain: 'lab.test', selector: 'ci' }
  const raw = await rendered(delivery(), { dkim }, { dkimKey: privateKey })
  const end = raw.indexOf('\r\n\r\n')
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/)
  const [signature = ''] = fields
  const tags = Object.fromEntries(
    signature
      .slice('DKIM-Signature:'.length)
      .split(';')
      .map(tag => [
        tag.slice(0, tag.indexOf('=')).trim(),
        tag.slice(tag.indexOf('=') + 1).replace(/\s/g, ''),
      ]),
  )
  expect(tags).toMatchObject({ v: '1', a: 'rsa-sha256', c: 'relaxed/relaxed', d: 'lab.test', s: 'ci' })
  const body = raw
    .slice(end + 4)
    .replace(/[ \t]+/g, ' ')
    .replace(/ \r\n/g, '\r\n')
    .replace(/(?:\r\n)*$/, '\r\n')
  expect(tags.bh).toBe(createHash('sha256').update(body).digest('base64'))
  const names = tags.h?.split(':') ?? []
  expect(names.map(name => name.toLowerCase())).toEqual(
    expect.arrayContaining(['from', 'to', 'subject', 'message-id']),
  )
  const named = names.map(
    name => fields.find(field => field.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? '',
  )
  const unsigned = relaxed(signature.replace(/(;\s*b=)[^;]*/, '$1'))
  const signed = [...named.filter(Boolean).map(relaxed), unsigned].join('\r\n')
  const check = createVerify('sha256').update(signed)
  expect(check.verify(publicKey, tags.b ?? '', 'base64')).toBe(true)
})
