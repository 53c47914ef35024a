const ELLIPSIS = '…'
/** RFC 2812 2.3: with the line's end. */
const LINE_BYTES = 512
/** "nick!user@host" at its longest: what is assumed before the server showed the real one. */
const USER_BYTES = 10
const HOST_BYTES = 63

let graphemes: Intl.Segmenter | null = null

export function byteLength(text: string): number {
  return Buffer.byteLength(text)
}

/** The prefix that receivers see, when only the nick is known; as long as it can be. */
export function longestPrefix(nick: string): string {
  return `${nick}!${'u'.repeat(USER_BYTES)}@${'h'.repeat(HOST_BYTES)}`
}

/** How many bytes of text fit into one message: the receiver's copy has the sender's prefix in front, and ends with CRLF. */
export function textBytes(prefix: string, command: string, target: string): number {
  return LINE_BYTES - byteLength(`:${prefix} ${command} ${target} :\r\n`)
}

/** At most that many bytes: whole words where there are several, whole graphemes always, and an ellipsis where it was cut. */
export function cutTo(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text
  const room = bytes - byteLength(ELLIPSIS)
  if (room < 0) return ''
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  let used = 0
  let end = 0
  let word = 0
  for (const { segment, index } of graphemes.segment(text)) {
    used += byteLength(segment)
    if (segment === ' ') word = index
    if (used > room) break
    end = index + segment.length
  }
  // A word that fills the line is cut: half of it says more than nothing.
  return text.slice(0, word > end / 2 ? word : end).trimEnd() + ELLIPSIS
}
