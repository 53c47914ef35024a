import { gateError } from '../../core/errors.ts'
import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { Wanted } from '../changed-lines.ts'
import { decodeText, scanBytes } from './bytes.ts'
import { damageOf } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import type { ReportContent } from './reader.ts'
import { scriptsOf } from './v8-dump.ts'
import { measureScript } from './v8-script.ts'

const title = 'V8 coverage'
/** In bytes. It is held whole; the longest of honest ones hold a few bundles' source maps. */
const LONGEST = 256 << 20

/**
 * One process's dump, as NODE_V8_COVERAGE writes it: how often each range of each script ran. What the ranges mean is read from
 * the sources, which must lie where they ran.
 * @throws GateError report.damaged, report.hostile; report.empty when none of the user's own files ran in the process
 */
export async function readV8({ name, pieces }: ReportBytes, wanted: Wanted): Promise<ReportContent> {
  const scripts = scriptsOf(textOf(pieces, name))
  if ('fault' in scripts) throw damageOf(title, name)(scripts.fault)
  const files = collectFiles(title, name)
  const unreadable: string[] = []
  let measured = 0
  for (const script of scripts) {
    const found = await measureScript(script, wanted)
    for (const { path, lines, detail } of found) files.add(path, lines, detail)
    if (found.length === 0) unreadable.push(script.path)
    measured += found.length
  }
  if (measured === 0) {
    const [first] = unreadable
    const why = first
      ? `the ${unreadable.length} scripts that ran are not here to be read, ${first} for one`
      : 'nothing but Node itself and node_modules ran'
    throw gateError('report.empty', { file: name, why })
  }
  return { sources: [], files: files.finish({ branches: true, functions: true }) }
}

function textOf(pieces: Iterable<Uint8Array>, file: string): string {
  let text = ''
  scanBytes(pieces, (window, end, last) => {
    if (end > LONGEST)
      throw gateError('report.hostile', {
        format: title,
        file,
        why: `it is longer than ${LONGEST >> 20} MiB`,
      })
    if (!last) return 0
    text = decodeText(window, 0, end)
    return end
  })
  return text
}
