import { cut } from './build-report.ts'
import type { Author } from './evidence.ts'
import type { Person } from './model.ts'
import type { People, PeopleEntry } from './people-file.ts'

export { nobodyKnown, type People, readPeople } from './people-file.ts'

/** Nobody who could be told, and why: "renovate[bot] is a bot". */
export interface Dropped {
  readonly dropped: string
}

const LONGEST_NAME = 100
/** RFC 5321, 4.5.3.1: 64 of the local part, 255 of the domain. */
const LONGEST_EMAIL = 320

/**
 * Who an author is. The people file comes first, whatever the address looks like; addresses to which nobody can be written
 * (noreply) are left out, and bots are nobody. Nothing is escaped: a name or an address stays what it is, or is cut.
 */
export function personOf({ name, email }: Author, people: People): Person | Dropped {
  const entry = entryOf(name, email, people)
  if (entry) return knownPerson(entry)
  const shown = cut(name.trim() || email.trim(), LONGEST_NAME)
  if (shown === '') return { dropped: 'the commit names no author' }
  if (isBot(name, email)) return { dropped: `${shown} is a bot` }
  if (isService(email)) return { dropped: `${cut(email.trim(), LONGEST_NAME)} belongs to no person` }
  // A part of an address is somebody else's address.
  const reachable = email.length <= LONGEST_EMAIL && !isNoReply(email)
  return { name: shown, email: reachable ? email : '', known: false, accounts: {} }
}

/** Somebody whom a CI names by a login or a display name. */
export function personCalled(login: string, people: People): Person | Dropped {
  const word = login.trim()
  if (word === '') return { dropped: 'the CI names nobody' }
  if (/^[^\s<>]+@[^\s<>]+$/.test(word)) return personOf({ name: word, email: word }, people)
  const entry = onlyOne(people, each => isLogin(each, word) || same(each.name, word))
  if (entry) return knownPerson(entry)
  return personOf({ name: word, email: '' }, people)
}

/**
 * Who stands behind a commit: its author; where that is nobody, the first co-author who is somebody; then who asked for the
 * build. `instead`: for whom a person stands in, as a clause; `''` for the author.
 */
export function personBehind(
  { author, coAuthors }: { readonly author: Author; readonly coAuthors: readonly Author[] },
  requester: string | null,
  people: People,
): { readonly person: Person; readonly instead: string } | Dropped {
  const own = personOf(author, people)
  if (!('dropped' in own)) return { person: own, instead: '' }
  for (const each of coAuthors) {
    const person = personOf(each, people)
    if (!('dropped' in person)) return { person, instead: `co-author, as ${own.dropped}` }
  }
  const asked = requester === null ? null : personCalled(requester, people)
  if (asked && !('dropped' in asked))
    return { person: asked, instead: `asked for the build, as ${own.dropped}` }
  return own
}

/** The same for the same person, however the commits spell the name. */
export function personKey({ name, email, known }: Person): string {
  if (known) return `known ${email || name}`.toLowerCase()
  return email === '' ? `name ${name.toLowerCase()}` : `mail ${email.trim().toLowerCase()}`
}

function knownPerson({ name, emails, accounts }: PeopleEntry): Person {
  return { name, email: emails.find(each => !isNoReply(each)) ?? '', known: true, accounts }
}

/** By address; by the login inside a host's noreply address. Never by name alone: anybody can be called Alice. */
function entryOf(name: string, email: string, people: People): PeopleEntry | undefined {
  const address = email.trim()
  const byAddress = onlyOne(
    people,
    each => address !== '' && [...each.emails, ...each.also].some(known => same(known, address)),
  )
  if (byAddress) return byAddress
  const login = /^(?:\d+[+-])?([^@+]+)@users\.noreply\.[^@]+$/i.exec(address)?.[1]
  if (login !== undefined) return onlyOne(people, each => isLogin(each, login))
  return address === '' ? onlyOne(people, each => isLogin(each, name.trim())) : undefined
}

function isLogin({ also }: PeopleEntry, login: string): boolean {
  return login !== '' && also.some(each => same(each, login))
}

/** Where two people could be meant, nobody is. */
function onlyOne(people: People, fits: (entry: PeopleEntry) => boolean): PeopleEntry | undefined {
  const found = people.entries.filter(fits)
  return found.length === 1 ? found[0] : undefined
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** GitHub marks its apps with `[bot]`; the others call themselves so. */
function isBot(name: string, email: string): boolean {
  if (/\[bot\]/i.test(name) || /\[bot\]@/i.test(email)) return true
  return (
    /(?:^|[\s._-])bot$/i.test(name.trim()) ||
    /^(?:dependabot|renovate|greenkeeper|github-actions|jenkins|gitlab-ci)$/i.test(name.trim()) ||
    /^(?:[^@]*[._-])?bot@/i.test(email.trim())
  )
}

/** What web pages put in a committer's or an author's place: there is no login in it. */
function isService(email: string): boolean {
  return isNoReply(email) && !/@(?:users\.)?noreply\.[^@]+$/i.test(email.trim())
}

/** Addresses that take no mail. */
export function isNoReply(email: string): boolean {
  return /^(?:[^@]*[._+-])?(?:no-?reply|do-?not-?reply)@|@(?:[^@]*\.)?no-?reply\.[^@]+$/i.test(email.trim())
}
