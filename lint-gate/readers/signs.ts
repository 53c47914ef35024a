import { withoutAnsi } from '../../core/ansi.ts'
import { jsonTop } from './json-keys.ts'
import { lineHead } from './line-head.ts'
import { xmlRoot } from './xml-root.ts'

/*
 * What shows each format. They are asked in the order of ./index.ts, so each may rely on what stands before it. Patterns
 * run over whole reports: each is linear in the length of a line.
 */

export function isSarif(text: string): boolean {
  const top = jsonTop(text)
  return top?.kind === 'object' && top.has('runs') && (top.has('version') || top.has('$schema'))
}

export function isRdjson(text: string): boolean {
  const top = jsonTop(text)
  if (top?.kind !== 'object' || !top.has('diagnostics')) return false
  // Oxlint's and Biome's own forms have diagnostics of another shape.
  return !['number_of_files', 'summary', 'command', 'version', 'generalDiagnostics'].some(top.has)
}

export function isRdjsonl(text: string): boolean {
  const top = jsonTop(text)
  return top?.kind === 'object' && top.has('message') && top.has('location')
}

export function isEslint(text: string): boolean {
  const top = jsonTop(text)
  if (top?.kind === 'list of objects') return top.has('filePath')
  return top?.kind === 'object' && top.has('results') && top.has('metadata')
}

export function isPylintJson(text: string): boolean {
  const top = jsonTop(text)
  if (top?.kind === 'list of objects')
    return top.has('message-id') || (top.has('symbol') && top.has('module'))
  if (top?.kind === 'object') return top.has('messages') && top.has('statistics')
  return top?.kind === 'empty list'
}

export function isCheckstyle(text: string): boolean {
  return xmlRoot(text) === 'checkstyle'
}

const pylintLine =
  /^[^\n]+?:\d+(?::\d+)?: (?:[CREWFI]\d{4}: |\[[CREWFI]\d{4}[(,\]])|^[^\n]+?\(\d+\): \[[CREWFI]\d{4}\(/m
const pylintFrame = /^\*{13} Module |^Your code has been rated at -?\d/m

export function isPylintText(text: string): boolean {
  const plain = plainText(text)
  return plain !== null && (pylintLine.test(plain) || pylintFrame.test(plain))
}

const tscLine = /^(?:[^\n]+?\(\d+,\d+\): |[^\n]+?:\d+:\d+ - )?(?:error|warning|message) TS\d+: /m
const tscFrame = /^Found 0 errors\. Watching|^Total time:\s+[\d.]+s\r?$/m
/** `--listFiles`: TypeScript's own library comes first. */
const tscListing = /^\S[^\n]*[\\/]lib\.[\w.]*d\.ts\r?$/m

export function isTsc(text: string): boolean {
  const plain = plainText(text)
  return plain !== null && (tscLine.test(plain) || tscFrame.test(plain) || tscListing.test(plain))
}

const flake8Line =
  /^[^\n]+?:\d+:\d+: (?:[A-Z]{1,4}\d{3,4} |(?:invalid-syntax|SyntaxError): )|^[^\n]+?:\d+: \[[A-Z]{1,4}\d{3,4}\] /m
/** What `--count` and `--benchmark` print, and Ruff's end. */
const flake8Frame = /^All checks passed!\r?$|^\d+ +total files processed\r?$/m

export function isFlake8(text: string): boolean {
  const plain = plainText(text)
  if (plain === null) return false
  return flake8Line.test(plain) || flake8Frame.test(plain) || /^\s*\d+\s*$/.test(plain)
}

const gccFrame =
  /^Success: no issues found in \d+ source files?\r?$|^Found \d+ errors? in \d+ files? \(|^\d+ issues?[.:]\r?$|^\d+ (?:warnings?|errors?)(?: and \d+ errors?)? generated\.\r?$/m

export function isGcc(text: string): boolean {
  const plain = plainText(text)
  return plain !== null && (gccFrame.test(plain) || anyLine(plain, line => lineHead(line) !== null))
}

function anyLine(text: string, holds: (line: string) => boolean): boolean {
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at)
    const end = feed === -1 ? text.length : feed
    if (holds(text.slice(at, end))) return true
    at = end + 1
  }
  return false
}

/** `null`: it is JSON or XML. */
function plainText(text: string): string | null {
  return /^\s*[<{]|^\s*\[\s*[\]{]/.test(text) ? null : withoutAnsi(text)
}
