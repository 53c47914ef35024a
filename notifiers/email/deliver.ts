import type { AddressOutcome, DeliveryOutcome } from '../contract.ts'
import type { ComposedMail } from './compose.ts'
import { harmless, outcomeOf } from './outcome.ts'
import { openSession, type Session, SessionError } from './session.ts'
import type { MailSettings } from './settings.ts'

/**
 * Sends mails over one connection, one after the other. A server that ends it after some (many do after so many mails) is
 * connected to again; one that took none is left alone.
 */
export async function sendMails(
  mails: readonly ComposedMail[],
  first: Promise<Session>,
  settings: MailSettings,
  signal: AbortSignal,
): Promise<readonly AddressOutcome[]> {
  const outcomes: AddressOutcome[] = []
  let opening = first
  while (outcomes.length < mails.length) {
    const before = outcomes.length
    let stopped: DeliveryOutcome
    try {
      const session = await opening
      stopped = await sendOver(session, mails.slice(before), outcomes, settings)
      session.leave()
    } catch (error) {
      stopped = failed(error, settings)
    }
    const hasDelivered = outcomes.slice(before).some(({ outcome }) => outcome.kind === 'delivered')
    if (outcomes.length < mails.length && (!hasDelivered || signal.aborted)) {
      for (const { address } of mails.slice(outcomes.length)) outcomes.push({ address, outcome: stopped })
    } else if (outcomes.length < mails.length) {
      opening = openSession(settings, signal)
    }
  }
  return outcomes
}

/** Until all are sent or the session is over. @returns what the end of the session means for those not tried */
async function sendOver(
  session: Session,
  mails: readonly ComposedMail[],
  outcomes: AddressOutcome[],
  settings: MailSettings,
): Promise<DeliveryOutcome> {
  let stopped: DeliveryOutcome = { kind: 'retry', why: 'the connection ended', advice: '', afterMs: null }
  for (const mail of mails) {
    if (!session.isOpen()) break
    const outcome = await sendOne(session, mail, settings)
    outcomes.push({ address: mail.address, outcome })
    if (outcome.kind === 'delivered') continue
    stopped = { kind: 'retry', why: outcome.why, advice: outcome.advice, afterMs: null }
    if (session.isOpen()) await session.reset().catch(() => session.leave())
  }
  return stopped
}

async function sendOne(
  session: Session,
  mail: ComposedMail,
  settings: MailSettings,
): Promise<DeliveryOutcome> {
  try {
    return { kind: 'delivered', proof: harmless(await session.send(mail)) }
  } catch (error) {
    if (!isTooLarge(error) || mail.withoutFiles === null || !session.isOpen()) return failed(error, settings)
    try {
      await session.reset()
      return { kind: 'delivered', proof: harmless(await session.send(await mail.withoutFiles())) }
    } catch (second) {
      return failed(second, settings)
    }
  }
}

/** By the limit that the server announced, or by its answer (RFC 1870). */
function isTooLarge(error: unknown): boolean {
  if (!(error instanceof SessionError)) return false
  const { code, responseCode, command } = error.cause
  return (
    (code === 'EMESSAGE' && responseCode === undefined) || (responseCode === 552 && command !== 'RCPT TO')
  )
}

export function failed(error: unknown, settings: MailSettings): DeliveryOutcome {
  if (error instanceof SessionError) return outcomeOf(error, settings)
  const why = error instanceof Error ? error.message : String(error)
  return { kind: 'retry', why, advice: 'this is a fault of cd-gate: please report it', afterMs: null }
}
