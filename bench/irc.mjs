// @ts-check
// IRC on InspIRCd with TLS and SASL. Warm: a failing test is known → another client sees the message. One-shot: from
// connect() on, beside a bare socket that does the same. Exit code 1 when a limit is missed, 3 without the servers.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'

const project = join(dirname(fileURLToPath(import.meta.url)), '..')
const limits = { warmMs: 150, oneShotTimes: 1.15 }
const rounds = 15

const jiti = createJiti(import.meta.url, { fsCache: false })
/** @param {string} file @returns {Promise<any>} */
const load = file => jiti.import(join(project, file))
const { findTool } = await load('test/require-tool.ts')
const program = findTool('/usr/sbin/inspircd') ?? findTool('inspircd')
const services = findTool('/usr/bin/atheme-services') ?? findTool('atheme-services')
if (program === null || services === null) {
  process.stderr.write('inspircd and atheme-services are not installed: nothing was measured\n')
  process.exit(3)
}
const { makeIrcCertificates } = await load('test/notifiers/irc-certificates.ts')
const { startInspircd } = await load('test/notifiers/inspircd-server.ts')
const { connectIrcClient } = await load('test/notifiers/irc-client.ts')
const { deliveryOf, noDeadline } = await load('test/notifiers/irc-setting.ts')
const { irc } = await load('notifiers/irc/index.ts')
const { ircOptions } = await load('notifiers/irc/options.ts')

/** @param {readonly number[]} values */
const median = values => [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN

const certificates = makeIrcCertificates()
const server = await startInspircd(program, services, certificates)
const user = await connectIrcClient(server.port, 'watcher', ['#dev'])
const delivery = deliveryOf({ failures: [], failureCount: 0 })

/** When the user's client has the message of that nick. @param {string} nick */
const seenFrom = async nick => {
  await user.seen(new RegExp(`^:${nick}!\\S+ PRIVMSG #dev `))
  return performance.now()
}

/** @param {string} nick */
function open(nick) {
  const defaults = Object.fromEntries(Object.entries(ircOptions).map(([name, spec]) => [name, spec.default]))
  return irc.open({
    name: 'bench',
    options: {
      ...defaults,
      nick,
      server: `ircs://localhost:${server.tlsPort}`,
      ca: certificates.caFile,
      channels: ['#dev'],
      login: 'plain',
      account: server.account,
    },
    secrets: { password: server.password },
    directory: project,
    env: {},
    template: null,
    log: () => {},
  })
}

/** @param {string} nick @param {boolean} isWarm */
async function ours(nick, isWarm) {
  const channel = await open(nick)
  if (isWarm) await channel.warm(noDeadline())
  const seen = seenFrom(nick)
  const start = performance.now()
  const [{ outcome }] = await channel.deliver(delivery, noDeadline())
  if (outcome.kind !== 'delivered') throw new Error(JSON.stringify(outcome))
  const ms = (await seen) - start
  await channel.close()
  return ms
}

/** The same conversation by hand: nothing is sent that IRC does not ask for. @param {string} nick */
async function bare(nick) {
  const seen = seenFrom(nick)
  const start = performance.now()
  const ca = readFileSync(certificates.caFile)
  const socket = connect({ host: 'localhost', port: server.tlsPort, servername: 'localhost', ca })
  socket.setEncoding('utf8')
  const credentials = Buffer.from(`${server.account}\0${server.account}\0${server.password}`).toString(
    'base64',
  )
  /** @type {readonly (readonly [RegExp, string])[]} */
  const answers = [
    [/ CAP \S+ LS /, 'CAP REQ :sasl'],
    [/ CAP \S+ ACK /, 'AUTHENTICATE PLAIN'],
    [/(?:^| )AUTHENTICATE :?\+/, `AUTHENTICATE ${credentials}`],
    [/^\S+ 903 /, 'CAP END'],
    [/^\S+ 001 /, 'JOIN #dev'],
    [/^\S+ JOIN /, 'PRIVMSG #dev :acme/pay main is broken (build 42)'],
  ]
  let rest = ''
  socket.on('secureConnect', () => {
    socket.setNoDelay(true)
    socket.write(`CAP LS 302\r\nNICK ${nick}\r\nUSER ${nick} 0 * :bench\r\n`)
  })
  socket.on('data', data => {
    const lines = (rest + data).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [, answer] = answers.find(([pattern]) => pattern.test(line)) ?? []
      if (answer !== undefined) socket.write(`${answer}\r\n`)
    }
  })
  const ms = (await seen) - start
  await new Promise(resolve => {
    socket.on('close', resolve)
    socket.end('QUIT\r\n')
  })
  return ms
}

/** @type {{ warm: number[], oneShot: number[], bare: number[] }} */
const seen = { warm: [], oneShot: [], bare: [] }
try {
  await ours('first', true)
  // The server registers once a second: who comes first in a round begins at another moment of it, so they take turns.
  for (let round = 0; round < rounds; round += 1) {
    seen.warm.push(await ours(`warm${round}`, true))
    if (round % 2 === 0) seen.bare.push(await bare(`bare${round}`))
    seen.oneShot.push(await ours(`oneshot${round}`, false))
    if (round % 2 === 1) seen.bare.push(await bare(`bare${round}`))
  }
} finally {
  user.quit()
  await server.stop()
  certificates.remove()
}
const warmMs = median(seen.warm)
const oneShotTimes = median(seen.oneShot) / median(seen.bare)
process.stdout.write(`IRC, InspIRCd with TLS and SASL, medians of ${rounds}
warm: failing test known → seen by another client   ${warmMs.toFixed(1)} ms (at most ${limits.warmMs})
one-shot, from connect() on                         ${median(seen.oneShot).toFixed(0)} ms
  a bare socket                                     ${median(seen.bare).toFixed(0)} ms
  times as long                                     ${oneShotTimes.toFixed(3)} (at most ${limits.oneShotTimes})
`)
const figures = { warmMs, oneShotTimes }
const missed = Object.entries(limits).filter(
  // What could not be measured is missed too.
  ([name, limit]) => !(figures[/** @type {keyof typeof figures} */ (name)] <= limit),
)
for (const [name] of missed) process.stdout.write(`MISSED: ${name}\n`)
process.exitCode = missed.length > 0 ? 1 : 0
