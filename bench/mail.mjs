// @ts-check
// How long it takes from the start of a process until a mail server on loopback has the whole mail: the e-mail notifier
// beside a bare script that gives nodemailer a mail of the same size. Needs openssl. Exit code 1 when the limit is missed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'
import { rolldown } from 'rolldown'
import { SMTPServer } from 'smtp-server'

const project = join(dirname(fileURLToPath(import.meta.url)), '..')
const work = join(project, 'bench', '.work', 'mail')
const limit = 1.2
const rounds = 15

rmSync(work, { recursive: true, force: true })
mkdirSync(work, { recursive: true })

const jiti = createJiti(import.meta.url, { fsCache: false })
/** @param {string} file @returns {Promise<any>} */
const load = file => jiti.import(join(project, file))
const { makeCertificates } = await load('test/notifiers/email-certificates.ts')
const { mailSamples } = await load('test/notifiers/email-samples.ts')
const certificates = makeCertificates()

/** As `npm run build` does it: our modules joined, packages left packages. */
const bundle = await rolldown({
  input: { email: join(project, 'notifiers/email/index.ts') },
  platform: 'node',
  external: /^[^./]/,
})
await bundle.write({ dir: work, entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' })
await bundle.close()

const { alert } = mailSamples.broken.delivery
writeFileSync(join(work, 'alert.json'), JSON.stringify(alert))
writeFileSync(
  join(work, 'ours.mjs'),
  `import { readFileSync } from 'node:fs'
import { email } from './email.mjs'
const [port, ca] = process.argv.slice(2)
const alert = JSON.parse(readFileSync(new URL('alert.json', import.meta.url), 'utf8'))
const defaults = Object.fromEntries(Object.entries(email.options).map(([name, spec]) => [name, spec.default]))
const given = { server: 'smtp://localhost:' + port, from: 'ci@lab.test', to: ['team@lab.test'], culprits: false }
const options = { ...defaults, ...given, ca: ca || null, requireTls: Boolean(ca) }
const setting = { name: 'mail', options, secrets: {}, directory: '.', env: {}, template: null, log: () => {} }
const channel = await email.open(setting)
const delivery = { alert, to: ['team@lab.test'], ageMs: 0 }
const [only] = await channel.deliver(delivery, AbortSignal.timeout(10_000))
await channel.close()
process.exitCode = only.outcome.kind === 'delivered' ? 0 : 1
`,
)

/** @type {{ at: number, bytes: number } | null} */
let arrived = null
/** @param {boolean} isEncrypted */
async function startServer(isEncrypted) {
  const server = new SMTPServer({
    key: certificates.key,
    cert: certificates.cert,
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: isEncrypted ? [] : ['STARTTLS'],
    onData(stream, _, done) {
      let bytes = 0
      stream.on('data', chunk => {
        bytes += chunk.length
      })
      stream.on('end', () => {
        arrived = { at: performance.now(), bytes }
        done()
      })
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  return { server, port: typeof address === 'object' && address ? address.port : 0 }
}

/** @param {string} script @param {readonly string[]} args */
async function handOver(script, args) {
  arrived = null
  const start = performance.now()
  const child = spawn(process.execPath, [join(work, script), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  const seen = /** @type {{ at: number, bytes: number } | null} */ (arrived)
  if (code !== 0 || seen === null) throw new Error(`${script} handed nothing over`)
  return { ms: seen.at - start, bytes: seen.bytes }
}

/** @param {readonly number[]} values */
const median = values => [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN

let isMissed = false
for (const isEncrypted of [false, true]) {
  const { server, port } = await startServer(isEncrypted)
  const args = [String(port), isEncrypted ? certificates.caFile : '']
  const first = await handOver('ours.mjs', args)
  // The bare script sends what ours is, in size: a text, a page, and an attachment for the rest.
  const parts = { text: 'x '.repeat(2500), html: 'y '.repeat(4500) }
  const rest = Math.max(first.bytes - 15_000, 0)
  writeFileSync(
    join(work, 'bare.mjs'),
    `import { readFileSync } from 'node:fs'
import nodemailer from 'nodemailer'
const [port, ca] = process.argv.slice(2)
const tls = ca ? { requireTLS: true, tls: { ca: readFileSync(ca, 'utf8') } } : { ignoreTLS: true }
const transport = nodemailer.createTransport({ host: 'localhost', port: Number(port), ...tls })
const attachments = [{ filename: 'a.txt', content: 'z'.repeat(${Math.floor(rest * 0.73)}) }]
const mail = { from: 'ci@lab.test', to: 'team@lab.test', subject: 'broken', attachments }
await transport.sendMail({ ...mail, text: ${JSON.stringify(parts.text)}, html: ${JSON.stringify(parts.html)} })
transport.close()
`,
  )
  const bare = []
  const ours = []
  let bareBytes = 0
  for (let round = 0; round < rounds; round += 1) {
    const other = await handOver('bare.mjs', args)
    bareBytes = other.bytes
    bare.push(other.ms)
    ours.push((await handOver('ours.mjs', args)).ms)
  }
  const ratio = median(ours) / median(bare)
  isMissed ||= ratio > limit
  process.stdout.write(
    `${(isEncrypted ? 'STARTTLS' : 'plain').padEnd(9)} bare nodemailer ${median(bare).toFixed(0)} ms (${bareBytes} bytes), ours ${median(ours).toFixed(0)} ms (${first.bytes} bytes): ${ratio.toFixed(2)} x (at most ${limit})${ratio > limit ? ' MISSED' : ''}\n`,
  )
  await new Promise(done => server.close(() => done(null)))
}
certificates.remove()
process.exitCode = isMissed ? 1 : 0
