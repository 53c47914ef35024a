import { visible } from '../../core/text.ts'
import { cut } from '../build-report.ts'
import type { Addressee } from '../contract.ts'
import type { Alert, Suspect } from '../model.ts'
import { isBot, type Mailbox, parseMailbox, unread } from './mailbox.ts'

/** Whom a channel may write to. */
export interface MailingRules {
  /** The channel's name: by it the alert knows who was told before. */
  readonly channel: string
  readonly fixed: readonly Mailbox[]
  readonly culprits: boolean
  /** Normalised. */
  readonly domains: ReadonlySet<string>
  readonly maxRecipients: number
}

export interface Recipient extends Addressee {
  readonly name: string
  /** What vouches for the address: it must still hold for the envelope just before sending. */
  readonly warrant: 'configured' | 'known' | 'domain' | 'told'
}

/**
 * Whom an alert is for, each once, with those who get nothing and why. A commit's author field proves nothing: its address
 * counts only where the people file or an allowed domain vouches for it.
 */
export function recipientsOf(alert: Alert, rules: MailingRules): readonly Recipient[] {
  const merged = new Map<string, Recipient>()
  for (const each of [...fixedList(rules), ...suspects(alert, rules), ...toldBefore(alert, rules)]) {
    const key = each.address.toLowerCase()
    const earlier = merged.get(key)
    if (earlier === undefined || (earlier.dropped !== null && each.dropped === null)) merged.set(key, each)
    else if (each.dropped === null && earlier.why !== each.why)
      merged.set(key, { ...earlier, name: earlier.name || each.name, why: `${earlier.why}, ${each.why}` })
  }
  let places = rules.maxRecipients
  return [...merged.values()].map(each => {
    if (each.dropped !== null) return each
    places -= 1
    return places >= 0
      ? each
      : { ...each, dropped: `more than ${rules.maxRecipients} people (maxRecipients)` }
  })
}

function fixedList({ fixed }: MailingRules): readonly Recipient[] {
  return fixed.map(({ address }) => ({
    address,
    name: '',
    why: 'fixed list',
    dropped: null,
    warrant: 'configured',
  }))
}

function suspects(alert: Alert, rules: MailingRules): readonly Recipient[] {
  const { blame, event } = alert
  // What is fixed is told to those who heard that it was broken; a build that was stopped is nobody's fault.
  if (blame.kind === 'nobody' || ['first-build', 'fixed', 'aborted'].includes(event)) return []
  return blame.suspects.map(suspect => recipientFor(suspect, rules))
}

function recipientFor({ person, commit }: Suspect, { culprits, domains }: MailingRules): Recipient {
  const { name, email, known } = person
  const why = `wrote ${visible(commit.slice(0, 7))}`
  const parsed = parseMailbox(email)
  const drop = (dropped: string): Recipient => ({
    address: cut(visible(email || name), 120),
    name,
    why,
    dropped,
    warrant: 'domain',
  })
  if (email === '') return drop('no address is known')
  if (isBot(name, email)) return drop('it is a bot')
  if ('fault' in parsed) return drop(parsed.fault)
  const silent = unread(parsed)
  if (silent !== null) return drop(silent)
  if (!culprits) return drop('this channel does not write to authors (culprits)')
  if (!known && !domains.has(parsed.domain))
    return drop('neither the people file nor the allowed domains vouch for it')
  return { address: parsed.address, name, why, dropped: null, warrant: known ? 'known' : 'domain' }
}

/** The record knows only addresses that passed once, but whoever can write to it could add others. */
function toldBefore({ event, breakage }: Alert, { channel }: MailingRules): readonly Recipient[] {
  if (event !== 'fixed' && event !== 'still-broken') return []
  const told = breakage && Object.hasOwn(breakage.told, channel) ? breakage.told[channel] : undefined
  return (told ?? []).map(email => {
    const parsed = parseMailbox(email)
    const fault = 'fault' in parsed ? parsed.fault : unread(parsed)
    const address = 'fault' in parsed ? cut(visible(email), 120) : parsed.address
    return { address, name: '', why: 'heard that it was broken', dropped: fault, warrant: 'told' }
  })
}

/**
 * The last look before sending, at the addresses that the composed message itself gives: it must be the one that was
 * chosen, alone, and still vouched for.
 */
export function mayReceive(
  envelope: readonly string[],
  chosen: Recipient,
  { domains }: MailingRules,
): boolean {
  const [only, ...others] = envelope
  if (only === undefined || others.length > 0 || only !== chosen.address || chosen.dropped !== null)
    return false
  const parsed = parseMailbox(only)
  if ('fault' in parsed || parsed.address !== only) return false
  return chosen.warrant !== 'domain' || domains.has(parsed.domain)
}
