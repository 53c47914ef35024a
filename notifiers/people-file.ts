import { gateError } from '../core/errors.ts'
import { nearest, visible } from '../core/text.ts'

/** One person of the people file. */
export interface PeopleEntry {
  readonly name: string
  /** Addresses that commits may have; mail goes to the first that takes any. */
  readonly emails: readonly string[]
  /** Logins at hosts and CIs, and addresses that are nobody else's and to which nothing is sent. */
  readonly also: readonly string[]
  /** By channel type: `{ irc: 'alice' }`. */
  readonly accounts: Readonly<Record<string, string>>
}

export interface People {
  readonly entries: readonly PeopleEntry[]
}

export const nobodyKnown: People = { entries: [] }

const ownKeys = ['name', 'emails', 'also']
const EXAMPLE = '{ "people": [{ "name": "Alice", "emails": ["alice@example.org"], "irc": "alice" }] }'

/**
 * Reads the people file: `{ "people": [{ "name", "emails", "also", … }] }`. Every other key of a person is an account: a
 * channel's type with the name there. An address or a login belongs to one person only.
 * @param file how messages call it
 * @throws GateError notify.bad-people, with the line where it is known
 */
export function readPeople(text: string, file: string): People {
  const wrong = (why: string, advice = `it takes the form ${EXAMPLE}`) =>
    gateError('notify.bad-people', { file: visible(file), why, advice })
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw wrong(text.trim() === '' ? 'it is empty' : `it is not JSON${placeOf(error, text)}`)
  }
  if (!isObject(data) || !Array.isArray(data.people)) throw wrong('it has no list "people"')
  const other = Object.keys(data).find(key => key !== 'people' && key !== '$schema')
  if (other !== undefined) throw wrong(`it has the unknown key ${quoted(other)} beside "people"`)
  const lines = linesOfItems(text)
  const owners = new Map<string, string>()
  const entries = data.people.map((item: unknown, index) => {
    const at = `${lines[index] === undefined ? '' : `line ${lines[index]}: `}person ${index + 1}`
    const entry = readEntry(item, (why, advice) => wrong(`${at} ${why}`, advice))
    for (const word of new Set([...entry.emails, ...entry.also].map(each => each.toLowerCase()))) {
      const owner = owners.get(word)
      if (owner !== undefined) {
        throw wrong(`${at} has ${quoted(word)}, which ${owner} has, too`, 'give it to one of them only')
      }
      owners.set(word, quoted(entry.name))
    }
    return entry
  })
  return { entries }
}

type Wrong = (why: string, advice?: string) => Error

function readEntry(item: unknown, wrong: Wrong): PeopleEntry {
  if (!isObject(item)) throw wrong('is no object')
  const { name } = item
  if (!isWord(name)) throw wrong('has no "name", or one that is no text of a single line')
  const emails = wordsIn(item, 'emails', wrong)
  const also = wordsIn(item, 'also', wrong)
  for (const email of emails) {
    if (!/^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\]+$/.test(email)) {
      throw wrong(`has ${quoted(email)} in "emails", which is no plain address`, 'write alice@example.org')
    }
  }
  const accounts: Record<string, string> = {}
  for (const [key, value] of Object.entries(item)) {
    if (ownKeys.includes(key)) continue
    const near = nearest(key, ownKeys)
    if (near !== null || key === 'mail') {
      throw wrong(`has the unknown key ${quoted(key)}`, `did you mean "${near ?? 'emails'}"?`)
    }
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(key)) {
      throw wrong(
        `has the key ${quoted(key)}, which is no channel type`,
        'channel types are small letters: irc, slack',
      )
    }
    if (!isWord(value)) throw wrong(`has an account ${quoted(key)} that is no text of a single line`)
    accounts[key] = value
  }
  return { name, emails, also, accounts }
}

function wordsIn(item: Json, key: 'emails' | 'also', wrong: Wrong): readonly string[] {
  const value = item[key] ?? []
  if (!Array.isArray(value) || !value.every(isWord))
    throw wrong(`has ${quoted(key)} that are no list of texts`)
  return value
}

type Json = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const LONGEST = 320

function isWord(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= LONGEST &&
    value.trim() === value &&
    value !== '' &&
    visible(value) === value
  )
}

function quoted(word: string): string {
  return `"${visible(word.length > 60 ? `${word.slice(0, 60)}…` : word)}"`
}

/** V8 tells the offset, or the line, of some faults and not of others. */
function placeOf(error: unknown, text: string): string {
  const offset = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  return offset === undefined ? '' : `: line ${lineAt(text, Number(offset))}`
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** The line on which each object of the outermost list begins. The text is valid JSON. */
function linesOfItems(text: string): readonly number[] {
  const lines: number[] = []
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '{' && depth === 2) lines.push(lineAt(text, index))
    if (token === '{' || token === '[') depth += 1
    if (token === '}' || token === ']') depth -= 1
  }
  return lines
}
