import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ChannelContext, type OpenedChannel, openChannels } from '../../notifiers/channels.ts'
import { dispatch } from '../../notifiers/dispatch.ts'
import { openSpool } from '../../notifiers/spool.ts'
import { sampleAlert } from './sample-alert.ts'

let directory: string
let log: string[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-plugin-'))
  log = []
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function file(name: string, text: string): void {
  mkdirSync(dirname(join(directory, name)), { recursive: true })
  writeFileSync(join(directory, name), text)
}

function open(config: unknown, only: readonly string[] = [], env = {}): Promise<readonly OpenedChannel[]> {
  const context: ChannelContext = { file: 'cd-gate.config.mjs', directory, env, log: line => log.push(line) }
  return openChannels(config, only, context)
}

/** A notifier that writes what it delivers into a global list. */
const notifier = (changes = '') => `
const schema = { '~standard': { version: 1, vendor: 'test', validate: value =>
  typeof value.room === 'string' ? { value } : { issues: [{ message: 'room is needed' }, { message: 'really' }] } } }
export default {
  name: 'room', summary: 'Tells a room', options: schema, secrets: ['token'],
  open: async ({ options, secrets }) => ({
    addressees: () => [{ address: options.room, why: 'its room', dropped: null }],
    render: async ({ to }) => [{ to, text: 'text' }],
    deliver: async ({ to, alert }) => to.map(address => ({ address, outcome: { kind: 'delivered', proof: secrets.token + alert.event } })),
    probe: async () => [{ ok: true, what: 'there', advice: '' }],
    close: async () => {},
    ${changes}
  }),
}`

async function tell(opened: readonly OpenedChannel[]) {
  const alert = sampleAlert()
  const jobs = opened.map(each => ({
    opened: each,
    alert,
    to: each.channel.addressees(alert).flatMap(one => (one.dropped === null ? [one.address] : [])),
  }))
  const signal = new AbortController().signal
  const spool = openSpool(join(directory, 'spool'))
  return dispatch(jobs, { spool, deadlineMs: 60_000, signal, log: line => log.push(line) })
}

const env = { CD_GATE_CHANNEL_CHAT_TOKEN: 't0ken-' }

test.each([
  ['./room.mjs', 'room.mjs'],
  ['room-notifier', 'node_modules/room-notifier/index.js'],
  ['@acme/notifiers/room', 'node_modules/@acme/notifiers/dist/room.js'],
])('the type %s is found from the configuration’s directory', async (type, place) => {
  file(place, notifier())
  const bare = { name: 'room-notifier', type: 'module', exports: { import: './index.js' } }
  file('node_modules/room-notifier/package.json', JSON.stringify(bare))
  const scoped = { type: 'module', exports: { './room': { types: './x.d.ts', import: './dist/room.js' } } }
  file('node_modules/@acme/notifiers/package.json', JSON.stringify(scoped))
  const opened = await open({ chat: { type, room: 'blue', events: ['broken'] } }, [], env)
  expect(opened).toMatchObject([{ name: 'chat', type, rules: { events: ['broken'], branches: [] } }])
  const [report] = await tell(opened)
  expect(report?.delivered).toEqual([{ address: 'blue', why: 't0ken-broken', advice: '' }])
})

test.each([
  ['./none.mjs', '', 'notify.unknown-type', /there is no file/],
  ['no-such-package', '', 'notify.unknown-type', /no package of that name/],
  ['emial', '', 'notify.unknown-type', /none of irc, email, webhook, exec, slack/],
  ['./bad.mjs', 'syntax error here', 'notify.unknown-type', /can be loaded/],
  ['./bad.mjs', 'throw new Error("at once")', 'notify.unknown-type', /at once/],
  ['./bad.mjs', 'export const x = 1', 'notify.bad-channel', /no default export/],
  ['./bad.mjs', 'export default () => {}', 'notify.bad-channel', /is function, no object/],
  ['./bad.mjs', 'export default { name: "x" }', 'notify.bad-channel', /"summary"/],
  [
    './bad.mjs',
    'export default { name: "x", summary: "", secrets: [], open() {} }',
    'notify.bad-channel',
    /neither a table nor/,
  ],
  [
    './bad.mjs',
    'export default { name: "x", summary: "", secrets: [], open() {}, options: { a: {} } }',
    'notify.bad-channel',
    /"options.a"/,
  ],
  [
    './bad.mjs',
    'export default { name: "x", summary: "", secrets: [], open() {}, options: { "~standard": { version: 2 } } }',
    'notify.bad-channel',
    /version 1/,
  ],
  ['./bad.mjs', notifier(), 'notify.bad-channel', /room is needed; really/],
])('%s (%s) is refused as %s', async (type, text, code, why) => {
  file('bad.mjs', text)
  await expect(open({ chat: { type } })).rejects.toMatchObject({ code, message: expect.stringMatching(why) })
})

test('a misspelt type is told with the one that was meant', async () => {
  await expect(open({ chat: { type: 'webhok' } })).rejects.toMatchObject({
    hint: expect.stringMatching(/did you mean webhook/),
  })
})

test.each([
  [
    'open throws',
    notifier().replace('open: async', 'open: async () => { throw new Error("no license") }, x: async'),
  ],
  ['open gives nothing', notifier().replace('open: async', 'open: async () => {}, x: async')],
  ['deliver throws', notifier('deliver() { throw new Error("oops") },')],
  ['deliver rejects with nothing', notifier('deliver: () => Promise.reject(),')],
  ['deliver gives nonsense', notifier('deliver: async () => 7,')],
  ['deliver never ends and ignores its signal', notifier('deliver: () => new Promise(() => {}),')],
  ['addressees throws', notifier('addressees() { throw new Error("oops") },')],
  ['addressees gives nonsense', notifier('addressees: () => [{ address: 7 }],')],
])('where %s, the alert waits and the others are told', async (_, text) => {
  file('bad.mjs', text)
  file('room.mjs', notifier())
  const opened = await open({
    bad: { type: './bad.mjs', room: 'red' },
    good: { type: './room.mjs', room: 'blue' },
  })
  const alert = sampleAlert()
  const jobs = opened.map(each => ({
    opened: each,
    alert,
    to: each.channel.addressees(alert).map(one => one.address),
  }))
  const spool = openSpool(join(directory, 'spool'))
  const setting = { spool, deadlineMs: 1500, signal: new AbortController().signal, log: () => {} }
  const reports = await dispatch(jobs, setting)
  expect(reports.map(each => [each.channel, each.delivered.length, each.spooled.length])).toEqual([
    ['bad', 0, 1],
    ['good', 1, 0],
  ])
  expect(reports[0]?.spooled[0]?.why).toMatch(/\w/)
  expect((await spool.list()).entries.map(each => each.channel)).toEqual(['bad'])
  await Promise.all(opened.map(each => each.channel.close()))
})

test('render, probe, warm and close of a notifier that throws stop nothing', async () => {
  const broken = ['render', 'probe', 'warm', 'close'].map(
    name => `${name}() { throw new Error("in ${name}") },`,
  )
  file('bad.mjs', notifier(broken.join('')))
  const [opened] = await open({ bad: { type: './bad.mjs', room: 'red' } })
  const { channel } = opened ?? { channel: undefined }
  const signal = new AbortController().signal
  expect(await channel?.render({ alert: sampleAlert(), to: ['red'], ageMs: 0 })).toMatchObject([
    { to: ['red'], text: expect.stringMatching(/in render/) },
  ])
  expect(await channel?.probe(signal)).toMatchObject([{ ok: false, what: expect.stringMatching(/in probe/) }])
  await channel?.warm?.(signal)
  await channel?.close()
  expect(log).toEqual([expect.stringMatching(/in warm/), expect.stringMatching(/in close/)])
})

test('the built-in ones check their options like any command', async () => {
  const channel = { type: 'exec', command: ['./tell'] }
  const wrong = (more: object) => open({ tell: { ...channel, ...more } })
  await expect(wrong({ comand: 'x' })).rejects.toMatchObject({
    code: 'config.unknown-key',
    message: expect.stringMatching(/notify\.channels\.tell\.comand/),
    hint: expect.stringMatching(/did you mean command/),
  })
  await expect(wrong({ brances: ['main'] })).rejects.toMatchObject({
    hint: expect.stringMatching(/did you mean branches/),
  })
  await expect(wrong({ events: ['brokn'] })).rejects.toMatchObject({ code: 'usage.bad-value' })
  await expect(wrong({ secret: 'x' })).rejects.toMatchObject({ code: 'notify.bad-secret' })
  expect(await wrong({ branches: 'main', jobs: ['n*'] })).toMatchObject([
    { rules: { branches: ['main'], jobs: ['n*'] } },
  ])
})

test.each([
  [{}, [], 'notify.no-channels'],
  [undefined, [], 'notify.no-channels'],
  [{ a: { type: 'exec', command: ['x'] } }, ['b'], 'notify.unknown-channel'],
  [{ a: 'exec' }, [], 'notify.bad-channel'],
  [{ a: {} }, [], 'notify.bad-channel'],
])('%j with %j is %s', async (config, only, code) => {
  await expect(open(config, only)).rejects.toMatchObject({ code })
})

test('only the channels that are asked for are opened', async () => {
  const config = { a: { type: 'exec', command: ['x'] }, b: { type: './none.mjs' } }
  expect((await open(config, ['a'])).map(each => each.name)).toEqual(['a'])
})
