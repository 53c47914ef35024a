import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { ChangedLines, Wanted } from '../changed-lines.ts'
import { MAX_LINE } from '../line-states.ts'
import { decodeText, scanBytes } from './bytes.ts'
import { damageOf, quote } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { createGoBlocks, type GoBlock, type GoBlocks } from './go-blocks.ts'
import { BRACE_COLUMN, passPlain } from './go-lines.ts'
import type { ReportContent } from './reader.ts'
import { type ScatteredLines, scatteredFiles } from './scattered-lines.ts'

const title = 'Go cover profile'
const [LF, SPACE, TAB] = [10, 32, 9]
const MODE = /^mode: (?:set|count|atomic)$/
/** As golang.org/x/tools/cover reads it: the path may hold anything. */
const BLOCK = /^([^\0]+):(\d+)\.(\d+),(\d+)\.(\d+) (\d+) (\d+)$/

/** The file of the line that was read last. */
interface OpenFile {
  readonly path: Uint8Array
  readonly lines: ScatteredLines
  readonly changed: ChangedLines | null
  /** `null` when it is not read in depth. */
  readonly blocks: GoBlocks | null
}

/**
 * Cover profiles of `go test -coverprofile`, one or several after another. A block measures each line from its first to
 * its last, but not a last one that holds only its closing brace; one without statements measures nothing. Blocks are
 * repeated for every package that was tested: one that ran in any of them ran.
 */
export function readGo({ name, pieces }: ReportBytes, wanted: Wanted): ReportContent {
  const damage = damageOf(title, name)
  const files = scatteredFiles(title, name)
  const details = new Map<string, GoBlocks>()
  const seen = { line: 0 }
  let moded = false
  let open: OpenFile | null = null

  const wrong = (what: string) => damage(`line ${seen.line}: ${what}`)

  function openFile(path: Uint8Array, name: string): OpenFile {
    const changed = wanted(name)
    const blocks = changed && (details.get(name) ?? createGoBlocks())
    if (blocks) details.set(name, blocks)
    return { path, lines: files.of(name), changed, blocks }
  }

  function take(block: GoBlock, statements: number, { lines, changed, blocks }: OpenFile): void {
    if (block.endLine > MAX_LINE || block.endLine < block.line)
      throw wrong(`a block from line ${block.line} to ${block.endLine}`)
    if (statements === 0) return
    // Small integers, as in the plain way: what both ways call would be compiled again for any other.
    const [line, endLine] = [block.line | 0, block.endLine | 0]
    lines.mark(line, block.endColumn <= BRACE_COLUMN && endLine > line ? endLine - 1 : endLine, block.hit)
    if (changed?.touch(line, endLine)) blocks?.add(block)
  }

  /** A line in full generality. */
  function readLine(window: Buffer, at: number, to: number): void {
    const from = skipBlank(window, at)
    const text = window.toString('latin1', from, to).trimEnd()
    if (MODE.test(text)) moded = true
    else if (text !== '') {
      const [, written, ...numbers] = BLOCK.exec(text) ?? []
      if (written === undefined) throw wrong(`${quote(text)} is no block`)
      if (!moded) throw wrong('a block before any mode')
      const end = from + written.length
      open = openFile(Uint8Array.from(window.subarray(from, end)), decodeText(window, from, end))
      const [line = 0, column = 0, endLine = 0, endColumn = 0, statements = 0, count = 0] =
        numbers.map(Number)
      take({ line, column, endLine, endColumn, hit: count > 0 }, statements, open)
    }
  }

  scanBytes(pieces, (window, length, last) => {
    const limit = last ? length : length === 0 ? 0 : window.lastIndexOf(LF, length - 1) + 1
    let at = 0
    while (at < limit) {
      if (open) at = passPlain(window, at, limit, open, seen)
      if (at >= limit) break
      seen.line += 1
      const end = window.indexOf(LF, at)
      const cut = end < 0 || end >= limit
      if (cut && window.toString('latin1', at, limit).trim() !== '') throw wrong('it ends within this line')
      readLine(window, at, cut ? limit : end)
      at = cut ? limit : end + 1
    }
    return limit
  })
  const collected = collectFiles(title, name)
  for (const file of files.all()) {
    collected.add(file.path, file.states(), details.get(file.path)?.detail() ?? null)
  }
  return { sources: [], files: collected.finish({ branches: false, functions: false }) }
}

function skipBlank(window: Buffer, at: number): number {
  let p = at
  while (window[p] === SPACE || window[p] === TAB) p += 1
  return p
}
