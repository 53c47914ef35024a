import type { ReportBytes } from '../../core/system/report-bytes.ts'
import type { ChangedLines, Wanted } from '../changed-lines.ts'
import { damageOf } from './damage.ts'
import { collectFiles } from './file-collector.ts'
import { walkJson } from './json-walk.ts'
import type { ReportContent } from './reader.ts'
import { readSimpleCovFile, readSimpleCovList, type SimpleCovFile } from './simplecov-file.ts'

const title = 'SimpleCov JSON'

/**
 * SimpleCov's `.resultset.json`, where each command that was run has a "coverage" of its own; the `coverage.json` of its
 * JSON formatter, which has one; and that of the older simplecov-json, which has a list of "files". A line is covered if it
 * was in any command.
 */
export function readSimpleCov({ name, pieces }: ReportBytes, wanted: Wanted): ReportContent {
  const damage = damageOf(title, name)
  const files = collectFiles(title, name)
  const carries = { branches: false, functions: false }
  let listed = false
  /** What belongs to one report of a formatter, and to no command. */
  let single = false

  const take = (path: string, read: (changed: ChangedLines | null) => SimpleCovFile): void => {
    const file = read(wanted(path))
    if ('fault' in file) throw damage(file.fault)
    if (file.branches) carries.branches = true
    if (file.functions) carries.functions = true
    files.add(path, file.lines, file.detail)
  }

  walkJson(pieces, damage, {
    member(keys, kind) {
      const [first, second] = keys
      if (keys.length === 1) {
        if (first === 'meta' || first === 'coverage' || (first === 'files' && kind === 'array')) single = true
        if (first === 'files' && kind === 'array') return 'take'
        if (single && first !== 'coverage') return 'pass'
        if (first === 'coverage') listed = true
        return 'enter'
      }
      if (first === 'coverage' && single) return 'take'
      if (keys.length > 2) return 'take'
      if (second !== 'coverage') return 'pass'
      if (kind !== 'object') throw damage(`the coverage of ${JSON.stringify(first)} is no object`)
      listed = true
      return 'enter'
    },
    value(keys, text) {
      const path = keys.at(-1) ?? ''
      if (keys.length > 1) take(path, changed => readSimpleCovFile(path, text, changed))
      else {
        const list = readSimpleCovList(text)
        if ('fault' in list) throw damage(list.fault)
        listed = true
        for (const { path: named, read } of list.files) take(named, read)
      }
    },
  })
  if (!listed) throw damage('it has no "coverage"')
  return { sources: [], files: files.finish(carries) }
}
