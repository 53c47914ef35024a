import { pathToFileURL } from 'node:url'
import { convert } from 'ast-v8-to-istanbul'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { type Node, parseScript } from '../source/javascript.ts'
import { scriptOf } from '../source/script.ts'
import { lastNotAbove } from './v8-counts.ts'
import { rememberByText } from './v8-memory.ts'

/** Where to look for a count. Offsets of the source. */
export interface LookUp {
  readonly at: number
  /** From where to look on, where nothing of the script stands for `at` itself; `end` is exclusive. */
  readonly from: number
  readonly end: number
}

/** One way out of a decision; the `else` that is not written ran as often as the `if` did and its body did not. */
export type Arm = { readonly look: LookUp; readonly less: LookUp | null }

/** All that can be counted in a source, in Istanbul's sense, and where its counts are to be looked up. */
export interface LookUps {
  readonly maps: Pick<FileCoverageData, 'statementMap' | 'fnMap' | 'branchMap'>
  readonly statements: readonly (LookUp & { readonly line: number })[]
  readonly functions: readonly LookUp[]
  readonly branches: readonly (readonly Arm[])[]
  /** Where each line begins. */
  readonly lineStarts: readonly number[]
}

/** Added to every offset, so that none of them is 0, which stands for "not run". */
const BASE = 2 ** 24

const remembered = rememberByText<Promise<LookUps | null>>(32 << 20)

/**
 * Asks the library once for each text, not once for each process that ran it: it is given a coverage in which every
 * offset has a count of its own, so that each count in its answer says at which offset it looked.
 * @param text without a byte order mark
 * @returns `null` when the source cannot be parsed
 */
export function lookUpsOf(path: string, text: string): Promise<LookUps | null> {
  return remembered(path, text, () => makeLookUps(path, text).catch(() => null))
}

async function makeLookUps(path: string, text: string): Promise<LookUps | null> {
  const script = scriptOf(path, text)
  const parsed = await parseScript(script)
  if (!parsed) return null
  const program = parsed.program()
  const [data] = Object.values(
    await convert<Node, Node & { type: 'Program' }>({
      // The library would follow the link to a source map, to wherever it leads.
      code: script.text.replaceAll('sourceMappingURL=', 'sourceMappingurl='),
      ast: program as Node & { type: 'Program' },
      coverage: { url: pathToFileURL(path).href, functions: [everyOffset(script.text)] },
      // An overload of a method has nothing to run, and the library stumbles over it.
      ignoreNode: (node, type) => type === 'function' && !bodyOf(node),
    }),
  ) as readonly FileCoverageData[]
  // No data: a hint takes the whole file out.
  return data ? lookUpsIn(data, enumsOf(program), script.text) : lookUpsIn(nothing, [], script.text)
}

const nothing = { statementMap: {}, fnMap: {}, branchMap: {}, s: {}, f: {}, b: {} }

function bodyOf(node: Node): unknown {
  return node.body ?? (node.value as Node | null | undefined)?.body
}

/** Tokens begin where something can be looked up; and a block's inside behind its brace. */
function everyOffset(text: string) {
  const starts = [0]
  for (const { 0: token, index } of text.matchAll(/\w+|[^\s\w]/g)) {
    if (starts.at(-1) !== index) starts.push(index)
    if (token === '{') starts.push(index + 1)
  }
  const ranges = starts.map((startOffset, index) => ({
    startOffset,
    endOffset: starts[index + 1] ?? Math.max(text.length, startOffset + 1),
    count: BASE + startOffset,
  }))
  return { functionName: '', isBlockCoverage: true, ranges }
}

/** Enums run too, where they are more than types; the library, made for JavaScript, does not know them. */
function enumsOf(program: Node): readonly Node[] {
  const found: Node[] = []
  const open: object[] = [program]
  for (let value = open.pop(); value; value = open.pop()) {
    const node = value as Node
    if (node.declare === true) continue
    const isEnum = node.type === 'TSEnumDeclaration' && node.const !== true
    if (isEnum || node.type === 'TSExportAssignment') found.push(node)
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object' && inner !== null) open.push(inner)
    }
  }
  return found
}

function lookUpsIn(
  data: Pick<FileCoverageData, keyof typeof nothing>,
  enums: readonly Node[],
  text: string,
): LookUps {
  const lineStarts = lineStartsOf(text)
  const positionOf = (offset: number) => {
    const line = lastNotAbove(lineStarts, offset)
    return { line: line + 1, column: offset - (lineStarts[line] ?? 0) }
  }
  const offsetOf = ({ line, column }: { line: number; column: number }): number => {
    const next = (lineStarts[line] ?? text.length + 1) - 1
    return Math.min((lineStarts[line - 1] ?? text.length) + column, next)
  }
  const statementMap = { ...data.statementMap }
  const statements = Object.keys(statementMap).map(id => {
    const { start, end } = statementMap[id]!
    const at = data.s[id]! - BASE
    return { at, from: at, end: offsetOf(end), line: start.line }
  })
  for (const { start, end } of enums) {
    const range = { start: positionOf(start), end: positionOf(end) }
    statementMap[`${statements.length}`] = range
    statements.push({ at: start, from: start, end, line: range.start.line })
  }
  const functions = Object.keys(data.fnMap).map(id => {
    const body = data.fnMap[id]!.loc
    const begin = offsetOf(body.start)
    return {
      at: data.f[id]! - BASE,
      from: text[begin] === '{' ? begin + 1 : begin,
      end: offsetOf(body.end),
    }
  })
  const branches = Object.keys(data.branchMap).map(id => {
    const { type, loc, locations } = data.branchMap[id]!
    const counts = data.b[id]!
    const arms: Arm[] = []
    for (const [index, place] of locations.entries()) {
      const unwritten = place.start.line === undefined
      const less = index === 0 ? null : (arms[index - 1]?.look ?? null)
      const at = counts[index]! - BASE + (unwritten && less ? less.at + BASE : 0)
      // The first place of an `if` is the whole of it.
      const next = type === 'if' && index === 0 ? locations[1] : undefined
      const behind = next?.start.line === undefined ? undefined : offsetOf(next.start)
      const end = behind ?? offsetOf(unwritten ? loc.end : place.end)
      arms.push({ look: { at, from: at, end }, less: unwritten ? less : null })
    }
    return arms
  })
  return {
    maps: { statementMap, fnMap: data.fnMap, branchMap: data.branchMap },
    statements,
    functions,
    branches,
    lineStarts,
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
