import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contractSuite } from '../test/notifiers/contract-suite.ts'
import { type HttpReceiver, type Received, startHttpReceiver } from '../test/notifiers/http-receiver.ts'
import { sampleAlert } from '../test/notifiers/sample-alert.ts'
import type { ChannelSetting, DeliveryOutcome } from './contract.ts'
import { webhook } from './webhook.ts'

type Setting = ChannelSetting<{ readonly insecure: boolean; readonly unsigned: boolean }>

function setting(url: string, changes: Partial<Setting> = {}): Setting {
  return {
    name: 'hook',
    options: { insecure: false, unsigned: false },
    secrets: { url, secret: 'sesame-opens' },
    directory: '/',
    env: {},
    template: null,
    log: () => {},
    ...changes,
  }
}

contractSuite({
  name: 'webhook',
  start: async () => {
    const receiver = await startHttpReceiver()
    const url = `http://127.0.0.1:${receiver.port}/hook/s3cret-path`
    return {
      receiver,
      open: template => webhook.open(setting(url, { template })),
      secrets: ['s3cret-path', 'sesame-opens'],
    }
  },
  outcomes: { busy: 'retry', refuses: 'refused', dies: 'unknown', silent: 'unknown' },
  whenGone: 'retry',
  // JSON is read by a program: what matters is that it is one document.
  inert: messages => {
    for (const message of messages) {
      const [headers = '', ...body] = message.split('\n')
      expect(JSON.parse(headers)).not.toHaveProperty('bcc')
      expect(JSON.parse(body.join('\n')).schema).toBe('cd-gate/webhook/1')
    }
  },
  identityOf: message => JSON.parse(message.split('\n')[0] ?? '')['webhook-id'],
})

let receiver: HttpReceiver
beforeEach(async () => {
  receiver = await startHttpReceiver()
})
afterEach(() => receiver.close())

const never = new AbortController().signal

async function deliver(changes: Partial<Setting> = {}, path = '/x'): Promise<DeliveryOutcome | undefined> {
  const channel = await webhook.open(setting(`http://127.0.0.1:${receiver.port}${path}`, changes))
  const to = channel.addressees(sampleAlert()).map(each => each.address)
  return (await channel.deliver({ alert: sampleAlert(), to, ageMs: 5 }, never))[0]?.outcome
}

function firstRequest(): Received {
  const [first] = receiver.requests
  if (!first) throw new Error('nothing was received')
  return first
}

test('the receiver can prove who sent it, by the standard', async () => {
  await deliver()
  const { headers, body } = firstRequest()
  expect(headers['webhook-id']).toBe(sampleAlert().id)
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const expected = createHmac('sha256', 'sesame-opens').update(signed).digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${expected}`)
  expect(JSON.parse(body)).toMatchObject({ ageMs: 5, alert: { id: sampleAlert().id, event: 'broken' } })
  expect(body).not.toContain('sesame')
})

test('a secret in the standard’s form is base64', async () => {
  const key = Buffer.from('the raw key')
  const url = `http://127.0.0.1:${receiver.port}/`
  await deliver({ secrets: { url, secret: `whsec_${key.toString('base64')}` } })
  const { headers, body } = firstRequest()
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
})

test.each([
  [200, {}, { kind: 'delivered', proof: 'HTTP 200' }],
  [429, { 'retry-after': '3' }, { kind: 'retry', afterMs: 3000 }],
  [503, {}, { kind: 'retry', afterMs: null }],
  [500, {}, { kind: 'retry' }],
  [401, {}, { kind: 'refused', advice: expect.stringMatching(/secret/) }],
  [410, {}, { kind: 'refused', advice: expect.stringMatching(/deleted/) }],
])('HTTP %i is %o', async (status, headers, outcome) => {
  receiver.answer((_, response) => response.writeHead(status, headers).end())
  expect(await deliver()).toMatchObject(outcome)
})

test('a date to come back at is understood', async () => {
  const date = new Date(Date.now() + 3_600_000).toUTCString()
  receiver.answer((_, response) => response.writeHead(503, { 'retry-after': date }).end())
  const outcome = await deliver()
  const afterMs = outcome?.kind === 'retry' ? (outcome.afterMs ?? 0) : 0
  expect(afterMs).toBeGreaterThan(3_500_000)
  expect(afterMs).toBeLessThanOrEqual(3_600_000)
})

test('a redirect is not followed: the message is meant for one host', async () => {
  const elsewhere = await startHttpReceiver()
  receiver.answer((_, response) =>
    response.writeHead(307, { location: `http://127.0.0.1:${elsewhere.port}/` }).end(),
  )
  expect(await deliver()).toMatchObject({ kind: 'refused', advice: expect.stringMatching(/redirect/) })
  expect(elsewhere.requests).toEqual([])
  await elsewhere.close()
})

test('an answer that breaks off after its status is an answer', async () => {
  receiver.answer((_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => response.socket?.destroy())
  })
  expect(await deliver()).toMatchObject({ kind: 'delivered' })
})

test.each([
  ['http://ci.example.org/x', {}, /use https/],
  ['ftp://ci.example.org/x', {}, /no https/],
  ['nonsense', {}, /no URL/],
])('%s is refused as an address, and not repeated', async (url, changes, why) => {
  const error = await webhook.open(setting(url, changes)).catch((thrown: Error) => thrown)
  expect(error).toMatchObject({ code: 'notify.bad-secret', message: expect.stringMatching(why) })
  expect(String(error)).not.toContain('/x')
})

test('plain http to another machine needs a word, and is said', async () => {
  const log: string[] = []
  const options = { insecure: true, unsigned: false }
  await webhook.open(setting('http://ci.example.org/x', { options, log: line => log.push(line) }))
  expect(log).toEqual([expect.stringMatching(/in the clear/)])
})

test('without a secret it does not open, unless unsigned is asked for', async () => {
  const secrets = { url: `http://127.0.0.1:${receiver.port}/` }
  await expect(webhook.open(setting('', { secrets }))).rejects.toMatchObject({
    code: 'notify.bad-secret',
    hint: expect.stringMatching(/CD_GATE_CHANNEL_HOOK_SECRET/),
  })
  expect(await deliver({ secrets, options: { insecure: false, unsigned: true } })).toMatchObject({
    kind: 'delivered',
  })
  expect(receiver.requests[0]?.headers).not.toHaveProperty('webhook-signature')
})
