import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { Wanted } from '../changed-lines.ts'
import { readCoveragePyFile } from './coverage-py-file.ts'
import { damageOf } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { walkJson } from './json-walk.ts'
import type { ReportContent } from './reader.ts'

const title = 'coverage.py JSON'

/** What `coverage json` writes: formats 2 and 3, and the one before them that has no number. */
export function readCoveragePy({ name, pieces }: ReportBytes, wanted: Wanted): ReportContent {
  const damage = damageOf(title, name)
  const files = collectFiles(title, name)
  const carries = { branches: false, functions: false }
  let listed = false
  walkJson(pieces, damage, {
    member(keys, kind) {
      if (keys[0] !== 'files') return 'pass'
      if (keys.length > 1) return 'take'
      if (kind !== 'object') throw damage('its "files" are no object')
      listed = true
      return 'enter'
    },
    value([, path = ''], text) {
      const file = readCoveragePyFile(path, text, wanted(path))
      if ('fault' in file) throw damage(file.fault)
      if (file.branches) carries.branches = true
      if (file.functions) carries.functions = true
      files.add(path, file.lines, file.detail)
    },
  })
  if (!listed) throw damage('it has no "files"')
  return { sources: [], files: files.finish(carries) }
}
