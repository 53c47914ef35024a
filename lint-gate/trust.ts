import { plural } from '../core/text.ts'
import type { Finding } from '../core/verdict.ts'
import type { LintContent, LintReport } from './model.ts'
import type { ReadReport } from './report-files.ts'
import { doubt, type Notes, statement } from './statement.ts'

const SHOWN = 3

/** It finds nothing, names nothing, and does not show that its linter ran. */
export function isSilent({ findings, checked, proven }: LintContent): boolean {
  return findings.length === 0 && !proven && (checked === null || checked.length === 0)
}

/** What a report's own content leaves open: whether its linter ran, to its end, and was understood. */
export function trustIn({ report, empty }: ReadReport, allowEmpty: boolean, what = 'the report'): Notes {
  const { name, tool, troubles, unread, cut } = report
  const doubts: Finding[] = troubles
    .slice(0, SHOWN)
    .map(trouble => doubt('linter-trouble', `${name}: ${tool} says that it failed: ${trouble}`))
  if (troubles.length > SHOWN) {
    doubts.push(doubt('linter-trouble', `${name}: ${tool} names ${troubles.length - SHOWN} more troubles`))
  }
  if (cut !== undefined) {
    const message = `${what} ${name} is cut off in its last line, ${quoted(cut)}, which has no line end: its linter was stopped`
    doubts.push(doubt('cut-report', message))
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
        : doubt(
            'unproven-report',
            `${what} ${name} finds nothing and does not show that it ran; ${emptyList(report) ? EMPTY_LIST : ran}`,
          ),
    )
  }
  const end = endNotes(report, allowEmpty, what)
  doubts.push(...end.doubts)
  const remarks = [
    ...end.remarks,
    ...(report.asides ?? []).map(aside => statement('linter-remark', 'note', `${name}: ${aside}`)),
    ...(unread.length > 0 && !unclear
      ? [
          statement(
            'unread-lines',
            'warning',
            `${plural(unread.length, 'line')} of ${name} ${unread.length === 1 ? 'is' : 'are'} no finding that is understood: "${unread[0] ?? ''}"`,
          ),
        ]
      : []),
  ]
  return { doubts, remarks }
}

/** A linter that was killed leaves what it had found so far: findings alone do not show that it came to its end. */
function endNotes(
  { name, tool, findings, proven, end, cut }: LintReport,
  allowEmpty: boolean,
  what: string,
): Notes {
  const open = end !== undefined && findings.length > 0 && !proven && cut === undefined && !allowEmpty
  if (!open) return { doubts: [], remarks: [] }
  if (end === 'none') {
    const message = `nothing in ${what === 'the report' ? '' : `${what} `}${name} shows that ${tool} ran to its end: have the step check its exit code`
    return { doubts: [], remarks: [statement('unproven', 'warning', message)] }
  }
  const message = `${what} ${name} has not the end that ${tool} writes (${ENDINGS[tool] ?? 'its summary'}): it may have been stopped; check its exit code, and give --allow-empty where that is off`
  return { doubts: [doubt('unproven-report', message)], remarks: [] }
}

const ENDINGS: Readonly<Record<string, string>> = {
  pylint: '"Your code has been rated", unless its score is off (-sn, -E)',
  mypy: '"Found … errors", unless --no-error-summary is given',
  tsc: '"Found … errors"',
  ruff: '"Found … errors", unless --quiet is given',
}

const EMPTY_LIST =
  'Pylint writes [] when all is well, ESLint when it checked nothing or with --quiet: use json2, no --quiet, or --allow-empty'

function emptyList({ format, checked }: LintReport): boolean {
  return format === 'pylint-json' && checked === null
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`
}

/** A report that holds what it looked at shows whether that is what lies there now. Line ends say nothing. */
export function otherTextDoubts(
  reports: readonly {
    readonly name: string
    readonly texts: readonly { readonly path: string; readonly text: string }[]
  }[],
  linesOf: (path: string) => readonly string[] | null,
  rule: string,
): readonly Finding[] {
  return reports.flatMap(({ name, texts }) => {
    const other = texts.filter(({ path, text }) => {
      const lines = linesOf(path)
      return lines !== null && lines.join('\n') !== text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
    })
    const [first] = other
    if (!first) return []
    const more = other.length > 1 ? ` and of ${plural(other.length - 1, 'other file')}` : ''
    return [
      doubt(
        rule,
        `${name} is of another text of ${first.path}${more} than what lies there: run the linter again`,
        first.path,
      ),
    ]
  })
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
