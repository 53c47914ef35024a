import { createHash } from 'node:crypto'
import type { Delivery, MessageTemplate } from '../contract.ts'
import { lateness } from '../message.ts'
import { mayReceive, type Recipient } from './addressees.ts'
import { type Carried, carry, carryNothing } from './attachments.ts'
import { clean, plain } from './clean.ts'
import { type ContentFacts, contentOf, type MailContent } from './content.ts'
import { headerCase, headersOf } from './headers.ts'
import { htmlBody, htmlOfText } from './html-body.ts'
import { buildMessage, type MailParts, signMessage } from './nodemailer.ts'
import type { MailSettings } from './settings.ts'
import { footer, textBody } from './text-body.ts'
import { threadOf } from './thread.ts'

/** One mail for one person, as it goes over the wire. */
export interface ComposedMail {
  readonly address: string
  readonly sender: string
  readonly bytes: Buffer
  /** The same mail without its attachments; `null`: it has none. */
  readonly withoutFiles: (() => Promise<ComposedMail>) | null
}

/** Why a mail must not go out: its own header names other people than were chosen. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError'
}

/** @throws EnvelopeError */
export async function compose(
  delivery: Delivery,
  recipient: Recipient,
  settings: MailSettings,
  template: MessageTemplate | null,
  carried: Carried = carry(delivery.alert, settings.attachmentsBudget),
): Promise<ComposedMail> {
  const { alert } = delivery
  const { address, name, why } = recipient
  const thread = threadOf(alert, address, settings)
  const attached = carried.files.map(({ filename }) => filename)
  const facts: ContentFacts = { ageMs: delivery.ageMs, why, attached, leftOut: carried.leftOut }
  const mailbox = ({ name, address }: { readonly name: string; readonly address: string }) => ({
    name,
    address,
  })
  const parts: MailParts = {
    from: mailbox(settings.from),
    to: { name: clean(name, 80), address },
    ...(settings.replyTo && { replyTo: mailbox(settings.replyTo) }),
    subject: thread.subject,
    messageId: thread.messageId,
    ...(thread.root && { inReplyTo: thread.root, references: thread.root }),
    date: new Date(alert.at),
    ...bodies(delivery, contentOf(alert, facts), template),
    attachments: carried.files.map(file => ({ ...file, contentTransferEncoding: 'base64' })),
    headers: [...headersOf(alert, why, settings)],
    normalizeHeaderKey: headerCase,
  }
  const boundary = createHash('sha256').update(thread.messageId).digest('hex').slice(0, 16)
  const { envelope, bytes } = await buildMessage(parts, boundary)
  if (!mayReceive(envelope, recipient, settings.rules))
    throw new EnvelopeError(`the message for ${address} names ${envelope.join(', ') || 'nobody'}`)
  return {
    address,
    sender: settings.from.address,
    bytes: settings.dkim === null ? bytes : await signMessage(bytes, settings.dkim),
    withoutFiles:
      carried.files.length === 0
        ? null
        : () => compose(delivery, recipient, settings, template, carryNothing(alert)),
  }
}

/** The built-in text and page, or the user's own text and a page of it. */
function bodies(
  { alert, ageMs }: Delivery,
  content: MailContent,
  template: MessageTemplate | null,
): { readonly text: string; readonly html: string } {
  const said = template?.(alert) ?? null
  if (said === null) return { text: textBody(content), html: htmlBody(content) }
  const late = lateness(ageMs)
  const text = [late && `(${late})`, plain(said)].filter(Boolean).join('\n\n')
  const html = htmlOfText(content.headline, text, content)
  return { text: `${text}\n\n-- \n${footer(content)}\n`, html }
}
