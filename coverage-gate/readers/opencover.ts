import { gateError } from '../../core/errors.ts'
import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { Wanted } from '../changed-lines.ts'
import { MAX_LINE } from '../line-states.ts'
import { pattern } from './bytes.ts'
import { damageOf, quote } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { createOpenCoverFile, type OpenCoverFile } from './opencover-file.ts'
import { type OpenCoverPoint, readPoint } from './opencover-points.ts'
import type { ReportContent } from './reader.ts'
import { type ScatteredLines, scatteredFiles } from './scattered-lines.ts'
import { scanXml } from './xml-scan.ts'
import { attribute, isElement, type Tag } from './xml-tags.ts'

const title = 'OpenCover XML'
const SESSION = pattern('CoverageSession')
const MODULE = pattern('Module')
const FILE = pattern('File')
const FILE_REF = pattern('FileRef')
const METHOD = pattern('Method')
const NAME = pattern('Name')
const SEQUENCE_POINT = pattern('SequencePoint')
const BRANCH_POINT = pattern('BranchPoint')
const UID = pattern('uid')
const FULL_PATH = pattern('fullPath')

/** The line numbers by which .NET compilers mark code that has no place in the source. */
const HIDDEN_LINES: ReadonlySet<number> = new Set([0xfeefee, 0xf00f00])
/** "No file": the symbols name none, or one that is not listed. */
const NO_FILE = '0'

interface File {
  readonly lines: ScatteredLines
  /** `null` when it is not read in depth. */
  readonly detail: OpenCoverFile | null
}

/**
 * What OpenCover, coverlet and AltCover write. A line is measured when a sequence point begins on it, and covered if any of
 * those ran; the lines that a point goes on over are judged by the innermost point, because the body of a lambda lies
 * within the point of the statement around it. A file that no point refers to is not reported: all of it was skipped.
 */
export function readOpenCover({ name, pieces }: ReportBytes, wanted: Wanted): ReportContent {
  const damage = damageOf(title, name)
  const hostile = (why: string) => gateError('report.hostile', { format: title, file: name, why })
  const scattered = scatteredFiles(title, name)
  const files = new Map<string, File>()
  /** Identities hold for the whole session; where they are counted anew, a module's own files come before its points. */
  const paths = new Map<string, string>()
  const carries = { branches: false, functions: false }
  let methodName: string | null = null
  let text: string | null = null
  let inMethod = false
  let methodFile: string | null = null

  function listFile(tag: Tag): void {
    const [uid, path] = [attribute(tag, UID), attribute(tag, FULL_PATH)]
    if (!uid || !path) throw damage('a file has no uid, or no path')
    paths.set(uid, path)
  }

  function fileOf(point: OpenCoverPoint): File | null {
    const uid = point.file ?? methodFile ?? NO_FILE
    if (uid === NO_FILE) return null
    const path = paths.get(uid)
    if (path === undefined) throw damage(`a point is in file ${quote(uid)}, which is not listed`)
    let file = files.get(path)
    if (!file) {
      const changed = wanted(path)
      file = { lines: scattered.of(path), detail: changed && createOpenCoverFile(changed) }
      files.set(path, file)
    }
    return file
  }

  /** `null` for code without a place. */
  function pointAt(tag: Tag): { readonly point: OpenCoverPoint; readonly file: File } | null {
    const point = readPoint(tag)
    if (!point) throw damage(`a point of ${quote(methodName ?? '')} has no line, or no number of visits`)
    if (point.line === 0 || HIDDEN_LINES.has(point.line)) return null
    const file = fileOf(point)
    if (file && Math.max(point.line, point.endLine) > MAX_LINE)
      throw hostile(`it counts line ${Math.max(point.line, point.endLine)} of ${quote(file.lines.path)}`)
    return file && { point, file }
  }

  function sequencePoint(tag: Tag): void {
    const found = pointAt(tag)
    if (!found) return
    const { point, file } = found
    file.lines.mark(point.line, point.line, point.hit)
    file.detail?.sequencePoint(point, methodName ?? '')
  }

  function branchPoint(tag: Tag): void {
    carries.branches = true
    const found = pointAt(tag)
    found?.file.detail?.branchPoint(found.point, methodName ?? '')
  }

  scanXml(
    pieces,
    { damage, hostile },
    {
      open(tag, depth) {
        if (isElement(tag, SEQUENCE_POINT)) sequencePoint(tag)
        else if (isElement(tag, BRANCH_POINT)) branchPoint(tag)
        else if (isElement(tag, METHOD)) {
          carries.functions = true
          inMethod = true
          methodName = null
          methodFile = null
        } else if (inMethod && isElement(tag, NAME)) text = ''
        else if (isElement(tag, FILE_REF)) methodFile = attribute(tag, UID) ?? null
        else if (isElement(tag, FILE)) listFile(tag)
        else if (depth === 1 && !isElement(tag, SESSION)) throw damage('its root is not <CoverageSession>')
      },
      close(tag) {
        if (isElement(tag, METHOD)) inMethod = false
        else if (isElement(tag, MODULE)) methodFile = null
        else if (text !== null && isElement(tag, NAME)) {
          methodName = text.trim()
          text = null
        }
      },
      shortcut: () => 0,
      wantsText: () => text !== null,
      text(piece) {
        text += piece
      },
    },
  )
  const collected = collectFiles(title, name)
  for (const { lines, detail } of files.values())
    collected.add(lines.path, lines.states(), detail?.finish() ?? null)
  return { sources: [], files: collected.finish(carries) }
}
