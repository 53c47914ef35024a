import type { AddressOutcome, Channel, ChannelSetting, Delivery, Rendered } from '../contract.ts'
import { type Recipient, recipientsOf } from './addressees.ts'
import { type ComposedMail, compose, EnvelopeError } from './compose.ts'
import { failed, sendMails } from './deliver.ts'
import { preload } from './nodemailer.ts'
import type { EmailOptions } from './options-model.ts'
import { probeServer } from './probe.ts'
import { openSession, type Session } from './session.ts'
import { type MailSettings, settingsOf } from './settings.ts'

/** @throws GateError notify.bad-channel, notify.bad-secret */
export function openEmailChannel(setting: ChannelSetting<EmailOptions>): Channel {
  const settings = settingsOf(setting)
  const { template } = setting
  return {
    addressees: alert =>
      recipientsOf(alert, settings.rules).map(({ address, why, dropped }) => ({ address, why, dropped })),
    render: async delivery => {
      const rendered: Rendered[] = []
      for (const recipient of chosen(delivery, settings).recipients) {
        const { bytes } = await compose(delivery, recipient, settings, template)
        rendered.push({ to: [recipient.address], text: bytes.toString() })
      }
      return rendered
    },
    deliver: async (delivery, signal) => {
      const { recipients, outcomes } = chosen(delivery, settings)
      if (recipients.length === 0) return outcomes
      // The server is being connected to while the mails are written.
      const session = openSession(settings, signal)
      session.catch(() => {})
      const mails: ComposedMail[] = []
      for (const recipient of recipients) {
        try {
          mails.push(await compose(delivery, recipient, settings, template))
        } catch (error) {
          outcomes.push({ address: recipient.address, outcome: unwritten(error, settings) })
        }
      }
      if (mails.length === 0) await session.then(leave, () => {})
      return [...outcomes, ...(await sendMails(mails, session, settings, signal))]
    },
    probe: signal => probeServer(settings, signal),
    warm: preload,
    close: async () => {},
  }
}

/** Those of `to` that the rules choose again now, and the refusals of the others: the alert may have waited for long. */
function chosen(
  { alert, to }: Delivery,
  { rules }: MailSettings,
): { readonly recipients: readonly Recipient[]; readonly outcomes: AddressOutcome[] } {
  const all = new Map(recipientsOf(alert, rules).map(each => [each.address, each]))
  const recipients: Recipient[] = []
  const outcomes: AddressOutcome[] = []
  for (const address of new Set(to)) {
    const recipient = all.get(address)
    if (recipient?.dropped === null) recipients.push(recipient)
    else {
      const why = recipient?.dropped ?? 'the rules of this channel do not choose this address'
      outcomes.push({
        address,
        outcome: { kind: 'refused', why, advice: 'see to, domains and the people file' },
      })
    }
  }
  return { recipients, outcomes }
}

function unwritten(error: unknown, settings: MailSettings): AddressOutcome['outcome'] {
  if (!(error instanceof EnvelopeError)) return failed(error, settings)
  return { kind: 'refused', why: error.message, advice: 'this is a fault of cd-gate: please report it' }
}

function leave(session: Session): void {
  session.leave()
}
