import type { GivenPlace } from './finding-place.ts'

/** `path:line: rest`, `path:line:column: rest`, and what some compilers and linters add. */
export interface LineHead {
  readonly path: string
  readonly place: GivenPlace
  readonly rest: string
}

/** The path ends where the first number between colons begins; a drive letter has none behind it. */
const head = /^([^\s:][^:]*(?::(?!\d+:)[^:]*)*):(\d+)(?::(\d+))?(?::(\d+):(\d+))?:(?:\{[^{}]*\}:)? /
/** Longer than any path, in characters. */
const LONGEST = 10_000
const notPath = /^\d+$|^\d{4}-\d\d-\d\d[T ]\d\d$|^(?:ba|z|da|k)?sh$|:\/\/|: /

/**
 * `null`: the line has no such head. Addresses, times of day, a shell's complaints and lines of a log are none.
 * @param line one line; the end that a tool tells is taken as that of the last character
 */
export function lineHead(line: string): LineHead | null {
  const match = head.exec(line.slice(0, LONGEST))
  if (!match) return null
  const [, path = '', start, column, endLine, endColumn] = match
  if (notPath.test(path)) return null
  return {
    path,
    place: {
      line: Number(start),
      column: numberOrNull(column),
      endLine: numberOrNull(endLine),
      endColumn: endColumn === undefined ? null : Number(endColumn) + 1,
    },
    rest: line.slice(match[0].length),
  }
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined ? null : Number(text)
}
