import { gateError } from '../../core/errors.ts'
import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { ChangedLines, Wanted } from '../changed-lines.ts'
import { LineRecorder, MAX_LINE } from '../line-states.ts'
import { pattern } from './bytes.ts'
import { type CloverFile, createCloverFile } from './clover-file.ts'
import { plainLines } from './clover-lines.ts'
import { damageOf, quote } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { isHit } from './hit-count.ts'
import type { ReportContent } from './reader.ts'
import { scanXml } from './xml-scan.ts'
import { attribute, digitsAt, isAttribute, isElement, type Tag, valueAt } from './xml-tags.ts'

const title = 'Clover'
const COVERAGE = pattern('coverage')
const FILE = pattern('file')
const LINE = pattern('line')
const METRICS = pattern('metrics')
const STATEMENTS = pattern('statements')
const PATH = pattern('path')
const NAME = pattern('name')
const SIGNATURE = pattern('signature')
const NUMBER = pattern('num')
const TYPE = pattern('type')
const COUNT = pattern('count')
const TRUE_COUNT = pattern('truecount')
const FALSE_COUNT = pattern('falsecount')

/** A file whose end is still to come. */
interface OpenFile {
  readonly path: string
  readonly changed: ChangedLines | null
  /** `null` when it is not read in depth. */
  readonly detail: CloverFile | null
}

/**
 * Clover XML, by clover.xsd and what OpenClover, PHPUnit, gcovr and Istanbul make of it.
 *
 * Each element for a line, be it of a method, a statement or a condition, measures that line: it is covered if one of
 * them ran. In Clover a condition has no `count`, and `truecount` and `falsecount` say how often it was true and false.
 * Istanbul's has one, and they say how many ways out of the line were taken and how many were not.
 */
export function readClover({ name, pieces }: ReportBytes, wanted: Wanted): ReportContent {
  const damage = damageOf(title, name)
  const hostile = (why: string) => gateError('report.hostile', { format: title, file: name, why })
  const files = collectFiles(title, name)
  const carries = { branches: false, functions: false }
  const lines = new LineRecorder()
  let current: OpenFile | null = null
  let statements = 0

  function openFile(tag: Tag): void {
    if (current) throw damage(`a file begins within ${quote(current.path)}`)
    const path = attribute(tag, PATH) || attribute(tag, NAME)
    if (!path) throw damage('a file has neither a path nor a name')
    const changed = wanted(path)
    current = { path, changed, detail: changed && createCloverFile(changed) }
    statements = 0
  }

  function closeFile({ path, detail }: OpenFile): void {
    if (statements > 0 && !lines.any)
      throw damage(`${quote(path)} is of ${statements} statements and lists no line`)
    files.add(path, lines.take(), detail?.finish() ?? null)
    current = null
  }

  function line(tag: Tag, { path, detail }: OpenFile): void {
    const at = whereIn(tag)
    const number = at.num < 0 ? -1 : digitsAt(tag, at.num)
    if (number < 0) throw damage(`a line of ${quote(path)} has no number`)
    if (number > MAX_LINE) throw hostile(`it counts line ${number} of ${quote(path)}`)
    const type = at.type < 0 ? '' : valueAt(tag, at.type)
    const isCondition = type === 'cond'
    const wasTrue = isCondition && hitAt(tag, at.truecount)
    const wasFalse = isCondition && hitAt(tag, at.falsecount)
    const isOwn = isCondition && at.count < 0
    const hit = !isOwn
      ? hitAt(tag, at.count)
      : wasTrue === null && wasFalse === null
        ? null
        : wasTrue || wasFalse
    if (hit === null) throw damage(`line ${number} of ${quote(path)} does not say how often it ran`)
    lines.mark(number, hit)
    if (isCondition) carries.branches = true
    if (isOwn) detail?.condition(number, wasTrue === true, wasFalse === true)
    else if (isCondition) detail?.waysOut(number, numberAt(tag, at.truecount), numberAt(tag, at.falsecount))
    else if (type === 'method') {
      carries.functions = true
      detail?.method(number, at.name < 0 ? '' : nameOf(valueAt(tag, at.name)), hit)
    }
  }

  scanXml(
    pieces,
    { damage, hostile },
    {
      open(tag, depth) {
        if (isElement(tag, LINE)) {
          if (current) line(tag, current)
        } else if (isElement(tag, FILE)) openFile(tag)
        else if (current && isElement(tag, METRICS)) {
          statements = Math.max(statements, Number(attribute(tag, STATEMENTS)) || 0)
        } else if (depth === 1 && !isElement(tag, COVERAGE)) throw damage('its root is not <coverage>')
      },
      close(tag) {
        if (isElement(tag, FILE) && current) closeFile(current)
      },
      shortcut: (window, at) => (current ? plainLines(window, at, lines, carries, current.changed) : 0),
      wantsText: () => false,
      text() {},
    },
  )
  return { sources: [], files: files.finish(carries) }
}

/** Where a line's attributes stand in its tag; -1 for those that it does not have. */
function whereIn(tag: Tag) {
  const at = { num: -1, type: -1, count: -1, truecount: -1, falsecount: -1, name: -1 }
  for (let index = 0; index < tag.attributes; index += 1) {
    if (isAttribute(tag, index, NUMBER)) at.num = index
    else if (isAttribute(tag, index, TYPE)) at.type = index
    else if (isAttribute(tag, index, COUNT)) at.count = index
    else if (isAttribute(tag, index, TRUE_COUNT)) at.truecount = index
    else if (isAttribute(tag, index, FALSE_COUNT)) at.falsecount = index
    else if (isAttribute(tag, index, NAME) || isAttribute(tag, index, SIGNATURE)) at.name = index
  }
  return at
}

/** `null` when there is no such attribute, or it is no number. */
function hitAt(tag: Tag, index: number): boolean | null {
  if (index < 0) return null
  const count = digitsAt(tag, index)
  return count < 0 ? isHit(valueAt(tag, index)) : count > 0
}

function numberAt(tag: Tag, index: number): number {
  return index < 0 ? 0 : Math.max(0, digitsAt(tag, index))
}

/** Clover names a method by its signature, PHPUnit by its name alone. */
function nameOf(signature: string): string {
  const [, name] = /([^\s(]+)\s*\(/.exec(signature) ?? []
  return name ?? signature
}
