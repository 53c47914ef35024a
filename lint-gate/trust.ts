import { plural } from '../core/text.ts'
import type { Finding } from '../core/verdict.ts'
import type { LintContent } from './model.ts'
import type { ReadReport } from './report-files.ts'
import { doubt, type Notes, statement } from './statement.ts'

const SHOWN = 3

/** It finds nothing, names nothing, and does not show that its linter ran. */
export function isSilent({ findings, checked, proven }: LintContent): boolean {
  return findings.length === 0 && !proven && (checked === null || checked.length === 0)
}

/** What a report's own content leaves open: whether its linter ran, to its end, and was understood. */
export function trustIn({ report, empty }: ReadReport, allowEmpty: boolean, what = 'the report'): Notes {
  const { name, tool, troubles, unread } = report
  const doubts: Finding[] = troubles
    .slice(0, SHOWN)
    .map(trouble => doubt('linter-trouble', `${name}: ${tool} says that it failed: ${trouble}`))
  if (troubles.length > SHOWN) {
    doubts.push(doubt('linter-trouble', `${name}: ${tool} names ${troubles.length - SHOWN} more troubles`))
  }
  const silent = isSilent(report)
  const unclear = silent && unread.length > 0
  if (unclear) {
    doubts.push(
      doubt('unread-lines', `${what} ${name} holds nothing that is understood, but "${unread[0] ?? ''}"`),
    )
  } else if (silent && !allowEmpty) {
    const ran = `if ${empty ? 'the linter' : tool} writes nothing when all is well, let the step that runs it check its exit code, and give --allow-empty`
    doubts.push(
      empty
        ? doubt('empty-report', `${what} ${name} is empty, as that of a linter that crashed is; ${ran}`)
        : doubt('unproven-report', `${what} ${name} finds nothing and does not show that it ran; ${ran}`),
    )
  }
  const remarks =
    unread.length > 0 && !unclear
      ? [
          statement(
            'unread-lines',
            'warning',
            `${plural(unread.length, 'line')} of ${name} ${unread.length === 1 ? 'is' : 'are'} no finding that is understood: "${unread[0] ?? ''}"`,
          ),
        ]
      : []
  return { doubts, remarks }
}

/** A position beyond a file's end: what was linted is not what lies there. */
export function staleDoubts(
  findings: readonly { readonly path: string; readonly line: number | null; readonly report: string }[],
  lineCountOf: (path: string) => number | null,
  rule: string,
): readonly Finding[] {
  const seen = new Set<string>()
  return findings.flatMap(({ path, line, report }) => {
    if (line === null || seen.has(path)) return []
    const count = lineCountOf(path)
    if (count === null || line <= count) return []
    seen.add(path)
    return [
      doubt(
        rule,
        `${report} has a finding in line ${line} of ${path}, which has ${plural(count, 'line')}`,
        path,
      ),
    ]
  })
}
