import type { Range } from '../model.ts'
import type { Node } from './javascript.ts'

/**
 * The ranges of the statements that run, in Istanbul's sense: expression statements, initialised variables, control flow,
 * the bodies of arrow functions, initialised class fields. Beyond Istanbul, `export default` and `export =` of a value and
 * the enums that exist at run time. Imports, types, overloads, `declare`, directives, functions and classes by
 * themselves do not run.
 * @param text what the program was parsed from
 */
export function statementRanges(program: Node, text: string): readonly Range[] {
  const positionOf = positions(text)
  return runningNodes(program).map(({ start, end }) => ({ start: positionOf(start), end: positionOf(end) }))
}

/** The nodes, or the parts of them, that Istanbul would count as statements; in no order. */
export function runningNodes(program: Node): readonly Node[] {
  const running: Node[] = []
  // A stack of its own: the nesting of foreign source must not be the depth of ours.
  const open: object[] = [program]
  for (let value = open.pop(); value; value = open.pop()) {
    if (isNode(value)) {
      if (value.declare === true) continue
      const part = runningPart(value)
      if (part) running.push(part)
    }
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object' && inner !== null) open.push(inner)
    }
  }
  return running
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

const declares = /Declaration$|^TSDeclareFunction$/

/** The node, or the part of it, that Istanbul would count as a statement. */
function runningPart(node: Node): Node | null {
  switch (node.type) {
    case 'ExpressionStatement':
      return node.directive ? null : node
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'IfStatement':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'SwitchStatement':
    case 'TryStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'DebuggerStatement':
    case 'WithStatement':
    case 'LabeledStatement':
    case 'TSExportAssignment':
      return node
    case 'ExportDefaultDeclaration':
      return isNode(node.declaration) && !declares.test(node.declaration.type) ? node : null
    case 'TSEnumDeclaration':
      return node.const === true ? null : node
    case 'VariableDeclarator':
      return isNode(node.init) ? node.init : null
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return isNode(node.value) ? node.value : null
    case 'ArrowFunctionExpression':
      return node.expression === true && isNode(node.body) ? node.body : null
    default:
      return null
  }
}

/** Offsets to positions, by the line breaks that git knows. */
export function positions(text: string): (offset: number) => Range['start'] {
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
