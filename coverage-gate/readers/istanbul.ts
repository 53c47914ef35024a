import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { Wanted } from '../changed-lines.ts'
import { LineRecorder } from '../line-states.ts'
import { decodeText, scanBytes } from './bytes.ts'
import { damageOf } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { readScanned } from './istanbul-changed.ts'
import { readEntry } from './istanbul-entry.ts'
import { scanEntry } from './istanbul-scan.ts'
import { CUT_OFF, skipSpace, skipString, skipValue } from './json-bytes.ts'
import type { ReportContent } from './reader.ts'

const title = 'Istanbul JSON'

/**
 * The file is one object of file coverages. Its outer braces are walked here, a byte at a time; each entry is
 * scanned for its lines and statements, and parsed whole only when it is unusual.
 */
export function readIstanbul({ name, pieces }: ReportBytes, wanted: Wanted): ReportContent {
  const damage = damageOf(title, name)
  const files = collectFiles(title, name)
  const lines = new LineRecorder()
  let state: 'start' | 'first' | 'entry' | 'next' | 'done' = 'start'
  let consumed = 0

  const takeEntry = (window: Buffer, at: number, end: number): number => {
    const keyEnd = skipString(window, at, end)
    if (keyEnd === CUT_OFF) return CUT_OFF
    const colon = skipSpace(window, keyEnd)
    if (window[colon] !== 58) return colon >= end ? CUT_OFF : fault(colon, 'a ":"')
    const from = skipSpace(window, colon + 1)
    if (from >= end) return CUT_OFF
    const scanned = scanEntry(window, from, end, lines, wanted)
    if (scanned && !scanned.changed) {
      files.add(scanned.path, scanned.lines, null)
      return scanned.end
    }
    const key = decodeText(window, at, keyEnd)
    const known = scanned?.changed ? readScanned(window, key, from, scanned, scanned.changed, wanted) : null
    if (scanned && known) {
      files.add(known.path, scanned.lines, known.detail)
      return scanned.end
    }
    const to = skipValue(window, from, end)
    if (to === CUT_OFF) return CUT_OFF
    const entry = readEntry(key, decodeText(window, from, to), wanted)
    if ('fault' in entry) throw damage(`${entry.fault} (at byte ${consumed + from})`)
    files.add(entry.path, entry.lines, entry.detail)
    return to
  }
  const fault = (at: number, expected: string): never => {
    throw damage(`${expected} was expected at byte ${consumed + at}`)
  }

  scanBytes(pieces, (window, end, last) => {
    let at = 0
    for (;;) {
      at = skipSpace(window, at)
      if (at >= end) break
      const byte = window[at]
      if (state === 'done') fault(at, 'nothing more')
      if (state === 'start') {
        if (byte !== 123) fault(at, 'a "{"')
        state = 'first'
        at += 1
      } else if (state === 'next' || (state === 'first' && byte === 125)) {
        if (byte !== 125 && byte !== 44) fault(at, 'a "," or "}"')
        state = byte === 125 ? 'done' : 'entry'
        at += 1
      } else {
        if (byte !== 34) fault(at, 'a file name')
        const next = takeEntry(window, at, end)
        if (next === CUT_OFF) break
        state = 'next'
        at = next
      }
    }
    if (last && state !== 'done') throw damage(`it ends too early, at byte ${consumed + end}`)
    consumed += at
    return at
  })
  return { sources: [], files: files.finish({ branches: true, functions: true }) }
}
