import { decodeText, standsAt } from './bytes.ts'

/** "The window ends before this does": come again with more. */
export const CUT_OFF = -1

/** More attributes than any coverage format has on one element. */
const MAX_ATTRIBUTES = 64

/**
 * A start tag where it stands in the window. One object is used again for every tag, with spans instead of
 * strings, because a report holds millions of them and few of their attributes are ever looked at.
 */
export interface Tag {
  window: Buffer
  nameFrom: number
  nameTo: number
  /** Whether it is `<x/>`. */
  empty: boolean
  attributes: number
  /** Of each attribute: its name's start and end, its value's start and end. */
  readonly spans: Int32Array
}

export function createTag(): Tag {
  const spans = new Int32Array(4 * MAX_ATTRIBUTES)
  return { window: Buffer.alloc(1), nameFrom: 0, nameTo: 0, empty: false, attributes: 0, spans }
}

const LESS = 60
const GREATER = 62
const SLASH = 47
const EQUALS = 61
const DOUBLE = 34
const SINGLE = 39

/** 1 for what a name may hold. Any byte above ASCII is taken for a letter. */
const inName = new Uint8Array(256).fill(1, 128)
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:.-') {
  inName[character.charCodeAt(0)] = 1
}

/** Where the name that begins at `at` ends. */
export function nameEnd(window: Buffer, at: number): number {
  let p = at
  while (inName[window[p]!] === 1) p += 1
  return p
}

/** Passes white space, and stops at the 0 behind the window's end. */
export function skipBlank(window: Buffer, at: number): number {
  let p = at
  for (let byte = window[p]!; byte <= 32 && byte !== 0; byte = window[p]!) p += 1
  return p
}

/**
 * Reads the start tag whose name begins at `at` into `tag`.
 * @returns what follows its `>`; CUT_OFF when the window ends first; `null` when it is not well-formed
 */
export function readTag(tag: Tag, at: number, end: number): number | null {
  const { window, spans } = tag
  let p = nameEnd(window, at)
  tag.nameFrom = at
  tag.nameTo = p
  tag.attributes = 0
  // One way out for all that does not fit: each return of its own would be compiled again when first taken.
  while (p > at) {
    const gap = p
    p = skipBlank(window, p)
    tag.empty = window[p] === SLASH
    if (tag.empty) p += 1
    if (window[p] === GREATER) return p + 1
    if (tag.empty) break
    const name = p
    p = nameEnd(window, p)
    const nameTo = p
    if (nameTo === name || name === gap || tag.attributes === MAX_ATTRIBUTES) break
    p = skipBlank(window, p)
    if (window[p] !== EQUALS) break
    p = skipBlank(window, p + 1)
    const quote = window[p]!
    if (quote !== DOUBLE && quote !== SINGLE) break
    const value = ++p
    let within = window[p]!
    while (within !== quote && within !== LESS && within !== 0) within = window[++p]!
    if (within !== quote) break
    const span = 4 * tag.attributes
    spans[span] = name
    spans[span + 1] = nameTo
    spans[span + 2] = value
    spans[span + 3] = p
    tag.attributes += 1
    p += 1
  }
  return p >= end ? CUT_OFF : null
}

export function isElement(tag: Tag, name: Uint8Array): boolean {
  return tag.nameTo - tag.nameFrom === name.length && standsAt(tag.window, tag.nameFrom, name)
}

export function isAttribute(tag: Tag, index: number, name: Uint8Array): boolean {
  const from = tag.spans[4 * index]!
  return tag.spans[4 * index + 1]! - from === name.length && standsAt(tag.window, from, name)
}

/** The value of an attribute, entities resolved; `undefined` when the tag does not have it. */
export function attribute(tag: Tag, name: Uint8Array): string | undefined {
  for (let index = 0; index < tag.attributes; index += 1) {
    if (isAttribute(tag, index, name)) return valueAt(tag, index)
  }
  return undefined
}

export function valueAt(tag: Tag, index: number): string {
  return unescapeXml(decodeText(tag.window, tag.spans[4 * index + 2]!, tag.spans[4 * index + 3]!))
}

/** An attribute that is nothing but digits, as a number; -1 when it is anything else. */
export function digitsAt(tag: Tag, index: number): number {
  const to = tag.spans[4 * index + 3]!
  let p = tag.spans[4 * index + 2]!
  if (p === to) return -1
  let value = 0
  for (; p < to; p += 1) {
    const digit = tag.window[p]! - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** The five entities that XML itself has, and numeric ones; any other stays as it is written. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities.get(name) ?? whole
    const code = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
