import { type ParsedMail, simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AddressOutcome, Channel } from '../../notifiers/contract.ts'
import { email } from '../../notifiers/email/index.ts'
import type { Alert } from '../../notifiers/model.ts'
import { type Certificates, makeCertificates } from './email-certificates.ts'
import { emailSetting } from './email-setting.ts'
import { type PostfixServer, postfixAvailable, startPostfix } from './postfix-server.ts'
import { failedTest, sampleAlert } from './sample-alert.ts'

let certificates: Certificates | null = null
let postfix: PostfixServer | null = null

beforeAll(async () => {
  if (!postfixAvailable()) return
  certificates = makeCertificates()
  postfix = await startPostfix(certificates)
})

afterAll(() => {
  postfix?.stop()
  certificates?.remove()
})

/** A test that needs Postfix, which only root may start: skipped visibly without, and a failure under CI. */
function itNeedsPostfix(title: string, body: (server: PostfixServer) => Promise<void>): void {
  test(title, async context => {
    if (postfix !== null) return body(postfix)
    if (process.env.CI === 'true')
      throw new Error('Postfix is not there or this is not root, and CI has to run this test')
    context.skip('Postfix is not installed, or this is not root')
  })
}

const channelTo = (server: string): Promise<Channel> =>
  email.open(
    emailSetting({ server, ca: certificates?.caFile ?? null, to: ['team@lab.test'], domains: ['lab.test'] }),
  )

async function tell(channel: Channel, alert: Alert): Promise<readonly AddressOutcome[]> {
  const to = channel.addressees(alert).flatMap(({ address, dropped }) => (dropped === null ? [address] : []))
  return channel.deliver({ alert, to, ageMs: 0 }, AbortSignal.timeout(20_000))
}

const addressOf = (mail: ParsedMail) => [mail.to].flat()[0]?.value[0]?.address ?? ''

itNeedsPostfix('the whole life of a breakage is one thread in everybody’s mailbox', async server => {
  const channel = await channelTo(`smtp://localhost:${server.smtpPort}`)
  const broken = sampleAlert()
  const told = (await tell(channel, broken)).map(({ address, outcome }) => {
    expect(outcome).toEqual({ kind: 'delivered', proof: expect.stringMatching(/^250 2\.0\.0 Ok: queued as/) })
    return address
  })
  expect(told).toEqual(['team@lab.test', 'alice@lab.test'])
  await server.mails(2)
  const breakage = { ...broken.breakage!, told: { mail: told } }
  const nobody = { kind: 'nobody', suspects: [], why: '' } as const
  const later = { breakage, previous: 'FAILURE', blame: nobody } as const
  const another = { ...failedTest, id: 't2', name: 'pay > refunds' }
  const still = {
    ...later,
    event: 'still-broken',
    failures: [another, { ...failedTest, isNew: false }],
  } as const
  const counts = { failureCount: 2, newFailureCount: 1 }
  await tell(channel, sampleAlert({ ...still, ...counts, id: 'b'.repeat(32) }))
  await server.mails(4)
  const fixed = { ...later, event: 'fixed', status: 'SUCCESS', failures: [], failureCount: 0 } as const
  await tell(channel, sampleAlert({ ...fixed, id: 'c'.repeat(32) }))
  const mails = await Promise.all((await server.mails(6)).map(raw => simpleParser(raw)))
  await channel.close()

  for (const person of told) {
    const thread = mails.filter(mail => addressOf(mail) === person)
    const subject = '[acme/pay] main broken since 1a2b3c4'
    expect(thread.map(mail => mail.subject)).toEqual([subject, `Re: ${subject}`, `Re: ${subject}`])
    expect(new Set(thread.map(mail => mail.references))).toEqual(
      new Set(['<cdgate.feedfacefeedfacefeedfacefeedface.root@lab.test>']),
    )
    expect(thread.map(mail => mail.text?.split('\n')[0])).toEqual([
      'Broken: acme/pay main is broken',
      'Still broken: acme/pay main is still broken, and 1 test more',
      'Fixed: acme/pay main is fixed',
    ])
    expect(thread[1]?.text).toContain('pay > refunds (new)')
    expect(new Set(thread.map(mail => mail.messageId)).size).toBe(3)
  }
  expect(mails.map(addressOf).filter(address => !told.includes(address))).toEqual([])
})

itNeedsPostfix('TLS from the first byte, and each recipient’s own outcome', async server => {
  const to = ['gone@lab.test', 'busy@lab.test', 'team@lab.test', 'out@other.test']
  const setting = emailSetting({
    server: `smtps://127.0.0.1:${server.smtpsPort}`,
    ca: certificates?.caFile ?? null,
    to,
    culprits: false,
  })
  const channel = await email.open(setting)
  const outcomes = await tell(channel, sampleAlert({ id: 'd'.repeat(32) }))
  expect(outcomes.map(({ address, outcome }) => [address, outcome.kind])).toEqual([
    ['gone@lab.test', 'refused'],
    ['busy@lab.test', 'retry'],
    ['team@lab.test', 'delivered'],
    ['out@other.test', 'refused'],
  ])
  expect(await channel.probe(AbortSignal.timeout(20_000))).toEqual([
    { ok: true, what: `127.0.0.1:${server.smtpsPort} answers EHLO`, advice: '' },
    { ok: true, what: expect.stringMatching(/^TLSv1\.3, and the certificate is trusted/), advice: '' },
    { ok: true, what: 'no login is wanted', advice: '' },
    { ok: true, what: 'it is ready for mail', advice: '' },
  ])
})
