import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Behaviour, contractSuite } from '../test/notifiers/contract-suite.ts'
import { sampleAlert } from '../test/notifiers/sample-alert.ts'
import type { Channel, ChannelSetting, DeliveryOutcome } from './contract.ts'
import { exec } from './exec.ts'

const node = process.execPath

function open(directory: string, command: readonly string[], changes = {}): Promise<Channel> {
  const setting: ChannelSetting<{ readonly command: readonly string[] }> = {
    name: 'tell',
    options: { command },
    secrets: {},
    directory,
    env: { PATH: process.env.PATH },
    template: null,
    log: () => {},
    ...changes,
  }
  return exec.open(setting)
}

/** Keeps its input as a file, and then does what the file `how` says. */
const program = `#!${node}
const fs = require('node:fs')
const text = fs.readFileSync(0, 'utf8')
const how = fs.readFileSync('how', 'utf8')
const name = 'got-' + process.hrtime.bigint()
fs.writeFileSync('.' + name, text)
fs.renameSync('.' + name, name)
if (how === 'busy') { console.error('come again'); process.exitCode = 75 }
if (how === 'refuses') { console.error('\\x1b[31mnever\\x1b[0m'); process.exitCode = 3 }
if (how === 'dies') process.kill(process.pid, 'SIGKILL')
if (how === 'silent') setInterval(() => {}, 1000)
`

contractSuite({
  name: 'exec',
  start: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cd-gate-exec-'))
    writeFileSync(join(directory, 'tell.cjs'), program)
    chmodSync(join(directory, 'tell.cjs'), 0o755)
    const behave = (how: Behaviour) => writeFileSync(join(directory, 'how'), how)
    behave('accepts')
    const gotten = () =>
      (existsSync(directory) ? readdirSync(directory) : []).filter(name => name.startsWith('got-')).sort()
    const receiver = {
      behave,
      received: () => gotten().map(name => readFileSync(join(directory, name), 'utf8')),
      arrival: () =>
        new Promise<void>(resolve => {
          const watcher = watch(directory, () => {
            if (gotten().length === 0) return
            watcher.close()
            resolve()
          })
        }),
      close: async () => rmSync(directory, { recursive: true, force: true }),
    }
    return {
      receiver,
      open: template =>
        open(directory, ['./tell.cjs', '--room', 'ci'], { template, secrets: { secret: 'sesame-opens' } }),
      secrets: ['sesame-opens'],
    }
  },
  outcomes: { busy: 'retry', refuses: 'refused', dies: 'unknown', silent: 'unknown' },
  whenGone: 'retry',
  inert: messages => {
    for (const message of messages) {
      expect(message.trimEnd()).not.toMatch(/[\n\r]/)
      expect(JSON.parse(message).schema).toBe('cd-gate/exec/1')
    }
  },
  identityOf: message => JSON.parse(message).alert.id,
})

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-exec-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

async function run(
  channel: Channel,
  signal = new AbortController().signal,
): Promise<DeliveryOutcome | undefined> {
  const outcomes = await channel.deliver({ alert: sampleAlert(), to: ['node'], ageMs: 0 }, signal)
  return outcomes[0]?.outcome
}

test('words reach the program as they are, and other channels’ secrets do not', async () => {
  const script = `fs.writeFileSync('seen', JSON.stringify([process.argv.slice(1), process.env]))`
  const env = { PATH: process.env.PATH, HOME: '/h', CD_GATE_CHANNEL_MAIL_PASSWORD: 'mail-secret' }
  const channel = await open(directory, [node, '-e', script, '$(id); a b', '*'], {
    env,
    secrets: { secret: 'own-secret' },
  })
  expect(await run(channel)).toEqual({ kind: 'delivered', proof: 'exit code 0' })
  const [args, seen] = JSON.parse(readFileSync(join(directory, 'seen'), 'utf8'))
  expect(args).toEqual(['$(id); a b', '*'])
  expect(seen).toMatchObject({ HOME: '/h', CD_GATE_SECRET: 'own-secret' })
  expect(JSON.stringify(seen)).not.toContain('mail-secret')
})

test('what it says last is the reason', async () => {
  const script = `console.error('first'); console.error('\\x1b[31mno room\\u202e'); process.exitCode = 9`
  expect(await run(await open(directory, [node, '-e', script]))).toMatchObject({
    kind: 'refused',
    why: 'node ended with exit code 9: no room\\u{202e}',
  })
})

test('a program that reads nothing and ends well has told', async () => {
  const alert = sampleAlert({ log: 'x'.repeat(1 << 20) })
  const channel = await open(directory, [node, '-e', 'process.stdin.destroy()'])
  const outcomes = await channel.deliver({ alert, to: ['node'], ageMs: 0 }, new AbortController().signal)
  expect(outcomes[0]?.outcome.kind).toBe('delivered')
})

test('the end takes the whole family, and a program that ignores the polite signal too', async () => {
  const child = `process.on('SIGTERM', () => {}); fs.writeFileSync('pid', String(process.pid)); fs.renameSync('pid', 'pid-child'); setInterval(() => {}, 1000)`
  const script = `process.on('SIGTERM', () => {}); child_process.spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`
  const controller = new AbortController()
  const watcher = watch(directory, () => existsSync(join(directory, 'pid-child')) && controller.abort())
  const outcome = await run(await open(directory, [node, '-e', script]), controller.signal)
  watcher.close()
  expect(outcome).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/did not finish in time/) })
  const pid = Number(readFileSync(join(directory, 'pid-child'), 'utf8'))
  // It is killed with its parent, and may take a moment longer to be gone.
  await expect.poll(() => stateOf(pid), { timeout: 30_000 }).toMatch(/^(gone|Z)$/)
})

/** Killed, and perhaps not buried yet. */
function stateOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? ''
  } catch {
    return 'gone'
  }
}

test('a program that is not there may be there tomorrow', async () => {
  expect(await run(await open(directory, ['./none']))).toMatchObject({
    kind: 'retry',
    why: expect.stringMatching(/it does not exist/),
  })
})

test('without a command it does not open', async () => {
  await expect(open(directory, [])).rejects.toMatchObject({ code: 'notify.bad-channel' })
})
