import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSecrets, refuseSecretsIn, secretValues, secretVariable } from './secrets.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-secrets-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('a variable is named after the channel and the secret', () => {
  expect(secretVariable('team-mail', 'password')).toBe('CD_GATE_CHANNEL_TEAM_MAIL_PASSWORD')
  expect(secretVariable('irc', 'serverPassword')).toBe('CD_GATE_CHANNEL_IRC_SERVER_PASSWORD')
})

test('comes from the environment, or from a file without its last line end', () => {
  writeFileSync(join(directory, 'password'), ' pass word \n')
  const env = { CD_GATE_CHANNEL_MAIL_USER: 'u', CD_GATE_CHANNEL_MAIL_PASSWORD_FILE: 'password' }
  expect(readSecrets('mail', ['user', 'password', 'other'], env, directory)).toEqual({
    user: 'u',
    password: ' pass word ',
  })
  expect(readSecrets('mail', ['user'], { CD_GATE_CHANNEL_MAIL_USER: '' }, directory)).toEqual({})
})

test.each([
  [{ _FILE: 'none' }, /cannot be read from the file/],
  [{ _FILE: 'empty' }, /is empty/],
  [{ '': 'x', _FILE: 'empty' }, /given twice/],
])('%j is refused', (given, why) => {
  writeFileSync(join(directory, 'empty'), '\n')
  const env = Object.fromEntries(
    Object.entries(given).map(([end, value]) => [`CD_GATE_CHANNEL_MAIL_PASSWORD${end}`, value]),
  )
  expect(() => readSecrets('mail', ['password'], env, directory)).toThrow(
    expect.objectContaining({ code: 'notify.bad-secret', message: expect.stringMatching(why) }),
  )
})

test('every value that may be one can be masked', () => {
  writeFileSync(join(directory, 'p'), 'from-file\n')
  const env = {
    CD_GATE_CHANNEL_MAIL_PASSWORD_FILE: 'p',
    CD_GATE_CHANNEL_IRC_PASSWORD: 'from-env',
    CD_GATE_CHANNEL_X_Y_FILE: 'none',
    CD_GATE_NOTIFY_JOB: 'nightly',
  }
  expect([...secretValues(env, directory)].sort()).toEqual(['from-env', 'from-file'])
})

test.each([
  ['a secret by its name', { password: 'x' }, 'password'],
  ['what is called like one', { smtpPassword: 'x' }, 'smtpPassword'],
  ['a token', { authToken: 'x' }, 'authToken'],
  ['a password in a URL', { host: 'smtp://me:pw@mail.test' }, 'host'],
  ['a private key', { dkim: { key: '-----BEGIN RSA PRIVATE KEY-----' } }, 'dkim'],
  ['a token of Slack’s', { note: ['xoxb-1234567890-abc'] }, 'note'],
  ['a webhook’s address', { to: 'https://hooks.slack.com/services/T0/B0/x' }, 'to'],
])('%s in the configuration is refused, and not repeated', (_, values, key) => {
  const refuse = () => refuseSecretsIn('mail', values, ['password'], ['host', 'dkim', 'note', 'to'])
  expect(refuse).toThrow(
    expect.objectContaining({
      code: expect.stringMatching(/^notify\.bad-(secret|channel)$/),
      message: expect.stringContaining(key),
      hint: expect.stringMatching(/CD_GATE_CHANNEL_MAIL_/),
    }),
  )
  expect(refuse).not.toThrow(/pw|BEGIN|xoxb|hooks\.slack/)
})

test.each([
  { tokenLimit: 5, host: 'mail.test' },
  { passwordCommand: 'x' },
  { url: 'https://ci.example.org/a:b@c' },
  { from: 'CI <ci@mail.test>' },
])('%j is no secret', values => {
  expect(() => refuseSecretsIn('mail', values, ['password'], ['tokenLimit', 'passwordCommand'])).not.toThrow()
})
