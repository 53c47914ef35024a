import { gateError } from '../../core/errors.ts'
import { writePackagePath } from '../../core/locate/package-path.ts'
import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { ChangedLines, Wanted } from '../changed-lines.ts'
import { LineRecorder, MAX_LINE } from '../line-states.ts'
import { type LineStates, NOT_MEASURED } from '../model.ts'
import { pattern } from './bytes.ts'
import { damageOf, quote } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { createJacocoFile, type JacocoFile } from './jacoco-file.ts'
import { jacocoMethods } from './jacoco-methods.ts'
import { type LineTotal, plainCounters, plainLines } from './jacoco-tags.ts'
import type { ReportContent } from './reader.ts'
import { scanXml } from './xml-scan.ts'
import { attribute, digitsAt, isAttribute, isElement, type Tag } from './xml-tags.ts'

const title = 'JaCoCo'
const REPORT = pattern('report')
const GROUP = pattern('group')
const PACKAGE = pattern('package')
const CLASS = pattern('class')
const METHOD = pattern('method')
const COUNTER = pattern('counter')
const SOURCE_FILE = pattern('sourcefile')
const LINE = pattern('line')
const NAME = pattern('name')
const SOURCE_FILE_NAME = pattern('sourcefilename')
const NUMBER = pattern('nr')
const TYPE = pattern('type')
const MISSED = pattern('missed')
const COVERED = pattern('covered')
const MISSED_INSTRUCTIONS = pattern('mi')
const COVERED_INSTRUCTIONS = pattern('ci')
const MISSED_BRANCHES = pattern('mb')
const COVERED_BRANCHES = pattern('cb')

/** A package that is a whole directory, as Pester writes it where files have none in common. */
const isRooted = /^(?:[A-Za-z]:)?[\\/]/

/** A source file whose end is still to come. */
interface OpenFile {
  readonly path: string
  readonly changed: ChangedLines | null
  /** `null` when it is not read in depth. */
  readonly detail: JacocoFile | null
}

/** What a counter that is written in another way says of lines. */
function linesIn(tag: Tag): number {
  if (attribute(tag, TYPE) !== 'LINE') return 0
  return Number(attribute(tag, MISSED)) + Number(attribute(tag, COVERED)) || 0
}

/**
 * JaCoCo XML, by its report.dtd 1.0 and 1.1: what JaCoCo, Kover and Pester write.
 *
 * The lines are those of the source files; classes tell where methods are. A group is a module, and the same package and
 * file in two of them are two files. Packages say nothing of the directories in which they begin: these are found by
 * locating.
 */
export function readJacoco({ name, pieces }: ReportBytes, wanted: Wanted): ReportContent {
  const damage = damageOf(title, name)
  const hostile = (why: string) => gateError('report.hostile', { format: title, file: name, why })
  const files = collectFiles(title, name)
  const lines = new LineRecorder()
  const methods = jacocoMethods()
  const modules: string[] = []
  let packageName = ''
  let directory = writePackagePath({ modules, path: '' })
  let current: OpenFile | null = null
  const total: LineTotal = { lines: 0 }
  let classes = 0
  let listed = 0

  function enterPackage(name: string): void {
    packageName = name
    const inside = packageName === '' ? '' : `${packageName}/`
    directory = isRooted.test(inside) ? inside : writePackagePath({ modules, path: inside })
  }

  /** A file's path in the open package. */
  function pathOf(file: string): string {
    return packageName === '' && isRooted.test(file) ? file : directory + file
  }

  function openClass(tag: Tag): void {
    classes += 1
    const file = attribute(tag, SOURCE_FILE_NAME)
    methods.openClass(file, file !== undefined && wanted(pathOf(file)) !== null)
  }

  function openFile(tag: Tag): void {
    if (current) throw damage(`a source file begins within ${quote(current.path)}`)
    const file = attribute(tag, NAME)
    if (!file) throw damage(`a source file of the package ${quote(packageName)} has no name`)
    const path = pathOf(file)
    const changed = wanted(path)
    current = { path, changed, detail: changed && createJacocoFile(changed, methods.of(file)) }
    listed += 1
    total.lines = 0
  }

  function closeFile({ path, detail }: OpenFile): void {
    const states = lines.take()
    if (detail && total.lines > 0) checkTotal(path, states)
    files.add(path, states, detail?.finish(states) ?? null)
    current = null
  }

  function checkTotal(path: string, states: LineStates): void {
    const known = states.reduce((sum, state) => sum + (state === NOT_MEASURED ? 0 : 1), 0)
    if (total.lines > known) throw damage(`${quote(path)} is of ${total.lines} lines and lists ${known}`)
  }

  function line(tag: Tag, { path, detail }: OpenFile): void {
    let number = -1
    let missed = -1
    let covered = -1
    let missedBranches = 0
    let coveredBranches = 0
    for (let index = 0; index < tag.attributes; index += 1) {
      if (isAttribute(tag, index, NUMBER)) number = digitsAt(tag, index)
      else if (isAttribute(tag, index, MISSED_INSTRUCTIONS)) missed = digitsAt(tag, index)
      else if (isAttribute(tag, index, COVERED_INSTRUCTIONS)) covered = digitsAt(tag, index)
      else if (isAttribute(tag, index, MISSED_BRANCHES)) missedBranches = digitsAt(tag, index)
      else if (isAttribute(tag, index, COVERED_BRANCHES)) coveredBranches = digitsAt(tag, index)
    }
    if (number < 0 || missed < 0 || covered < 0 || missedBranches < 0 || coveredBranches < 0) {
      throw damage(`a line of ${quote(path)} has no number, or no number of instructions`)
    }
    if (number > MAX_LINE) throw hostile(`it counts line ${number} of ${quote(path)}`)
    // A line without instructions has nothing to run.
    if (missed + covered > 0) lines.mark(number, covered > 0)
    detail?.branches(number, missedBranches, coveredBranches)
  }

  scanXml(
    pieces,
    { damage, hostile },
    {
      open(tag, depth) {
        if (isElement(tag, LINE)) {
          if (current) line(tag, current)
        } else if (isElement(tag, COUNTER)) {
          if (current) total.lines = Math.max(total.lines, linesIn(tag))
          else methods.counter(tag)
        } else if (isElement(tag, METHOD)) methods.openMethod(tag)
        else if (isElement(tag, CLASS)) openClass(tag)
        else if (isElement(tag, SOURCE_FILE)) openFile(tag)
        else if (isElement(tag, PACKAGE)) enterPackage(attribute(tag, NAME) ?? '')
        else if (isElement(tag, GROUP)) modules.push(attribute(tag, NAME) ?? '')
        else if (depth === 1 && !isElement(tag, REPORT)) throw damage('its root is not <report>')
      },
      close(tag) {
        if (isElement(tag, METHOD)) methods.closeMethod()
        else if (isElement(tag, CLASS)) methods.closeClass()
        else if (isElement(tag, SOURCE_FILE) && current) closeFile(current)
        else if (isElement(tag, GROUP)) modules.pop()
        else if (isElement(tag, PACKAGE)) {
          enterPackage('')
          methods.clear()
        }
      },
      shortcut(window, at) {
        if (current) return plainLines(window, at, lines, current.changed) || plainCounters(window, at, total)
        return methods.counts() ? 0 : plainCounters(window, at, null)
      },
      wantsText: () => false,
      text() {},
    },
  )
  if (listed === 0 && classes > 0) {
    const why = `${classes} classes, none with line numbers: they were compiled without debug information`
    throw gateError('report.empty', { file: name, why })
  }
  return { sources: [], files: files.finish({ branches: true, functions: methods.any() }) }
}
