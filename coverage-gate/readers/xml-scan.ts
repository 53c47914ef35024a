import type { GateError } from '../../core/errors.ts'
import { decodeText, pattern, scanBytes, standsAt } from './bytes.ts'
import { type Damage, quote } from './damage.ts'
import { CUT_OFF, createTag, nameEnd, readTag, skipBlank, type Tag, unescapeXml } from './xml-tags.ts'

/** What a format makes of an XML report. */
export interface XmlListener {
  /** A start tag; `depth` 1 is the root. The tag is only valid during the call. */
  readonly open: (tag: Tag, depth: number) => void
  /** The end of an element, empty ones too. Of `tag` only the name is valid. */
  readonly close: (tag: Tag) => void
  /**
   * May read empty elements of the commonest shape itself, as many as stand at `at` one after the other, and
   * return what follows them; 0 leaves it to the scanner.
   */
  readonly shortcut: (window: Buffer, at: number) => number
  /** Asked before each stretch of text; `text` is then given it, entities resolved. */
  readonly wantsText: () => boolean
  readonly text: (text: string) => void
}

export interface XmlFaults {
  readonly damage: Damage
  readonly hostile: (why: string) => GateError
}

/** Deeper than any coverage format nests. */
const MAX_DEPTH = 256
const COMMENT = pattern('<!--')
const CHARACTER_DATA = pattern('<![CDATA[')
const ENTITY = pattern('<!ENTITY')
const DOCTYPE = pattern('<!DOCTYPE')
const LESS = 60
const GREATER = 62

/**
 * Reads an XML document in one pass. Its tags must match, and nothing may stand outside the root but comments:
 * a report that was cut off, or written by two processes at once, is noticed. A document type may name an external
 * definition, which is never fetched; one that declares anything itself is refused, and with it every entity of
 * its own.
 * @throws the faults' errors
 */
export function scanXml(pieces: Iterable<Uint8Array>, faults: XmlFaults, listener: XmlListener): void {
  const { damage, hostile } = faults
  const tag = createTag()
  const open = openElements()
  let consumed = 0
  let rootSeen = false

  const wrong = (at: number, end: number, what: string) =>
    damage(
      `${what} at byte ${consumed + at}: ${quote(tag.window.toString('utf8', at, Math.min(at + 60, end)))}`,
    )

  function startTag(at: number, end: number): number {
    const next = readTag(tag, at + 1, end)
    if (next === CUT_OFF) return CUT_OFF
    if (next === null) throw wrong(at, end, 'a tag that is not well-formed')
    if (open.depth() === 0 && rootSeen) throw wrong(at, end, 'a second root')
    if (open.depth() === MAX_DEPTH) throw wrong(at, end, 'elements nested too deep')
    rootSeen = true
    listener.open(tag, open.depth() + 1)
    if (tag.empty) listener.close(tag)
    else open.push(tag)
    return next
  }

  function endTag(at: number, end: number): number {
    tag.nameFrom = at + 2
    tag.nameTo = nameEnd(tag.window, tag.nameFrom)
    const close = skipBlank(tag.window, tag.nameTo)
    if (close >= end) return CUT_OFF
    if (tag.window[close] !== GREATER || !open.pop(tag)) throw wrong(at, end, 'an end tag that ends nothing')
    listener.close(tag)
    return close + 1
  }

  /** A comment, a character data section, a document type. */
  function declaration(at: number, end: number, last: boolean): number {
    const { window } = tag
    if (end - at < 9 && !last) return CUT_OFF
    if (standsAt(window, at, COMMENT)) return behind(window, '-->', at + 4, end)
    if (standsAt(window, at, CHARACTER_DATA) && open.depth() > 0) {
      const next = behind(window, ']]>', at + 9, end)
      if (next !== CUT_OFF && listener.wantsText()) listener.text(decodeText(window, at + 9, next - 3))
      return next
    }
    if (standsAt(window, at, ENTITY)) throw hostile('it declares entities of its own')
    if (!standsAt(window, at, DOCTYPE) || rootSeen) throw wrong(at, end, 'an unknown declaration')
    return documentType(at + 9, end)
  }

  function documentType(at: number, end: number): number {
    let within = 0
    for (let p = at; p < end; p += 1) {
      const byte = tag.window[p]!
      if (within !== 0) within = byte === within ? 0 : within
      else if (byte === 34 || byte === 39) within = byte
      else if (byte === 91 && skipBlank(tag.window, p + 1) >= end) return CUT_OFF
      // An empty list of declarations, which some tools write, declares nothing.
      else if (byte === 91 && tag.window[skipBlank(tag.window, p + 1)] === 93)
        p = skipBlank(tag.window, p + 1)
      else if (byte === 91) throw hostile('its document type declares something itself')
      else if (byte === GREATER) return p + 1
      else if (byte === LESS) throw wrong(at, end, 'a document type that is not closed')
    }
    return CUT_OFF
  }

  function markup(at: number, end: number, last: boolean): number {
    const byte = tag.window[at + 1]
    if (byte === 47) return endTag(at, end)
    if (byte === 33) return declaration(at, end, last)
    return byte === 63 ? behind(tag.window, '?>', at + 2, end) : startTag(at, end)
  }

  /** What follows the text at `at`: the next `<`, or the window's end. */
  function textEnd(at: number, end: number): number {
    const { window } = tag
    let p = skipBlank(window, at)
    if (window[p] === LESS || p >= end) return p
    if (open.depth() === 0) throw wrong(p, end, 'text outside the root')
    for (let byte = window[p]!; byte !== LESS; byte = window[++p]!) {
      if (byte !== 0) continue
      if (p >= end) return p
      throw wrong(p, end, 'a NUL')
    }
    return p
  }

  scanBytes(pieces, (window, end, last) => {
    tag.window = window
    let at = 0
    for (;;) {
      const less = textEnd(at, end)
      const wanted = listener.wantsText()
      if (less >= end) {
        if (!wanted) at = end
        break
      }
      if (wanted) listener.text(unescapeXml(decodeText(window, at, less)))
      at = less
      const next = listener.shortcut(window, at) || markup(at, end, last)
      if (next === CUT_OFF) break
      at = next
    }
    if (last && (at < end || open.depth() > 0 || !rootSeen)) {
      throw damage(`it ends too early, at byte ${consumed + end}${open.top()}`)
    }
    consumed += at
    return at
  })
}

/** What follows `closing`; CUT_OFF when the window ends first. */
function behind(window: Buffer, closing: string, at: number, end: number): number {
  const found = window.indexOf(closing, at, 'latin1')
  return found < 0 || found + closing.length > end ? CUT_OFF : found + closing.length
}

/** The names of the open elements, as bytes one after the other: no string is made for any tag. */
function openElements() {
  let names = new Uint8Array(1024)
  const starts: number[] = []
  let used = 0
  return {
    depth: (): number => starts.length,
    top: (): string =>
      starts.length === 0 ? '' : `, within <${Buffer.from(names.subarray(starts.at(-1), used)).toString()}>`,
    push({ window, nameFrom, nameTo }: Tag): void {
      const length = nameTo - nameFrom
      if (used + length > names.length) {
        const larger = new Uint8Array(2 * (used + length))
        larger.set(names)
        names = larger
      }
      starts.push(used)
      for (let index = 0; index < length; index += 1) names[used + index] = window[nameFrom + index]!
      used += length
    },
    /** False, and nothing done, when the innermost open element has another name. */
    pop({ window, nameFrom, nameTo }: Tag): boolean {
      const start = starts.at(-1)
      if (start === undefined || used - start !== nameTo - nameFrom) return false
      for (let p = start; p < used; p += 1) if (names[p] !== window[nameFrom + p - start]) return false
      starts.pop()
      used = start
      return true
    },
  }
}
