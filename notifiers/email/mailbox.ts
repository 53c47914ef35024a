import { domainToASCII } from 'node:url'

/** One plain mailbox, in the one form in which it goes into envelope and header. */
export interface Mailbox {
  readonly local: string
  /** Lower case, ASCII (RFC 5890's A-labels). */
  readonly domain: string
  readonly address: string
}

/**
 * Letters, digits and what people have in addresses. Quoted parts, and characters that old servers read as a route (% and
 * !) or that programs behind aliases read as commands, are nobody's address here.
 */
const plainLocal = /^[a-z0-9_](?:[a-z0-9_+=~'&#-]|\.(?=[a-z0-9_+=~'&#-]))*$/i
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const plainDomain = new RegExp(`^${label}(?:\\.${label})*$`)

/**
 * Reads an address that must be exactly one plain mailbox: no name, comment, group, list, route or quoting. What it gives
 * is made of harmless characters only.
 * @returns why it is none otherwise
 */
export function parseMailbox(text: string): Mailbox | { readonly fault: string } {
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return { fault: 'its address holds control characters' }
  const at = text.lastIndexOf('@')
  if (at < 1) return { fault: 'its address has no mailbox and domain' }
  const local = text.slice(0, at)
  const domain = normalDomain(text.slice(at + 1))
  if (/[^\0-\x7f]/.test(local)) return { fault: 'the part before the @ is not ASCII' }
  if (local.length > 64 || !plainLocal.test(local)) return { fault: 'its address is not one plain mailbox' }
  if (domain === null) return { fault: 'its address has no valid domain' }
  const address = `${local}@${domain}`
  return address.length > 254 ? { fault: 'its address is too long' } : { local, domain, address }
}

/** A domain name in lower-case ASCII; `null`: it is none (an address of the network neither). */
export function normalDomain(text: string): string | null {
  // The check comes first: the conversion also reads percent codes and other spellings of the dot.
  if (text.length > 253 || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(text)) return null
  const ascii = domainToASCII(text)
  return plainDomain.test(ascii) && !/(?:^|\.)\d+$/.test(ascii) ? ascii : null
}

/** Why nobody reads mail at that address; `null`: somebody may. */
export function unread({ local, domain }: Mailbox): string | null {
  if (/^(?:no-?reply|do-?not-?reply)(?:$|[^a-z])/i.test(local) || /(?:^|\.)no-?reply(?:\.|$)/.test(domain))
    return 'nobody reads a noreply address'
  return null
}

/** Whether an author is a program, by the mark that GitHub and others give them. */
export function isBot(name: string, address: string): boolean {
  return /\[bot\]/i.test(name) || /\[bot\]@/i.test(address)
}
