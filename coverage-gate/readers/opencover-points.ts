import { pattern } from './bytes.ts'
import { isHit } from './hit-count.ts'
import { attribute, digitsAt, isAttribute, type Tag, valueAt } from './xml-tags.ts'

/** A sequence point or a branch point. Lines and columns are 1-based, the end column exclusive. */
export interface OpenCoverPoint {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly hit: boolean
  /** The uid of its file; `null` where only its method knows that. */
  readonly file: string | null
  /** Of a branch: where in the method's code it is decided, and which way it is. */
  readonly offset: string
  readonly path: string
}

const VISITS = pattern('vc')
const LINE = pattern('sl')
const COLUMN = pattern('sc')
const END_LINE = pattern('el')
const END_COLUMN = pattern('ec')
const FILE_ID = pattern('fileid')
const OFFSET = pattern('offset')
const PATH = pattern('path')

/** `null` when it has no number of visits, or a line that is no number. Branches of the oldest OpenCover have no line: 0. */
export function readPoint(tag: Tag): OpenCoverPoint | null {
  let line = 0
  let column = 0
  let endLine = 0
  let endColumn = 0
  let hit: boolean | null = null
  let file: string | null = null
  for (let index = 0; index < tag.attributes; index += 1) {
    if (isAttribute(tag, index, VISITS)) hit = hitAt(tag, index)
    else if (isAttribute(tag, index, LINE)) line = digitsAt(tag, index)
    else if (isAttribute(tag, index, COLUMN)) column = digitsAt(tag, index)
    else if (isAttribute(tag, index, END_LINE)) endLine = digitsAt(tag, index)
    else if (isAttribute(tag, index, END_COLUMN)) endColumn = digitsAt(tag, index)
    else if (isAttribute(tag, index, FILE_ID)) file = valueAt(tag, index)
  }
  if (hit === null || line < 0) return null
  return {
    line,
    column: Math.max(column, 1),
    // Some symbols know where a point begins and not where it ends.
    endLine: Math.max(line, endLine),
    endColumn: Math.max(endColumn, 1),
    hit,
    file,
    offset: attribute(tag, OFFSET) ?? '',
    path: attribute(tag, PATH) ?? '',
  }
}

/** `null` when it is no number. */
function hitAt(tag: Tag, index: number): boolean | null {
  const count = digitsAt(tag, index)
  return count < 0 ? isHit(valueAt(tag, index)) : count > 0
}
