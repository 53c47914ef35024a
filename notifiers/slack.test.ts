import { expect, test } from 'vitest'
import { contractSuite, hostileAlert } from '../test/notifiers/contract-suite.ts'
import { startHttpReceiver } from '../test/notifiers/http-receiver.ts'
import { alice, failedTest, sampleAlert } from '../test/notifiers/sample-alert.ts'
import type { ChannelSetting, DeliveryOutcome } from './contract.ts'
import type { Person } from './model.ts'
import { slack } from './slack.ts'
import { type Flavour, flavours, inert, slackText } from './slack-text.ts'

type Options = Parameters<typeof slack.open>[0]['options']

function setting(
  changes: Partial<ChannelSetting<Options>>,
  options: Partial<Options> = {},
): ChannelSetting<Options> {
  return {
    name: 'chat',
    options: { flavour: 'slack', channel: null, mention: true, api: null, ...options },
    secrets: {},
    directory: '/',
    env: {},
    template: null,
    log: () => {},
    ...changes,
  }
}

const messageOf = (received: string) => JSON.parse(received.split('\n')[1] ?? '')

/** A call to people or a link that the text did not make by itself. */
const calls: Readonly<Record<Flavour, RegExp>> = {
  slack: /<[!@#](?!U0ALICE\b)|<http:\/\/evil|@\w/,
  mattermost: /@\w|<[!@#]|(?<!\\)\]\(http:\/\/evil/,
  rocketchat: /@\w|<[!@#]|(?<!\\)\]\(http:\/\/evil/,
}

for (const flavour of flavours) {
  contractSuite({
    name: `slack (${flavour})`,
    start: async () => {
      const receiver = await startHttpReceiver()
      const url = `http://127.0.0.1:${receiver.port}/services/T0/B0/s3cret-path`
      return {
        receiver,
        open: template => slack.open(setting({ secrets: { url }, template }, { flavour })),
        secrets: ['s3cret-path'],
      }
    },
    outcomes: { busy: 'retry', refuses: 'refused', dies: 'unknown', silent: 'unknown' },
    whenGone: 'retry',
    inert: messages => {
      for (const message of messages) {
        const { text, blocks } = messageOf(message)
        expect(text).not.toMatch(calls[flavour])
        expect(text).not.toMatch(/[\u0000-\u0008\r\u001b\u202e\u2028]/)
        expect(text.length).toBeGreaterThan(10)
        expect(text.length).toBeLessThanOrEqual(5000)
        if (flavour === 'slack') expect(blocks[0].text.text.length).toBeLessThanOrEqual(3000)
      }
    },
    identityOf: message => messageOf(message).text.split('\n')[1],
  })
}

test.each([
  ['a & b <x>', 'slack', 'a &amp; b &lt;x&gt;'],
  ['<!channel> @here', 'slack', '&lt;!channel&gt; @\u200bhere'],
  ['[a](http://b) *c*', 'mattermost', '\\[a\\]\\(http://b\\) \\*c\\*'],
  ['#tag and a#b', 'mattermost', '#\u200btag and a#b'],
] as const)('%j means itself in %s', (text, flavour, safe) => {
  expect(inert(text, flavour)).toBe(safe)
})

const suspect = (person: Person) => ({ person, commit: '1a2b3c4'.padEnd(40, '0'), subject: 's', reason: 'r' })
const blamed = (person: Person) =>
  sampleAlert({ blame: { kind: 'one', suspects: [suspect(person)], why: '' } })

test.each([
  [{ slack: 'U0ALICE123' }, true, 'slack', '<@U0ALICE123>'],
  [{ mattermost: 'alice.b' }, true, 'mattermost', ' @alice.b'],
  [{ rocketchat: '@alice' }, true, 'rocketchat', ' @alice'],
  [{ slack: 'U0ALICE123' }, false, 'slack', null],
  [{ slack: '!channel' }, true, 'slack', null],
  [{ slack: 'U1> <!here' }, true, 'slack', null],
  [{ mattermost: 'all' }, true, 'mattermost', null],
  [{ irc: 'alice' }, true, 'slack', null],
] as const)('of %j (known: %s) %s calls %s', (accounts, known, flavour, call) => {
  const text = slackText({ alert: blamed({ ...alice, known, accounts }), to: [], ageMs: 0 }, flavour, true)
  if (call === null) expect(text).not.toMatch(/<[@!]|@\w/)
  else expect(text).toContain(call)
})

test('who is not to be called is not', () => {
  const alert = blamed({ ...alice, accounts: { slack: 'U0ALICE123' } })
  expect(slackText({ alert, to: [], ageMs: 0 }, 'slack', false)).not.toContain('<@')
})

test('reads like this', () => {
  const delivery = { alert: sampleAlert({ reasons: ['coverage is 60 %'] }), to: [], ageMs: 7_200_000 }
  expect(slackText(delivery, 'slack', true)).toBe(
    [
      '*acme/pay main is broken* (2 h late)',
      'build 42 of main build, 1a2b3c4 Charge cards at once',
      'broken by Alice: 1a2b3c4 touches src/pay.ts:40, run by the failing src/pay.test.ts',
      '• src/pay.test.ts:12 pay &gt; refuses an empty card: expected 1 to be 2',
      'coverage is 60 %',
      '<https://ci.lab.test/job/pay/42/|build>',
      '<https://github.com/acme/pay/compare/0f0f0f0...1a2b3c4|what changed>',
    ].join('\n'),
  )
})

test('a link is one of the web, and cannot be ended from inside', () => {
  const build = {
    ...sampleAlert().build,
    url: 'https://ci/|x><!channel>?a=1&b=2',
    diffUrl: 'javascript:alert(1)',
  }
  const text = slackText({ alert: sampleAlert({ build }), to: [], ageMs: 0 }, 'slack', true)
  expect(text).toContain('<https://ci/%7Cx%3E%3C!channel%3E?a=1&amp;b=2|build>')
  expect(text).not.toContain('javascript')
})

test('what is too long loses whole lines, never the end of an escape', () => {
  const failures = Array.from({ length: 5 }, () => ({ ...failedTest, name: '<'.repeat(400), message: '' }))
  const text = slackText(
    { alert: sampleAlert({ failures, failureCount: 5 }), to: [], ageMs: 0 },
    'slack',
    true,
  )
  expect(text.length).toBeLessThanOrEqual(3000)
  expect(text).toMatch(/\n…$/)
  expect(text).not.toMatch(/&(?!lt;|gt;|amp;)/)
})

async function withToken(answer: object | string, status = 200): Promise<DeliveryOutcome | undefined> {
  const receiver = await startHttpReceiver()
  receiver.answer((_, response) =>
    response
      .writeHead(status, { 'retry-after': '30' })
      .end(typeof answer === 'string' ? answer : JSON.stringify(answer)),
  )
  const api = `http://127.0.0.1:${receiver.port}/api`
  const channel = await slack.open(
    setting({ secrets: { token: 'xoxb-secret-token' } }, { api, channel: 'C0123456789' }),
  )
  const delivery = { alert: sampleAlert(), to: ['C0123456789'], ageMs: 0 }
  expect(channel.addressees(sampleAlert())).toMatchObject([{ address: 'C0123456789', dropped: null }])
  const outcomes = await channel.deliver(delivery, new AbortController().signal)
  const { path, headers, body } = receiver.requests[0] ?? { path: '', headers: {}, body: '{}' }
  expect(path).toBe('/api/chat.postMessage')
  expect(headers.authorization).toBe('Bearer xoxb-secret-token')
  expect(JSON.parse(body)).toMatchObject({ channel: 'C0123456789' })
  await receiver.close()
  return outcomes[0]?.outcome
}

test.each([
  [
    { ok: true, ts: '17.5' },
    { kind: 'delivered', proof: 'message 17.5' },
  ],
  [{ ok: true }, { kind: 'unknown' }],
  [
    { ok: false, error: 'not_in_channel' },
    { kind: 'refused', advice: expect.stringMatching(/invite/) },
  ],
  [
    { ok: false, error: 'something_new' },
    { kind: 'refused', why: expect.stringMatching(/something_new/) },
  ],
  [
    { ok: false, error: 'ratelimited' },
    { kind: 'retry', afterMs: 30_000 },
  ],
  [{ ok: false, error: 'internal_error' }, { kind: 'retry' }],
  ['<html>log in</html>', { kind: 'unknown', advice: expect.stringMatching(/proxy/) }],
])('with a token, %j is %o', async (answer, outcome) => {
  expect(await withToken(answer)).toMatchObject(outcome)
})

test('with a token, too many requests wait as long as Slack says', async () => {
  expect(await withToken('', 429)).toMatchObject({ kind: 'retry', afterMs: 30_000 })
})

test.each([
  [{}, {}, 'notify.bad-secret', /not set/],
  [{ url: 'https://a.test/x', token: 't' }, {}, 'notify.bad-channel', /both/],
  [{ token: 't' }, {}, 'notify.bad-channel', /no channel/],
  [{ url: 'http://hooks.example.org/x' }, {}, 'notify.bad-secret', /use https/],
  [{ token: 't' }, { channel: 'C1', api: 'http://a.test' }, 'notify.bad-channel', /use https/],
])('%j and %j do not open', async (secrets, options, code, why) => {
  await expect(slack.open(setting({ secrets }, options))).rejects.toMatchObject({
    code,
    message: expect.stringMatching(why),
  })
})

test('hostile accounts call nobody', () => {
  const text = slackText({ alert: hostileAlert('@all <!channel>'), to: [], ageMs: 0 }, 'mattermost', true)
  expect(text).not.toMatch(/@\w/)
})
