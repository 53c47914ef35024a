import { withoutAnsi } from '../../core/ansi.ts'
import { isAbsolutePath, joinPaths, normalizePath } from '../../core/paths.ts'
import type { LintFinding } from '../model.ts'
import { makeDirectories } from './make-directories.ts'
import { troubleAt, unexplainedExit } from './text-troubles.ts'

/** How many lines from `at` on are understood; 0 leaves the line to the next who may know it. */
export type TakeLines = (lines: readonly string[], at: number) => number

/**
 * Reads a report of lines. `take` is asked for each line, and keeps what it finds in `findings`. What it does not know is
 * a known remark of the program around the linter, a trouble, or unread. Paths below a directory that make entered are
 * made its own.
 */
export function readLines(
  text: string,
  findings: LintFinding[],
  take: TakeLines,
): { readonly troubles: readonly string[]; readonly unread: readonly string[] } {
  const lines = withoutAnsi(text).split(/\r?\n/)
  const troubles: string[] = []
  const exits: string[] = []
  const unread: string[] = []
  const directories = makeDirectories()
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    if (line === '') {
      at += 1
      continue
    }
    if (directories.read(line)) {
      at += 1
      continue
    }
    const known = findings.length
    const taken = take(lines, at)
    if (taken > 0) {
      at += taken
      moveInto(directories.current(), findings, known)
      continue
    }
    const trouble = troubleAt(lines, at)
    if (trouble) troubles.push(trouble.says)
    else if (unexplainedExit(line)) exits.push(line.trim())
    else if (line.trim() !== '' && !isBanner(line)) unread.push(line)
    at += trouble?.lines ?? 1
  }
  // That a linter exits with an error is explained by what it found, or by nothing.
  if (findings.length === 0) troubles.push(...exits)
  troubles.push(...directories.troubles())
  return { troubles, unread }
}

function moveInto(directory: string | null, findings: LintFinding[], from: number): void {
  if (directory === null) return
  for (let index = from; index < findings.length; index += 1) {
    const finding = findings[index]
    if (!finding || isAbsolutePath(normalizePath(finding.path))) continue
    findings[index] = { ...finding, path: joinPaths(directory, normalizePath(finding.path)) }
  }
}

/**
 * What a text says of its end: a last line that no line feed ends is cut off, unless it is one that a linter writes last.
 * @param isEnd whether a line is such a one
 */
export function cutOf(text: string, isEnd: (line: string) => boolean): { readonly cut?: string } {
  const last = withoutAnsi(text.slice(text.lastIndexOf('\n') + 1)).trimEnd()
  return last === '' || isEnd(last) ? {} : { cut: last }
}

/** In characters. */
const LONGEST_BANNER = 10_000

/** Whether nothing but what npm and Yarn print around a script is in it. */
export function isBannerAlone(text: string): boolean {
  if (text.length > LONGEST_BANNER) return text.trim() === ''
  return withoutAnsi(text)
    .split(/\r?\n/)
    .every(line => line.trim() === '' || isBanner(line))
}

/** What npm and Yarn print around a script's own lines. */
function isBanner(line: string): boolean {
  return /^> \S|^yarn run v\d|^\$ \S|^Done in [\d.]+m?s\.$|^info Visit https:\/\/yarnpkg\.com/.test(line)
}

/** A line of source with a line of marks below it, as many linters show after a finding: 2, or 0 where it is not that. */
export function frameAt(lines: readonly string[], at: number): 0 | 2 {
  const marks = lines[at + 1]
  return marks !== undefined && /^\s*[~^][~^ -]*$/.test(marks) ? 2 : 0
}
