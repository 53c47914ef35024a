import { pragmaOn } from '../hidden/pragmas.ts'
import type { Node } from './javascript.ts'
import type { Span } from './spans.ts'
import { isNode } from './statements.ts'

const wholeFile = /ignore[\s-]+file\b/
const stretchBegins =
  /\b(?:ignore[\s-]+start|node:coverage\s+disable|LCOV_EXCL_(?:EXCEPTION_)?START|CLOVER:OFF)\b/
const stretchEnds =
  /\b(?:ignore[\s-]+(?:stop|end)|node:coverage\s+enable|LCOV_EXCL_(?:EXCEPTION_)?STOP|CLOVER:ON)\b/
const counted = /\bignore\s+next\s+(\d+)/

/** What comments take out of coverage: the whole, stretches, or the next thing that follows, with all that is in it. */
export function excludedSpans(comments: readonly Span[], program: Node, text: string): readonly Span[] {
  const spans: Span[] = []
  let from = -1
  const single: Span[] = []
  for (const comment of comments) {
    const said = text.slice(comment.start, comment.end)
    if (from >= 0) {
      if (!stretchEnds.test(said)) continue
      spans.push({ start: from, end: comment.end })
      from = -1
    } else if (stretchBegins.test(said)) from = comment.start
    else if (wholeFile.test(said)) return [{ start: 0, end: text.length }]
    else if (said.split('\n').some((line, at) => pragmaOn(line, at))) single.push(comment)
  }
  if (from >= 0) spans.push({ start: from, end: text.length })
  return single.length === 0 ? spans : [...spans, ...followers(single, program, text)]
}

/** For each comment its own line, the lines that it counts, and the largest node that begins right after it. */
function followers(single: readonly Span[], program: Node, text: string): readonly Span[] {
  const nodes = nodesOf(program)
  return single.flatMap((comment): readonly Span[] => {
    const next = /\S/.exec(text.slice(comment.end))
    const begin = comment.end + (next?.index ?? 0)
    const count = Number(counted.exec(text.slice(comment.start, comment.end))?.[1] ?? 0)
    const lines = { start: text.lastIndexOf('\n', comment.start) + 1, end: lineEnd(text, comment.end, count) }
    // A comment between the pragma and its code: the first node behind both.
    const first = nodes.find(({ start }) => start >= begin)
    return first ? [lines, first] : [lines]
  })
}

function lineEnd(text: string, from: number, more: number): number {
  let at = from
  for (let index = 0; index <= more; index += 1) {
    const end = text.indexOf('\n', at)
    if (end < 0) return text.length
    at = end + 1
  }
  return at
}

/** By their start, the largest of those that begin at one place first. */
function nodesOf(program: Node): readonly Span[] {
  const found: Span[] = []
  const open: object[] = [...(Array.isArray(program.body) ? program.body : [])]
  for (let value = open.pop(); value; value = open.pop()) {
    if (isNode(value)) found.push({ start: value.start, end: value.end })
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object' && inner !== null) open.push(inner)
    }
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end)
}
