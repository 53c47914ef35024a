const thousands = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')

/** At most `most` characters of one line, with a mark where the rest is left out. */
export function clipLine(line: string, most: number): string {
  return line.length <= most ? line : `${wholeCharacters(line.slice(0, most - 1))}…`
}

/** Head and tail of a text that is longer than `most` characters: three quarters are given to the head. */
export function clipText(text: string, most: number): string {
  if (text.length <= most) return text
  const head = wholeCharacters(text.slice(0, Math.floor(most * 0.75)))
  const tail = text.slice(text.length - Math.floor(most * 0.25)).replace(/^[\udc00-\udfff]/, '')
  return `${head}\n… ${thousands(text.length - head.length - tail.length)} characters left out …\n${tail}`
}

/** The same for bytes in UTF-8: the result is at most `most` bytes. */
export function clipBytes(text: string, most: number): string {
  if (text.length * 3 <= most || Buffer.byteLength(text) <= most) return text
  const bytes = Buffer.from(text)
  const room = most - 100
  let headEnd = Math.floor(room * 0.75)
  while (isContinuation(bytes[headEnd])) headEnd -= 1
  let tailStart = bytes.length - (room - headEnd)
  while (isContinuation(bytes[tailStart])) tailStart += 1
  const cut = `\n… ${thousands(tailStart - headEnd)} bytes left out …\n`
  return bytes.toString('utf8', 0, headEnd) + cut + bytes.toString('utf8', tailStart)
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

/** Without half of a surrogate pair at its end. */
function wholeCharacters(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '')
}

/**
 * Machine paths under the root, anywhere in a text, become relative to it: `/home/me/app/src/a.ts`,
 * `file:///home/me/app/src/a.ts` and `C:\app\src\a.ts` become `src/a.ts`. Linear in the text.
 */
export function withoutRoot(text: string, root: string): string {
  const base = root.replace(/\/$/, '')
  if (base.length < 2) return text
  let result = text
  for (const form of formsOf(base)) result = withoutPrefix(result, form)
  return result
}

function formsOf(base: string): readonly string[] {
  const forms = [`${base}/`]
  const encoded = encodedForm(base)
  if (encoded !== base) forms.push(`${encoded}/`)
  if (/^[A-Za-z]:/.test(base))
    forms.push(`${base}/`.replaceAll('/', '\\'), `${base}/`.replaceAll('/', '\\\\'))
  return forms
}

function encodedForm(base: string): string {
  try {
    return encodeURI(base)
  } catch {
    return base
  }
}

function withoutPrefix(text: string, prefix: string): string {
  let at = text.indexOf(prefix)
  if (at < 0) return text
  const windows = prefix.includes('\\')
  let result = ''
  let done = 0
  for (; at >= 0; at = text.indexOf(prefix, Math.max(done, at + 1))) {
    const start = urlStart(text, at)
    // `/other/app/` holds `/app/` and is no path of ours.
    if (start < done || /[\w.~%@+/\\-]/.test(text[start - 1] ?? ' ')) continue
    result += text.slice(done, start)
    done = at + prefix.length
    if (windows) {
      const rest = /^[^\s"'`<>|*?:()]{0,1000}/.exec(text.slice(done, done + 1000))?.[0] ?? ''
      result += rest.replace(/\\+/g, '/')
      done += rest.length
    }
  }
  return result + text.slice(done)
}

/** Where the path's URL begins, if it is one: `file:///home`, `file:///C:/app`. */
function urlStart(text: string, at: number): number {
  const scheme = text[at] === '/' ? 'file://' : 'file:///'
  return at >= scheme.length && text.startsWith(scheme, at - scheme.length) ? at - scheme.length : at
}
