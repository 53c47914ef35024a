import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { plural } from '../text.ts'
import type { Finding } from '../verdict.ts'

function remark(rule: string, severity: Finding['severity'], message: string): Finding {
  return { rule, severity, message, path: null, startLine: null, endLine: null }
}

/** Source that nobody has added yet is no part of the change; whoever forgot it should hear of it. */
export function untrackedNote(paths: readonly string[]): readonly Finding[] {
  if (paths.length === 0) return []
  const more = paths.length > 3 ? ', …' : ''
  const names = paths.slice(0, 3).join(', ')
  const message = `${plural(paths.length, 'untracked source file')} not judged (${names}${more}): add them, or give --untracked`
  return [remark('untracked-files', 'warning', message)]
}

/**
 * A changed file that was written after the report may not be what was measured. No more than a remark: an artifact's
 * time says when it was unpacked.
 * @param paths the changed files that the reports speak of, relative to `top`
 * @param top where the files lie, `null` when it is not the work tree that is judged
 * @param again what would make the reports anew
 */
export function olderNote(
  reports: readonly string[],
  paths: readonly string[],
  top: string | null,
  again = 'run the tests again',
): readonly Finding[] {
  if (top === null) return []
  const newest = Math.max(...reports.map(report => timeOf(report) ?? 0))
  const later = paths.filter(path => (timeOf(join(top, path)) ?? 0) > newest)
  const [first] = later
  if (first === undefined) return []
  const others = later.length > 1 ? ` and ${plural(later.length - 1, 'other file')}` : ''
  const report = reports.length === 1 ? basename(reports[0] ?? '') : 'every report'
  return [
    remark(
      'older-report',
      'warning',
      `${report} is older than ${first}${others}: ${again} if that was edited since`,
    ),
  ]
}

/** When the file was last written, in milliseconds; `null` when it cannot be told. */
function timeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null
}
