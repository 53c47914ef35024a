import { pragmaOn } from '../hidden/pragmas.ts'
import type { CodeUnit } from './code-unit.ts'
import { bareSource } from './comments.ts'
import { type Header, headerOf } from './headers.ts'
import type { Language } from './language.ts'
import { plainCode } from './unmeasured-code.ts'

/**
 * The functions of a file that hold a line of code, by their headers and their braces, indentation or `end`; not those that a
 * pragma takes out, or that a tool may leave out by itself.
 */
export function lexicalUnits(language: Language, lines: readonly string[]): readonly CodeUnit[] {
  const header = headerOf(language.id)
  if (!header) return []
  const { code } = bareSource(language, lines)
  const found = header.block === 'braces' ? bracedBlocks(header, code) : indentedBlocks(header, code)
  const running = plainCode(language, lines).filter(
    line => !/^\s*(?:\.\.\.|pass)\s*$/.test(lines[line - 1] ?? ''),
  )
  const switched = switchedOff(lines)
  return found
    .filter(({ around }) => !around.some(({ from, to }) => isDoubtful(header, lines.slice(from - 1, to))))
    .filter(({ body, last }) => running.some(line => body < line && line <= last))
    .filter(({ first, last }) => !switched.some(off => first <= off && off <= last))
    .map(({ first, last }) => ({ first, last }))
}

interface Block extends CodeUnit {
  /** Its header ends on this line; code is sought below it, or on the only line. */
  readonly body: number
  /** The headers of it and of what it lies in, with what stands right before them. */
  readonly around: readonly { readonly from: number; readonly to: number }[]
}

function isDoubtful({ doubtful }: Header, header: readonly string[]): boolean {
  return doubtful?.test(header.join('\n')) === true || header.some((line, at) => pragmaOn(line, at) !== null)
}

const starts =
  /EXCL_(?:\w+_)?START|ignore[-\s]start|codeCoverageIgnoreStart|COVERAGE-OFF|simplecov:disable|CLOVER:OFF/
const stops =
  /EXCL_(?:\w+_)?STOP|ignore[-\s](?:stop|end)|codeCoverageIgnoreEnd|COVERAGE-ON|simplecov:enable|CLOVER:ON/

/** The lines of stretches that comments take out. `:nocov:` begins one and ends it. */
function switchedOff(lines: readonly string[]): readonly number[] {
  let off = false
  return lines.flatMap((line, index) => {
    const turned = /:nocov:/.test(line)
    const out = off || turned
    if (turned) off = !off
    else if (starts.test(line)) off = true
    else if (stops.test(line)) off = false
    return out || off ? [index + 1] : []
  })
}

/** Blocks in braces whose headers are functions'. A header reaches back to the `;` or brace before it. */
function bracedBlocks(header: Header, code: readonly string[]): readonly Block[] {
  const text = code.join('\n')
  const blocks: Block[] = []
  const open: {
    readonly from: number
    readonly first: number
    readonly to: number
    readonly opened: number
    readonly isFunction: boolean
  }[] = []
  let [line, since, sinceLine, parentheses] = [1, 0, 1, 0]
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '\n') line += 1
    else if (character === '(') parentheses += 1
    else if (character === ')') parentheses = Math.max(0, parentheses - 1)
    else if (character === '{' || character === '}' || (character === ';' && parentheses === 0)) {
      if (character === '{') {
        const before = text.slice(since, at)
        const found = header.pattern.exec(withoutAnnotations(before))
        const lead = /[^\s)]/.exec(found ? before.slice(found.index) : before)?.index ?? 0
        const first = sinceLine + lineBreaks(before.slice(0, (found?.index ?? 0) + lead))
        open.push({ from: sinceLine, first, to: line, opened: at, isFunction: found !== null })
        parentheses = 0
      } else if (character === '}') {
        const closed = open.pop()
        if (closed?.isFunction) {
          const inside = text.slice(closed.opened + 1, at)
          const body = closed.to === line && /\S/.test(inside) ? line - 1 : closed.to
          blocks.push({ first: closed.first, last: line, body, around: [...open, closed] })
        }
      }
      since = at + 1
      sinceLine = line
    }
  }
  return blocks
}

/** As spaces, so that offsets stay. */
function withoutAnnotations(header: string): string {
  return header.replace(/@[\w.]+(?:\([^()]*\))?|^\s*\[[^\]]*\]/gm, part => part.replace(/[^\n]/g, ' '))
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1
}

/** Blocks by indentation: all that is deeper than the header, or up to the `end` below it. */
function indentedBlocks(header: Header, code: readonly string[]): readonly Block[] {
  const open: { readonly indent: number; readonly from: number; readonly to: number }[] = []
  const blocks: Block[] = []
  for (const [index, text] of code.entries()) {
    const indent = text.search(/\S/)
    if (indent < 0) continue
    while (open.length > 0 && (open.at(-1)?.indent ?? 0) >= indent) open.pop()
    const line = index + 1
    open.push({ indent, from: leadOf(code, index, indent) + 1, to: line })
    if (!header.pattern.test(text)) continue
    const last = header.block === 'end' ? closing(code, index, indent) : lastDeeper(code, index, indent)
    if (last > line) blocks.push({ first: line, last, body: line, around: [...open] })
  }
  return blocks
}

/** The index of the first of the decorators, comments and blank lines before a header. */
function leadOf(code: readonly string[], index: number, indent: number): number {
  let first = index
  while (first > 0 && index - first < 20 && /^\s*(?:@|$)/.test(code[first - 1] ?? '')) first -= 1
  return indent < 0 ? index : first
}

function closing(code: readonly string[], index: number, indent: number): number {
  for (let at = index + 1; at < code.length; at += 1) {
    const text = code[at] ?? ''
    const depth = text.search(/\S/)
    if (depth >= 0 && depth <= indent) return /^\s*end\b/.test(text) ? at + 1 : 0
  }
  return 0
}

/** The last line of the block. Closing brackets of a long signature stand at the header's own depth. */
function lastDeeper(code: readonly string[], index: number, indent: number): number {
  let last = index
  for (let at = index + 1; at < code.length; at += 1) {
    const text = code[at] ?? ''
    const depth = text.search(/\S/)
    if (depth < 0) continue
    if (depth <= indent && !/^\s*[)\]}]/.test(text)) break
    last = at
  }
  return last + 1
}
