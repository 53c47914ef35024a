import type { ParseResult } from 'oxc-parser'
import type { Range } from '../model.ts'

/** A comment as offsets into the text, `end` exclusive. */
export interface Comment {
  readonly start: number
  readonly end: number
}

/** `null` when the text does not parse. */
export async function commentsOf(path: string, text: string): Promise<readonly Comment[] | null> {
  return (await parse(path, text))?.comments ?? null
}

/**
 * The ranges of the statements that run, in Istanbul's sense: expression statements, initialised variables, control flow,
 * the bodies of arrow functions, initialised class fields. Imports, types, interfaces, overloads, `declare`, functions
 * and classes by themselves do not run. `null` when the text does not parse.
 */
export async function statementsOf(path: string, text: string): Promise<readonly Range[] | null> {
  const parsed = await parse(path, text)
  if (!parsed) return null
  const positionOf = positions(text)
  const ranges: Range[] = []
  // A stack of its own: the nesting of hostile source must not be the depth of ours.
  const open: unknown[] = [parsed.program]
  while (open.length > 0) {
    const node = open.pop()
    if (Array.isArray(node)) open.push(...node)
    else if (isNode(node) && !isErased(node)) {
      for (const each of running(node))
        ranges.push({ start: positionOf(each.start), end: positionOf(each.end) })
      for (const value of Object.values(node))
        if (typeof value === 'object' && value !== null) open.push(value)
    }
  }
  return ranges
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

async function parse(path: string, text: string): Promise<ParseResult | null> {
  const { parseSync } = await import('oxc-parser')
  const jsx = /\.[mc]?js$/.test(path) ? 'a.jsx' : path
  const parsed = parseSync(jsx, text, { sourceType: 'unambiguous' })
  return parsed.errors.some(error => error.severity === 'Error') ? null : parsed
}

/** Types and what has no body: gone when the program runs. */
function isErased(node: Node): boolean {
  if (node.declare === true || node.importKind === 'type' || node.exportKind === 'type') return true
  if (node.type === 'ImportDeclaration' || node.type === 'TSDeclareFunction') return true
  if (node.type.startsWith('TSAbstract') || node.type === 'TSEmptyBodyFunctionExpression') return true
  return /^TS(?:Type|Interface|.*Keyword$|Global)/.test(node.type)
}

const statements =
  /^(?:Expression|Return|Throw|If|For|ForIn|ForOf|While|DoWhile|Switch|Try|Break|Continue|Debugger|With|Labeled)Statement$/

/** The node, or the part of it, that Istanbul would count as a statement. */
function running(node: Node): readonly Node[] {
  if (node.type === 'ExpressionStatement') return node.directive ? [] : [node]
  if (statements.test(node.type)) return [node]
  if (node.type === 'ExportDefaultDeclaration') {
    const { declaration } = node
    return isNode(declaration) && !/Declaration$/.test(declaration.type) ? [node] : []
  }
  if (node.type === 'TSEnumDeclaration') return node.const === true ? [] : [node]
  const inner =
    node.type === 'VariableDeclarator'
      ? node.init
      : node.type === 'PropertyDefinition' || node.type === 'AccessorProperty'
        ? node.value
        : node.type === 'ArrowFunctionExpression' && node.expression === true
          ? node.body
          : null
  return isNode(inner) ? [inner] : []
}

/** Offsets to positions, by the line breaks that git knows. */
function positions(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) }
  }
}
