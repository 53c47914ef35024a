import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readOptions } from '../../core/option-values.ts'
import { emailSetting } from '../../test/notifiers/email-setting.ts'
import { email } from './index.ts'
import { emailOptions } from './options.ts'
import type { EmailOptions } from './options-model.ts'
import { parseServer } from './server-address.ts'
import { settingsOf } from './settings.ts'

const settings = (options: Partial<EmailOptions>, secrets = {}) => settingsOf(emailSetting(options, secrets))

test.each([
  ['smtp://mail.lab.test', { host: 'mail.lab.test', port: 587, implicitTls: false }],
  ['smtp://mail.lab.test:2525/', { host: 'mail.lab.test', port: 2525, implicitTls: false }],
  ['smtps://mail.lab.test', { host: 'mail.lab.test', port: 465, implicitTls: true }],
  ['smtp://[::1]:25', { host: '::1', port: 25, implicitTls: false }],
])('%s', (text, address) => {
  expect(parseServer(text)).toEqual(address)
})

test.each([
  'mail.lab.test',
  'http://mail.lab.test',
  'smtp://',
  'smtp://mail.lab.test/x',
  'smtp://mail.lab.test?tls=no',
])('%s is no server', server => {
  expect(() => settings({ server })).toThrow(/the channel "mail": its server (?:is|begins)/)
})

test('a password in the address is refused, and not shown', () => {
  const refused = () => settings({ server: 'smtp://ci:a-secret-password@mail.lab.test' })
  expect(refused).toThrow('its server holds a user or password')
  expect(refused).not.toThrow(/a-secret-password/)
})

test.each<[Partial<EmailOptions>, string]>([
  [{ server: null }, 'it names no server'],
  [{ from: null }, 'it names no sender'],
  [{ from: 'a@lab.test, b@lab.test' }, 'from has'],
  [{ from: 'Builds <ci@lab.test> <x@evil.test>' }, 'from has'],
  [{ to: ['team@lab.test', 'Team: x@lab.test;'] }, 'to has'],
  [{ replyTo: 'nobody' }, 'replyTo has'],
  [{ culprits: false }, 'it has nobody to write to'],
  [{ domains: ['*.lab.test'] }, 'is no domain'],
  [{ listId: 'x>\r\nBcc: y' }, 'listId has'],
  [{ ca: '/nowhere/ca.pem' }, 'cannot be read'],
  [{ auth: 'oauth2' }, 'it names no user'],
  [{ auth: 'oauth2', user: 'ci' }, 'there is no token'],
])('%j: %s', (options, why) => {
  expect(() => settings(options)).toThrow(why)
})

test('half a login is an error, not a mail without one', () => {
  expect(() => settings({ user: 'ci' })).toThrow('the secret "password" is not set')
  expect(() => settings({}, { password: 'x' })).toThrow('it has the secret password and no login')
  expect(settings({ user: 'ci' }, { password: 'x' }).login).toEqual({
    kind: 'login',
    user: 'ci',
    password: 'x',
  })
  expect(settings({ user: 'ci', auth: 'none' }).login).toBeNull()
})

test('a refresh token goes to an encrypted address only', () => {
  const options = { user: 'ci', auth: 'oauth2', clientId: 'id' } as const
  const secrets = { refreshToken: 'r', clientSecret: 's' }
  expect(() => settings({ ...options, tokenUrl: 'http://login.lab.test/' }, secrets)).toThrow(
    'begins with https://',
  )
  const { login } = settings({ ...options, tokenUrl: 'https://login.lab.test/' }, secrets)
  expect(login).toMatchObject({ kind: 'refresh', clientSecret: 's' })
  expect(() => settings({ ...options, tokenUrl: 'https://login.lab.test/' }, { refreshToken: 'r' })).toThrow(
    'the secret "clientSecret" is not set',
  )
})

test('the hint of a missing secret names its variable', () => {
  const setting = emailSetting({ dkim: { domain: 'lab.test', selector: 'ci' } }, {}, { name: 'team-mail' })
  expect(() => settingsOf(setting)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('CD_GATE_CHANNEL_TEAM_MAIL_DKIM_KEY') }),
  )
  expect(() => settingsOf({ ...setting, secrets: { dkimKey: 'no key' } })).toThrow('is no private key')
})

test('a file without a certificate is no ca', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-ca-'))
  writeFileSync(join(directory, 'ca.pem'), 'nothing')
  expect(() => settings({ ca: join(directory, 'ca.pem') })).toThrow('holds no certificate')
  rmSync(directory, { recursive: true })
})

const read = (values: Readonly<Record<string, unknown>>) =>
  readOptions('notify.channels.mail', emailOptions, {
    flags: {},
    env: {},
    config: { file: 'cd-gate.config.json', directory: '/repo', values },
  })

test('a channel of the configuration', async () => {
  const values = {
    server: 'smtp://mail.lab.test',
    from: 'The builds <ci@lab.test>',
    to: ['team@lab.test'],
    domains: 'lab.test',
    ca: 'ca.pem',
    timeouts: { idle: 10 },
    dkim: { domain: 'lab.test', selector: 'ci' },
  }
  expect(read(values)).toMatchObject({
    domains: ['lab.test'],
    ca: '/repo/ca.pem',
    timeouts: { connect: 5, greeting: 5, idle: 10 },
    dkim: { domain: 'lab.test', selector: 'ci' },
    requireTls: true,
    maxRecipients: 10,
  })
  const channel = await email.open(emailSetting({ ...read({ ...values, ca: undefined, dkim: undefined }) }))
  expect(await channel.close()).toBeUndefined()
})

test.each([
  [{ timeouts: { connect: 0 } }],
  [{ timeouts: { wait: 5 } }],
  [{ timeouts: [] }],
  [{ dkim: { domain: 'lab.test' } }],
  [{ dkim: { domain: 'lab.test', selector: 'a\r\nb' } }],
  [{ auth: 'plain' }],
  [{ passwort: 'x' }],
])('%j is refused', values => {
  expect(() => read(values)).toThrow(/notify\.channels\.mail/)
})
