import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { ChangedLines, Wanted } from '../changed-lines.ts'
import { LineRecorder, MAX_LINE } from '../line-states.ts'
import { decodeText, scanBytes } from './bytes.ts'
import { damageOf, quote } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { isHit } from './hit-count.ts'
import { createLcovRecord, type LcovRecord } from './lcov-record.ts'
import type { ReportContent } from './reader.ts'

const title = 'LCOV'
const LF = 10
const CR = 13
const COLON = 58
const COMMA = 44
const MINUS = 45
const ZERO = 48
/** A line's number has fewer digits: what is longer is left to the general way. */
const MAX_DIGITS = 9

/** A record's type as one number, so that no string is made of those that are only passed; up to four letters. */
function typeCode(name: string): number {
  return [...name].reduce((code, letter) => (code << 8) | letter.charCodeAt(0), 0)
}
const DA = typeCode('DA')
const SF = typeCode('SF')
const TN = typeCode('TN')
const LF_TOTAL = typeCode('LF')
/** What shows that a report carries branches, or functions, at all. */
const [BRDA, BRF] = [typeCode('BRDA'), typeCode('BRF')]
const [FN, FNL, FNF] = [typeCode('FN'), typeCode('FNL'), typeCode('FNF')]

/** What hand-made reports leave behind: the end mark of a shell's here-document. */
const HERE_DOCUMENT_END = 'EOF'
/** gcov's marks for "never executed", and a count that is not there. */
const NEVER = /^(?:[-#=]*|nan)$/i

interface OpenRecord {
  readonly path: string
  readonly begun: number
  /** `null` when it is not read in depth. */
  readonly detail: LcovRecord | null
  readonly changed: ChangedLines | null
  /** Whether a TN came before it. */
  readonly ofTest: boolean
}

/** How far a report was read, and which metrics it was seen to carry. */
interface Progress {
  line: number
  /** How many DA records the open record of a file read in depth has. */
  data: number
  /** How many it says it has. */
  total: number
  branches: boolean
  functions: boolean
}

/**
 * LCOV tracefiles, versions 1 and 2, and what other tools write under that name. Only DA makes a line
 * measured, and decides it: BRDA and FN may contradict. Records: geninfo(1), "Files".
 */
export function readLcov(bytes: ReportBytes, wanted: Wanted): ReportContent {
  const damage = damageOf(title, bytes.name)
  const files = collectFiles(title, bytes.name)
  const lines = new LineRecorder()
  const seen: Progress = { line: 0, data: 0, total: 0, branches: false, functions: false }
  let open: OpenRecord | null = null
  let records = 0
  let openTest = false

  const wrong = (what: string) => damage(`line ${seen.line}: ${what}`)

  function begin(path: string): void {
    if (open) throw wrong(`the record of ${quote(open.path)} from line ${open.begun} has no end_of_record`)
    if (path === '') throw wrong('SF names no file')
    const changed = wanted(path)
    const detail = changed && createLcovRecord(changed)
    open = { path, begun: seen.line, detail, changed, ofTest: openTest }
    openTest = false
    seen.data = 0
    seen.total = 0
  }

  function end(): void {
    if (!open) throw wrong('an end_of_record that ends nothing')
    if (seen.total > seen.data)
      throw wrong(`the record of ${quote(open.path)} is of ${seen.total} lines and lists ${seen.data}`)
    files.add(open.path, lines.take(), open.detail?.detail() ?? null)
    records++
    open = null
  }

  /** A DA record in full generality: `<line>[,<count>[,<checksum>]]`. */
  function data(text: string): void {
    if (!open) throw wrong('a DA record outside the record of a file')
    const [number = '', count = '', checksum = '', ...more] = text.split(',').map(field => field.trim())
    if (more.length > 0) throw wrong(`${quote(`DA:${text}`)} is two records in one line`)
    const line = /^\d{1,8}$/.test(number) ? Number(number) : Number.POSITIVE_INFINITY
    const hit = isHit(count) ?? (NEVER.test(count) ? false : null)
    if (line > MAX_LINE || hit === null) throw wrong(`${quote(`DA:${text}`)} is no line and count`)
    lines.mark(line, hit)
    seen.data += 1
    if (checksum) open.detail?.checksum(line, checksum)
  }

  /**
   * How many lines the record says it has: when it lists fewer, some were lost. llvm-cov, which writes no TN, counts the lines
   * of closures twice; old versions of coverage.py list more than they count.
   */
  function total(text: string): void {
    if (open?.detail && open.ofTest && /^\d+$/.test(text)) seen.total = Number(text)
  }

  /** A record: its type stands from `at` to `colon`, its value from there to `to`. */
  function record(window: Buffer, at: number, colon: number, to: number): void {
    const type = codeOf(window, at, colon)
    const from = colon + 1
    if (type === SF) begin(decodeText(window, from, to).trim())
    else if (type === DA) data(window.toString('latin1', from, to))
    else if (type === TN) openTest = open === null
    else if (type === LF_TOTAL) total(window.toString('latin1', from, to).trim())
    else {
      note(type, seen)
      if (!open?.detail) return
      const name = window.toString('latin1', at, colon)
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
      if (open) at = passPlain(window, at, limit, lines, seen, open.changed)
      if (at >= limit) break
      seen.line += 1
      const colon = typeEnd(window, at)
      const end = lineEnd(window, colon, limit)
      if (window[colon] === COLON && colon - at >= 2) record(window, at, colon, end)
      else other(window.toString('latin1', at, end).trim())
      at = end + 1
    }
    return limit
  })
  if (open) {
    const { path, begun } = open as OpenRecord
    throw damage(`it ends within the record of ${quote(path)} from line ${begun}`)
  }
  if (openTest && records > 0) throw damage('it ends with a TN that no file follows')
  return { sources: [], files: files.finish(seen) }
}

function isTypeByte(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte === 95
}

// Each loop over bytes is a function of its own: small, it is soon compiled, and the large ones around it need not be.

function typeEnd(window: Buffer, at: number): number {
  let p = at
  while (isTypeByte(window[p]!)) p += 1
  return p
}

function lineEnd(window: Buffer, at: number, limit: number): number {
  let p = at
  while (window[p] !== LF && p < limit) p += 1
  return p
}

/** 0 for names of other lengths than those of the known types. */
function codeOf(window: Buffer, at: number, end: number): number {
  if (end - at > 4) return 0
  let code = 0
  for (let p = at; p < end; p += 1) code = (code << 8) | window[p]!
  return code
}

function note(type: number, seen: Progress): void {
  if (type === BRDA || type === BRF) seen.branches = true
  else if (type === FN || type === FNL || type === FNF) seen.functions = true
}

/**
 * Passes the plain records of an open file, most of a report: its DA, of one that is read in depth the branches of lines
 * that did not change, of any other all that only a file read in depth needs.
 * @param changed `null` when it is not read in depth
 * @returns the start of the first line that is something else
 */
function passPlain(
  window: Buffer,
  at: number,
  limit: number,
  lines: LineRecorder,
  seen: Progress,
  changed: ChangedLines | null,
): number {
  let next = at
  for (; at < limit; at = next) {
    if (window[at] === 68 && window[at + 1] === 65 && window[at + 2] === COLON) {
      next = plainData(window, at + 3, lines)
      if (next === 0) return at
      seen.data += 1
    } else {
      const colon = typeEnd(window, at)
      const code = codeOf(window, at, colon)
      if (window[colon] !== COLON || code < 256 || code === SF || code === TN) return at
      if (changed !== null) {
        next = code === BRDA ? plainBranch(window, colon + 1, changed) : 0
        if (next === 0) return at
      } else next = lineEnd(window, colon, limit) + 1
      note(code, seen)
    }
    seen.line += 1
  }
  return at
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

/** `<line>,<block>,<branch>,<count>`, all plain digits, of a line that did not change; else as above. */
function plainBranch(window: Buffer, from: number, changed: ChangedLines): number {
  const block = digitsEnd(window, from) + 1
  const branch = digitsEnd(window, block) + 1
  const count = digitsEnd(window, branch) + 1
  const end = window[count] === MINUS ? count + 1 : digitsEnd(window, count)
  if (block === from + 1 || branch === block + 1 || count === branch + 1 || end === count) return 0
  if (window[block - 1] !== COMMA || window[branch - 1] !== COMMA || window[count - 1] !== COMMA) return 0
  if (window[end] !== LF || block - from > MAX_DIGITS) return 0
  const line = numberAt(window, from, block - 1)
  return changed.touch(line, line) ? 0 : end + 1
}

function digitsEnd(window: Buffer, at: number): number {
  let p = at
  while (window[p]! >= ZERO && window[p]! <= ZERO + 9) p += 1
  return p
}

function numberAt(window: Buffer, at: number, to: number): number {
  let number = 0
  for (let p = at; p < to; p += 1) number = number * 10 + window[p]! - ZERO
  return number
}
