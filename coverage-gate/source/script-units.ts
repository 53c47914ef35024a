import type { CodeUnit } from './code-unit.ts'
import { excludedSpans } from './excluded-script.ts'
import { type Node, parseScript } from './javascript.ts'
import { scriptOf } from './script.ts'
import type { Span } from './spans.ts'
import { isNode, positions, runningNodes } from './statements.ts'

/**
 * The functions of a script that hold statements, and the statements outside of functions; not what a pragma takes out. What
 * tools differ on is no evidence: `export default` of a value, `export =`, enums, and in a component what stands outside
 * of functions, of which compilers leave out their macros.
 * @returns `null` when it does not parse
 */
export async function scriptUnits(path: string, text: string): Promise<readonly CodeUnit[] | null> {
  const script = scriptOf(path, text)
  const parsed = await parseScript(script)
  if (!parsed) return null
  const program = parsed.program()
  const functions = functionsOf(program)
  const running = runningNodes(program).filter(node => !isDisputed(node))
  const loose = /\.(?:vue|svelte)$/i.test(path) ? [] : running.filter(isOutside(functions))
  const starts = running.map(({ start }) => start).sort((a, b) => a - b)
  const units = [...functions.filter(holdsOne(starts)), ...loose]
  const out = excludedSpans(parsed.comments, program, script.text)
  const lineOf = positions(script.text)
  return units
    .filter(unit => !out.some(({ start, end }) => start <= unit.start && unit.start < end))
    .map(({ start, end }) => ({ first: lineOf(start).line, last: lineOf(end - 1).line }))
}

function functionsOf(program: Node): readonly Node[] {
  const found: Node[] = []
  const open: object[] = [program]
  for (let value = open.pop(); value; value = open.pop()) {
    if (isNode(value)) {
      if (value.declare === true) continue
      if (/^(?:Function|ArrowFunction|StaticBlock)/.test(value.type) && value.body !== null) found.push(value)
    }
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object' && inner !== null) open.push(inner)
    }
  }
  return found
}

function isDisputed(node: Node): boolean {
  return /^(?:ExportDefaultDeclaration|TSExportAssignment|TSEnumDeclaration)$/.test(node.type)
}

/** Of the functions only the outermost can hold a node that others hold as well. */
function isOutside(functions: readonly Node[]): (node: Node) => boolean {
  const sorted = [...functions].sort((a, b) => a.start - b.start)
  const outer: Span[] = []
  for (const each of sorted) if (each.start >= (outer.at(-1)?.end ?? 0)) outer.push(each)
  const starts = outer.map(({ start }) => start)
  return node => node.start >= (outer[lastAtOrBefore(starts, node.start)]?.end ?? 0)
}

function holdsOne(starts: readonly number[]): (span: Span) => boolean {
  return ({ start, end }) => (starts[lastAtOrBefore(starts, end - 1)] ?? -1) >= start
}

/** The index of the last number that is not above `most`, or -1. */
function lastAtOrBefore(sorted: readonly number[], most: number): number {
  let [low, high] = [-1, sorted.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= most) low = middle
    else high = middle
  }
  return low
}
