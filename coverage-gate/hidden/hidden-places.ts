import type { ChangedFile } from '../../core/change-set.ts'
import type { Selection } from '../../core/select.ts'
import type { SourceText } from '../../core/source-file.ts'
import { plural } from '../../core/text.ts'
import type { Finding, Outcome } from '../../core/verdict.ts'
import type { HiddenPlace } from '../model.ts'
import { pragmaOn } from './pragmas.ts'

/** The pragmas on lines that the change added, in files that are judged. Every pragma is looked for in every language. */
export function hiddenPlaces(
  files: readonly ChangedFile[],
  source: SourceText,
  isJudged: (path: string) => boolean,
  excluded: Selection,
): readonly HiddenPlace[] {
  return files.flatMap(file => {
    const { path, addedLines, content, kind } = file
    if (kind === 'deleted' || content !== 'text' || addedLines.length === 0) return []
    if (!isJudged(path) || excluded(path) !== null) return []
    const lines = source(path)?.lines() ?? []
    return addedLines.flatMap(line => {
      const use = pragmaOn(lines[line - 1] ?? '', line)
      return use ? [{ path, ...use }] : []
    })
  })
}

export interface HiddenThresholds {
  readonly maxHidden: number | null
  readonly hiddenReasons: boolean
}

/** Pragmas × what is allowed. Each is listed, whatever is allowed. */
export function judgeHidden(
  places: readonly HiddenPlace[],
  { maxHidden, hiddenReasons }: HiddenThresholds,
): { readonly outcome: Outcome; readonly findings: readonly Finding[] } {
  const findings: Finding[] = []
  const statement = (rule: string, failed: boolean, message: string): void => {
    const severity = failed ? 'error' : 'note'
    findings.push({ rule, severity, message, path: null, startLine: null, endLine: null })
  }
  const tooMany = maxHidden !== null && places.length > maxHidden
  if (maxHidden !== null && places.length > 0)
    statement(
      'hidden-code',
      tooMany,
      `the change takes code out of coverage in ${plural(places.length, 'place')}; ${maxHidden} allowed`,
    )
  const bare = places.filter(each => each.reason === null)
  const unexplained = hiddenReasons && bare.length > 0
  if (unexplained)
    statement(
      'hidden-reasons',
      true,
      `${plural(bare.length, 'pragma')} that the change adds ${bare.length === 1 ? 'has' : 'have'} no reason after " -- "`,
    )
  for (const { path, line, name, reason } of places) {
    const words = reason === null ? '' : ` (${reason})`
    const message = `${name} takes code out of coverage${words}`
    findings.push({ rule: 'hidden-code', severity: 'warning', message, path, startLine: line, endLine: line })
  }
  return { outcome: tooMany || unexplained ? 'fail' : 'pass', findings }
}
