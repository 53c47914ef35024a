import { gateError } from '../../core/errors.ts'
import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { ChangedLines, Wanted } from '../changed-lines.ts'
import { LineRecorder, MAX_LINE } from '../line-states.ts'
import { pattern } from './bytes.ts'
import { type CoberturaClass, createCoberturaClass } from './cobertura-class.ts'
import { damageOf, quote } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { isHit } from './hit-count.ts'
import type { ReportContent } from './reader.ts'
import { scanXml } from './xml-scan.ts'
import { attribute, digitsAt, isAttribute, isElement, skipBlank, type Tag, valueAt } from './xml-tags.ts'

const title = 'Cobertura'
const ZERO = 48
const QUOTE = 34
const NAME = pattern('name')
const FILENAME = pattern('filename')
const COVERAGE = pattern('coverage')
const SOURCE = pattern('source')
const METHOD = pattern('method')
const CLASS = pattern('class')
const LINE = pattern('line')
const CONDITION_COVERAGE = pattern('condition-coverage')
const HITS = pattern('hits')
const NUMBER = pattern('number')

/** The line numbers by which .NET compilers mark code that has no place in the source. */
const HIDDEN_LINES: ReadonlySet<number> = new Set([0xfeefee, 0xf00f00])

/** A class whose end is still to come. */
interface OpenClass {
  readonly path: string
  /** `null` when it is not read in depth. */
  readonly detail: CoberturaClass | null
  readonly changed: ChangedLines | null
}

/**
 * Cobertura XML, by coverage-04.dtd and what coverage.py, Istanbul, coverlet, gcovr and luacov make of it.
 *
 * The lines of a class are its `lines`; those of its methods repeat them and only tell where functions are, unless
 * there are no others. Several classes of one file are one file: a line hit in any of them is covered.
 */
export function readCobertura({ name, pieces }: ReportBytes, wanted: Wanted): ReportContent {
  const damage = damageOf(title, name)
  const hostile = (why: string) => gateError('report.hostile', { format: title, file: name, why })
  const files = collectFiles(title, name)
  const sources: string[] = []
  const carries = { branches: false, functions: false }
  const classLines = new LineRecorder()
  const methodLines = new LineRecorder()
  let current: OpenClass | null = null
  let inMethod = false
  let source: string | null = null

  function openClass(tag: Tag): void {
    if (current) throw damage(`a class begins within that of ${quote(current.path)}`)
    const path = attribute(tag, FILENAME)
    if (!path) throw damage(`the class ${quote(attribute(tag, NAME) ?? '')} names no file`)
    const changed = wanted(path)
    current = { path, detail: changed && createCoberturaClass(changed), changed }
  }

  function closeClass({ path, detail }: OpenClass): void {
    const own = classLines.any
    const inMethods = methodLines.take()
    files.add(path, own ? classLines.take() : inMethods, detail?.finish() ?? null)
    current = null
  }

  function line(tag: Tag, { path, detail }: OpenClass): void {
    let number = -1
    let hit: boolean | null = null
    let conditions = -1
    for (let index = 0; index < tag.attributes; index += 1) {
      if (isAttribute(tag, index, NUMBER)) number = digitsAt(tag, index)
      else if (isAttribute(tag, index, HITS)) hit = hitAt(tag, index)
      else if (isAttribute(tag, index, CONDITION_COVERAGE)) conditions = index
    }
    if (number < 0 || hit === null)
      throw damage(`a line of ${quote(path)} has no number, or no number of hits`)
    if (number > MAX_LINE) {
      if (HIDDEN_LINES.has(number)) return
      throw hostile(`it counts line ${number} of ${quote(path)}`)
    }
    if (inMethod) methodLines.mark(number, hit)
    else classLines.mark(number, hit)
    if (conditions >= 0) carries.branches = true
    detail?.line(number, hit, conditions < 0 ? undefined : valueAt(tag, conditions), inMethod)
  }

  scanXml(
    pieces,
    { damage, hostile },
    {
      open(tag, depth) {
        if (isElement(tag, LINE)) {
          if (current) line(tag, current)
        } else if (isElement(tag, CLASS)) openClass(tag)
        else if (isElement(tag, METHOD)) {
          inMethod = true
          carries.functions = true
          current?.detail?.method(attribute(tag, NAME) ?? '')
        } else if (isElement(tag, SOURCE)) source = ''
        else if (depth === 1 && !isElement(tag, COVERAGE)) throw damage('its root is not <coverage>')
      },
      close(tag) {
        if (isElement(tag, METHOD)) inMethod = false
        else if (isElement(tag, CLASS) && current) closeClass(current)
        else if (isElement(tag, SOURCE)) {
          if (source?.trim()) sources.push(source.trim())
          source = null
        }
      },
      shortcut(window, at) {
        // Read in depth, a class needs to hear of the branches of changed lines and of all lines of its methods.
        if (!current || (current.detail && inMethod)) return 0
        return plainLines(window, at, inMethod ? methodLines : classLines, carries, current.changed)
      },
      wantsText: () => source !== null,
      text(text) {
        source += text
      },
    },
  )
  return { sources, files: files.finish(carries) }
}

/** `null` when it is no number. */
function hitAt(tag: Tag, index: number): boolean | null {
  const count = digitsAt(tag, index)
  return count < 0 ? isHit(valueAt(tag, index)) : count > 0
}

/**
 * Takes each `<line number="7" hits="0"/>`, perhaps with `branch="false"` or `branch="true" condition-coverage="…"`, that
 * stands at `at`: nine of ten tags of a report. Of the fixed words only some bytes are looked at, enough to tell any
 * other element or attribute; no look ahead is longer than the zeros behind the window.
 * @param carries is told of branches
 * @param changed changed lines that have branches are left to the general way
 * @returns what follows the last; 0 when there is none
 */
function plainLines(
  window: Buffer,
  at: number,
  lines: LineRecorder,
  carries: { branches: boolean },
  changed: ChangedLines | null,
): number {
  let done = 0
  for (let from = at; ; from = skipBlank(window, done)) {
    // `<line number="`
    if (window[from] !== 60 || window[from + 1] !== 108 || window[from + 4] !== 101) break
    if (window[from + 5] !== 32 || window[from + 6] !== 110 || window[from + 11] !== 114) break
    if (window[from + 12] !== 61 || window[from + 13] !== QUOTE) break
    let p = from + 14
    let number = 0
    let digit = window[p]! - ZERO
    for (; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) number = number * 10 + digit
    // `" hits="`
    if (p === from + 14 || number > MAX_LINE || window[p] !== QUOTE || window[p + 1] !== 32) break
    if (window[p + 2] !== 104 || window[p + 5] !== 115 || window[p + 6] !== 61 || window[p + 7] !== QUOTE)
      break
    const hits = p + 8
    let bits = 0
    p = hits
    for (digit = window[p]! - ZERO; digit >= 0 && digit <= 9; digit = window[++p]! - ZERO) bits |= digit
    if (p === hits || window[p] !== QUOTE) break
    let branches = false
    if (window[p + 1] === 32 && window[p + 2] === 98 && window[p + 7] === 104 && window[p + 8] === 61) {
      branches = window[p + 10] === 116
      if (branches && changed?.touch(number, number)) break
      // `"false"` or `"true"`
      if (!branches && (window[p + 10] !== 102 || window[p + 14] !== 101)) break
      p = branches ? conditionsEnd(window, p + 14) : p + 15
      if (p < 0 || window[p] !== QUOTE) break
    }
    if (window[p + 1] !== 47 || window[p + 2] !== 62) break
    if (branches) carries.branches = true
    lines.mark(number, bits !== 0)
    done = p + 3
  }
  return done
}

/** Where the value of ` condition-coverage="…"` behind the quote at `at` ends; -1 when something else stands there. */
function conditionsEnd(window: Buffer, at: number): number {
  if (window[at] !== QUOTE || window[at + 1] !== 32 || window[at + 2] !== 99 || window[at + 11] !== 45)
    return -1
  if (window[at + 20] !== 61 || window[at + 21] !== QUOTE) return -1
  let p = at + 22
  for (let byte = window[p]!; byte !== QUOTE && byte !== 60 && byte !== 0; byte = window[++p]!);
  return p
}
