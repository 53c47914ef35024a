import { expect, test } from 'vitest'
import type { GateError } from '../../core/errors.ts'
import { openIrc } from '../../test/notifiers/irc-setting.ts'
import { readServer } from './server-address.ts'

test('addresses of servers', () => {
  expect(readServer('ircs://irc.lab.test')).toEqual({ host: 'irc.lab.test', port: 6697, isTls: true })
  expect(readServer('irc.lab.test:7000')).toEqual({ host: 'irc.lab.test', port: 7000, isTls: true })
  expect(readServer('irc://[::1]:6668')).toEqual({ host: '::1', port: 6668, isTls: false })
  expect(readServer('irc://irc.lab.test/')).toEqual({ host: 'irc.lab.test', port: 6667, isTls: false })
  for (const bad of [
    'ircs://u:pw@host',
    'https://host',
    'ircs://host/#chan',
    'ircs://',
    'a b',
    'ircs://ho st',
  ]) {
    expect(typeof readServer(bad), bad).toBe('string')
  }
})

const tls = { server: 'ircs://irc.lab.test' }
test.each<[string, Parameters<typeof openIrc>[0], Record<string, string>, RegExp]>([
  ['no server', {}, {}, /no server/],
  ['a password in the address', { server: 'ircs://u:pw-in-url@irc.lab.test' }, {}, /user or a password/],
  ['no channels', { ...tls, channels: [] }, {}, /names no channels/],
  ['a channel with a blank', { ...tls, channels: ['#a key'] }, {}, /no channel’s name/],
  ['a bad nick', { ...tls, nick: '1gate' }, {}, /no nick/],
  ['a bad alternative', { ...tls, alternativeNicks: ['a\r\nb'] }, {}, /no nick/],
  ['a secret in clear', { server: 'irc://irc.lab.test' }, { serverPassword: 'pw' }, /everybody on the way/],
  ['keys in clear', { server: 'irc://irc.lab.test' }, { keys: '#dev k' }, /everybody on the way/],
  ['plain without account', { ...tls, login: 'plain' }, { password: 'pw' }, /needs an account/],
  ['plain without password', { ...tls, login: 'plain', account: 'ci' }, {}, /needs the secret/],
  ['a password for nothing', tls, { password: 'pw' }, /nothing to do with it/],
  ['external without certificate', { ...tls, login: 'external' }, {}, /needs a certificate/],
  ['a password of two lines', { ...tls, login: 'plain', account: 'ci' }, { password: 'a\nQUIT' }, /line end/],
  ['a key for another channel', tls, { keys: '#ops secret-key' }, /names no channel/],
  ['a key with a comma', tls, { keys: '#dev secret,key' }, /no key for #dev/],
  ['a missing CA', { ...tls, ca: '/nowhere/ca.pem' }, {}, /ca cannot be read/],
  ['a CA that is none', { ...tls, ca: 'package.json', certificate: 'package.json' }, {}, /do not fit/],
])('refuses %s', async (_what, options, secrets, why) => {
  const error: GateError = await openIrc(options, secrets).then(
    () => Promise.reject(new Error('it opened')),
    reason => reason,
  )
  expect(error.code).toBe('notify.bad-channel')
  expect(error.message).toMatch(why)
  expect(error.hint).not.toBe('')
  expect(`${error.message} ${error.hint}`).not.toMatch(/secret-key|secret,key|pw-in-url/)
})

test('what would be said is shown without a socket, a command a line', async () => {
  const channel = await openIrc({ ...tls, channels: ['#dev', '#ops'], send: 'notice' })
  const { sampleAlert } = await import('../../test/notifiers/sample-alert.ts')
  expect(channel.addressees(sampleAlert()).map(({ address }) => address)).toEqual(['#dev', '#ops'])
  const shown = await channel.render({ alert: sampleAlert(), to: ['#ops'], ageMs: 0 })
  expect(shown).toEqual([
    {
      to: ['#ops'],
      text: expect.stringMatching(/^NOTICE #ops :acme\/pay .*\r\nNOTICE #ops :1 failing test: .*\r\n$/),
    },
  ])
})
