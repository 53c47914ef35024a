import { LineRecorder, MAX_LINE } from '../line-states.ts'
import { decodeText, scanBytes } from './bytes.ts'
import { damageOf, quote } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { isHit } from './hit-count.ts'
import { createLcovRecord, type LcovRecord } from './lcov-record.ts'
import type { ReportBytes, ReportContent } from './reader.ts'

const title = 'LCOV'
const LF = 10
const CR = 13
const COLON = 58
const COMMA = 44
const ZERO = 48

/** A record's type as one number, so that no string is made of those that are only passed; up to four letters. */
function typeCode(name: string): number {
  return [...name].reduce((code, letter) => (code << 8) | letter.charCodeAt(0), 0)
}
const DA = typeCode('DA')
const SF = typeCode('SF')
const TN = typeCode('TN')
/** What shows that a report carries branches, or functions, at all. */
const BRANCHES: ReadonlySet<number> = new Set(['BRDA', 'BRF'].map(typeCode))
const FUNCTIONS: ReadonlySet<number> = new Set(['FN', 'FNL', 'FNF'].map(typeCode))

/** What hand-made reports leave behind: the end mark of a shell's here-document. */
const HERE_DOCUMENT_END = 'EOF'
/** gcov's marks for "never executed", and a count that is not there. */
const NEVER = /^(?:[-#=]*|nan)$/i

interface OpenRecord {
  readonly path: string
  readonly begun: number
  readonly detail: LcovRecord | null
}

/**
 * LCOV tracefiles, versions 1 and 2, and what other tools write under that name. Only DA makes a line
 * measured, and decides it: BRDA and FN may contradict. Records: geninfo(1), "Files".
 */
export function readLcov(bytes: ReportBytes, wanted: (path: string) => boolean): ReportContent {
  const damage = damageOf(title, bytes.name)
  const files = collectFiles(title, bytes.name)
  const lines = new LineRecorder()
  const carries = { branches: false, functions: false }
  let open: OpenRecord | null = null
  let lineNumber = 0
  let records = 0
  let openTest = false

  const wrong = (what: string) => damage(`line ${lineNumber}: ${what}`)

  function begin(path: string): void {
    if (open) throw wrong(`the record of ${quote(open.path)} from line ${open.begun} has no end_of_record`)
    if (path === '') throw wrong('SF names no file')
    open = { path, begun: lineNumber, detail: wanted(path) ? createLcovRecord() : null }
    openTest = false
  }

  function end(): void {
    if (!open) throw wrong('an end_of_record that ends nothing')
    files.add(open.path, lines.take(), open.detail?.detail() ?? null)
    records++
    open = null
  }

  /** A DA record in full generality: `<line>[,<count>[,<checksum>]]`. */
  function data(text: string): void {
    if (!open) throw wrong('a DA record outside the record of a file')
    const [number = '', count = '', checksum = ''] = text.split(',').map(field => field.trim())
    const line = /^\d{1,8}$/.test(number) ? Number(number) : Number.POSITIVE_INFINITY
    const hit = isHit(count) ?? (NEVER.test(count) ? false : null)
    if (line > MAX_LINE || hit === null) throw wrong(`${quote(`DA:${text}`)} is no line and count`)
    lines.mark(line, hit)
    if (checksum) open.detail?.checksum(line, checksum)
  }

  /** A record whose value stands from `from` to `to`; `type` is its name's code, 0 for names of other lengths. */
  function record(type: number, window: Buffer, at: number, from: number, to: number): void {
    if (type === SF) begin(decodeText(window, from, to).trim())
    else if (type === DA) data(window.toString('latin1', from, to))
    else if (type === TN) openTest = open === null
    else {
      carries.branches ||= BRANCHES.has(type)
      carries.functions ||= FUNCTIONS.has(type)
      if (!open?.detail) return
      const name = window.toString('latin1', at, from - 1)
      const value = decodeText(window, from, to).trim()
      if (!open.detail.take(name, value)) throw wrong(`${quote(`${name}:${value}`)} cannot be read`)
    }
  }

  function other(text: string): void {
    if (text === 'end_of_record') end()
    else if (text === HERE_DOCUMENT_END && !open && records > 0) return
    else if (text !== '' && !text.startsWith('#')) throw wrong(`${quote(text)} is no LCOV record`)
  }

  scanBytes(bytes.pieces, (window, length, last) => {
    const limit = last ? length : length === 0 ? 0 : window.lastIndexOf(LF, length - 1) + 1
    let at = 0
    while (at < limit) {
      lineNumber++
      let code = 0
      let p = at
      while (isTypeByte(window[p]!)) code = (code << 8) | window[p++]!
      const typed = window[p] === COLON && p - at >= 2
      const from = p + 1
      if (typed && code === DA && p - at === 2 && open !== null) {
        const next = plainData(window, from, lines)
        if (next > 0) {
          at = next
          continue
        }
      }
      while (window[p] !== LF && p < limit) p++
      if (typed) record(from - at <= 5 ? code : 0, window, at, from, p)
      else other(window.toString('latin1', at, p).trim())
      at = p + 1
    }
    return limit
  })
  if (open) {
    const { path, begun } = open as OpenRecord
    throw damage(`it ends within the record of ${quote(path)} from line ${begun}`)
  }
  if (openTest && records > 0) throw damage('it ends with a TN that no file follows')
  return { sources: [], files: files.finish(carries) }
}

function isTypeByte(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte === 95
}

/** `<line>,<count>` and a line's end, both plain digits; gives the next line's start, or 0 for anything else. */
function plainData(window: Buffer, from: number, lines: LineRecorder): number {
  let p = from
  let line = 0
  let digit = window[p]! - ZERO
  while (digit >= 0 && digit <= 9) {
    line = line * 10 + digit
    digit = window[++p]! - ZERO
  }
  if (window[p] !== COMMA || p === from || line > MAX_LINE) return 0
  const count = ++p
  let bits = 0
  digit = window[p]! - ZERO
  while (digit >= 0 && digit <= 9) {
    bits |= digit
    digit = window[++p]! - ZERO
  }
  const ending = window[p] === CR ? p + 1 : p
  if (window[ending] !== LF || p === count) return 0
  lines.mark(line, bits !== 0)
  return ending + 1
}
