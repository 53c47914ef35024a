import type { Alert } from '../model.ts'
import { folded, isNick } from './encode.ts'

/** Whom the text may ping: the suspects that the people file knows, under their nicks. */
export function mentionedNicks({ blame }: Alert): readonly string[] {
  if (blame.kind === 'nobody') return []
  return blame.suspects.flatMap(({ person }) => {
    const nick = person.accounts.irc
    return person.known && nick !== undefined && isNick(nick) ? [nick] : []
  })
}

/** The same alert, its known suspects called by their nicks. */
export function withNicks(alert: Alert): Alert {
  const suspects = alert.blame.suspects.map(suspect => {
    const { known, accounts } = suspect.person
    const nick = accounts.irc
    return known && nick !== undefined && isNick(nick)
      ? { ...suspect, person: { ...suspect.person, name: nick } }
      : suspect
  })
  return { ...alert, blame: { ...alert.blame, suspects } }
}

/**
 * A word that is somebody's nick makes that person's client ring, wherever it came from: a branch called `alice` would. So
 * the nicks that are in the channel get an invisible break, but for those that are meant.
 * @param present folded
 */
export function quieten(text: string, present: ReadonlySet<string>, meant: readonly string[]): string {
  if (present.size === 0) return text
  const allowed = new Set(meant.map(folded))
  const hush = (word: string) => {
    const name = folded(word)
    if (!present.has(name) || allowed.has(name)) return word
    const [first = ''] = word
    return `${first}\u200b${word.slice(first.length)}`
  }
  const isMeant = (word: string) => allowed.has(folded(word))
  // First as the protocol sees nicks, then as clients that only look for letters do.
  return text.replace(/[\p{L}\p{N}[\]\\`_^{|}-]+/gu, whole => {
    if (isMeant(whole)) return whole
    const hushed = hush(whole)
    return hushed === whole ? whole.replace(/[\p{L}\p{N}]+/gu, hush) : hushed
  })
}
