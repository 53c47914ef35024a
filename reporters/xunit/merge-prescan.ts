import { namelessSuite } from './read-suite.ts'

/** Marks that two suites of one key have in common; those of different keys rarely do. */
export function marksOf({ id, name }: { readonly id: string; readonly name: string }): readonly string[] {
  // A nested suite is called after those around it: what comes last is its own.
  const own = name.slice(name.lastIndexOf('›') + 1).trim()
  return /^[0-9a-f]{16}$/.test(id) ? [`name ${own}`, `id ${id}`] : [`name ${own}`]
}

const TAG = Buffer.from('<testsuite')
/** No start tag is longer; what is cut off is found again in the next piece. */
const LONGEST = 1 << 16

/**
 * The marks of the suites in a report, found by looking for their start tags without reading the rest: many times as fast.
 * Finds what stands in comments and texts too, which only means that more is held back. `null` for an encoding in which
 * tags cannot be found so.
 */
export function prescan(pieces: Iterable<Uint8Array>, report: string): readonly (readonly string[])[] | null {
  const found: (readonly string[])[] = []
  // One buffer for all pieces: a new one for each would be garbage that is collected late.
  let buffer = Buffer.allocUnsafe(4 * LONGEST)
  let length = 0
  let rootName = ''
  let first = true
  for (const piece of pieces) {
    if (first && isWide(piece)) return null
    first = false
    if (length + piece.length > buffer.length) {
      buffer = Buffer.concat([buffer.subarray(0, length)], 2 * (length + piece.length))
    }
    buffer.set(piece, length)
    length += piece.length
    const window = buffer.subarray(0, length)
    let at = window.indexOf(TAG)
    let kept = Math.max(0, window.length - TAG.length)
    while (at >= 0) {
      const end = tagEnd(window, at)
      if (end < 0 && window.length - at < LONGEST) {
        kept = at
        break
      }
      const tag = window.toString('utf8', at, end < 0 ? at + LONGEST : end)
      const attributes = attributesOf(tag)
      const isRoot = tag.startsWith('<testsuites')
      const name = (attributes.get('name') ?? '').trim() || rootName
      if (isRoot && rootName === '') rootName = name
      const around = attributes.get('package') ?? ''
      const named = name || namelessSuite(report)
      const whole = around !== '' && name !== '' && !name.startsWith(around) ? `${around}.${name}` : named
      found.push(marksOf({ id: attributes.get('id') ?? '', name: whole }))
      at = window.indexOf(TAG, at + TAG.length)
    }
    buffer.copyWithin(0, kept, length)
    length -= kept
  }
  return found
}

function isWide(head: Uint8Array): boolean {
  const declared = /encoding\s*=\s*["']([^"']*)/.exec(Buffer.from(head.subarray(0, 200)).toString('latin1'))
  return head.subarray(0, 4).includes(0) || !/^(utf-?8|us-ascii|ascii)$/i.test(declared?.[1] ?? 'utf-8')
}

/** Where the tag's `>` is; quoted values may hold one. -1 when it is not in sight. */
function tagEnd(window: Buffer, from: number): number {
  let quote = 0
  for (let at = from; at < window.length; at += 1) {
    const byte = window[at]
    if (quote !== 0) quote = byte === quote ? 0 : quote
    else if (byte === 34 || byte === 39) quote = byte
    else if (byte === 62) return at
  }
  return -1
}

const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Attributes are gone through in order: a value may look like another attribute. */
function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = tag.matchAll(/\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)
  return new Map([...found].map(([, name = '', one, other]) => [name, unescaped(one ?? other ?? '')]))
}

function unescaped(text: string): string {
  if (!/[&\t\r\n]/.test(text)) return text
  return text
    .replace(/\r\n|[\t\r\n]/g, ' ')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, ten, sixteen, name) => {
      const code = ten === undefined ? Number.parseInt(sixteen ?? '', 16) : Number(ten)
      if (name !== undefined) return names[name] ?? whole
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
}
