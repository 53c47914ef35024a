import { decodeText, scanBytes } from './bytes.ts'
import type { Damage } from './damage.ts'
import { CUT_OFF, skipSpace, skipString, skipValue } from './json-bytes.ts'

/** What a value begins with. */
export type JsonKind = 'object' | 'array' | 'scalar'

/** What a format makes of a JSON report. `keys` lead from the root to a member, its own key last. */
export interface JsonListener {
  /**
   * What is to become of a member's value: walk its own members (objects only), take it as a whole, or pass it by. May be
   * asked again for the same member.
   */
  readonly member: (keys: readonly string[], kind: JsonKind) => 'enter' | 'take' | 'pass'
  /** A value that is taken, as it is written: not yet known to be valid JSON. */
  readonly value: (keys: readonly string[], text: string) => void
}

const [QUOTE, COLON, COMMA, OPEN, CLOSE, ARRAY] = [34, 58, 44, 123, 125, 91]

/**
 * Walks a JSON document whose root is an object, in one pass: of a large report only one taken value is held at a time. That
 * the document is whole is proved by its braces and strings; what is passed by is not looked at further.
 * @throws the error of `damage`
 */
export function walkJson(pieces: Iterable<Uint8Array>, damage: Damage, listener: JsonListener): void {
  const keys: string[] = []
  let depth = 0
  let state: 'start' | 'first' | 'key' | 'next' | 'done' = 'start'
  let consumed = 0

  const fault = (at: number, expected: string): never => {
    throw damage(`${expected} was expected at byte ${consumed + at}`)
  }

  /** Reads the member whose key begins at `at`; gives what follows it, or its open brace. */
  function member(window: Buffer, at: number, end: number): number {
    const keyEnd = skipString(window, at, end)
    if (keyEnd === CUT_OFF) return CUT_OFF
    const colon = skipSpace(window, keyEnd)
    if (window[colon] !== COLON) return colon >= end ? CUT_OFF : fault(colon, 'a ":"')
    const from = skipSpace(window, colon + 1)
    if (from >= end) return CUT_OFF
    const path = [...keys, keyOf(window, at, keyEnd)]
    const kind = window[from] === OPEN ? 'object' : window[from] === ARRAY ? 'array' : 'scalar'
    const fate = listener.member(path, kind)
    if (fate === 'enter' && kind === 'object') {
      keys.push(path.at(-1) ?? '')
      depth += 1
      state = 'first'
      return from + 1
    }
    const to = skipValue(window, from, end)
    if (to === CUT_OFF) return CUT_OFF
    if (to === from) fault(from, 'a value')
    state = 'next'
    if (fate === 'take') listener.value(path, decodeText(window, from, to))
    return to
  }

  function keyOf(window: Buffer, at: number, end: number): string {
    const text = decodeText(window, at, end)
    try {
      return JSON.parse(text)
    } catch {
      throw damage(`the key at byte ${consumed + at} is no JSON`)
    }
  }

  function close(): void {
    depth -= 1
    if (depth > 0) keys.pop()
    state = depth === 0 ? 'done' : 'next'
  }

  scanBytes(pieces, (window, end, last) => {
    let at = 0
    for (;;) {
      at = skipSpace(window, at)
      if (at >= end) break
      const byte = window[at]
      if (state === 'done') fault(at, 'nothing more')
      if (state === 'start') {
        if (byte !== OPEN) fault(at, 'a "{"')
        depth = 1
        state = 'first'
        at += 1
      } else if (byte === CLOSE && state !== 'key') {
        close()
        at += 1
      } else if (state === 'next') {
        if (byte !== COMMA) fault(at, 'a "," or "}"')
        state = 'key'
        at += 1
      } else {
        if (byte !== QUOTE) fault(at, 'a key')
        const next = member(window, at, end)
        if (next === CUT_OFF) break
        at = next
      }
    }
    if (last && state !== 'done') throw damage(`it ends too early, at byte ${consumed + end}`)
    consumed += at
    return at
  })
}
