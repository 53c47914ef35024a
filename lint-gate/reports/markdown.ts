import { code, prose } from '../../core/markdown.ts'
import type { SourceText } from '../../core/source-file.ts'
import { plural } from '../../core/text.ts'
import type { LintFileResult, LintVerdict, PlacedFinding } from '../model.ts'
import {
  causeText,
  comparisonText,
  filesOf,
  findingGroups,
  headline,
  notes,
  oldText,
  outcomeWords,
  readText,
  reasons,
  uncheckedQuietly,
} from './headline.ts'
import type { OutputFile } from './report.ts'

/** A pull request's comment holds 65,536 characters, GitHub's step summary 1 MiB: this stays below both. */
const MOST = 60_000
/** Room for the sentences that say what was left out. */
const RESERVE = 400

/** For a pull request's comment and a step summary. Too much is cut at whole items, and counted. */
export async function renderMarkdown(verdict: LintVerdict, _: SourceText): Promise<readonly OutputFile[]> {
  let left = MOST - RESERVE
  const take = (items: readonly string[], share: number, more: (rest: number) => string): string => {
    const text = firstItems(items, left * share, more)
    left -= text.length
    return text
  }
  const andMore = (rest: number) => `- … and ${rest} more`
  const old = oldText(verdict)
  const head = [
    `## ${outcomeWords[verdict.outcome]}: ${prose(headline(verdict))}`,
    prose(verdict.summary),
    take(reasons(verdict).map(listItem), 0.1, andMore),
  ]
  const excluded = filesOf(verdict.files, 'excluded')
  const unchecked = uncheckedQuietly(verdict)
  const tail = [
    folded('not checked', unchecked, take(unchecked.map(unjudged), 0.1, andMore)),
    folded('excluded', excluded, take(excluded.map(unjudged), 0.1, andMore)),
    take([...(old === null ? [] : [old]), ...notes(verdict)].map(listItem), 0.1, andMore),
    `<sub>${prose(comparisonText(verdict))}; ${prose(readText(verdict))}</sub>`,
  ]
  left -= join([head[0] ?? '', head[1] ?? '', tail[3] ?? '']).length
  const rows = findingGroups(verdict).flatMap(({ findings }) => findings.map(row))
  const table = take(rows, 1, rest => `\n… and ${plural(rest, 'more finding')}.`)
  const findings = rows.length > 0 ? `| | where | what | rule |\n|---|---|---|---|\n${table}` : ''
  return [{ file: '', text: `${join([...head, findings, ...tail])}\n` }]
}

/** The first items that fit into so many characters, one a line, and how many did not. */
function firstItems(items: readonly string[], room: number, more: (rest: number) => string): string {
  const shown: string[] = []
  let left = room
  for (const item of items) {
    left -= item.length + 1
    if (left < 0) break
    shown.push(item)
  }
  if (shown.length < items.length) shown.push(more(items.length - shown.length))
  return shown.join('\n')
}

function join(blocks: readonly string[]): string {
  return blocks.filter(Boolean).join('\n\n')
}

const signs = { error: '✗', warning: '!', note: '·' } as const

function row(finding: PlacedFinding): string {
  const { path, line, column, severity, message, rule, tool } = finding
  const place = [line, column].filter(each => each !== null).join(':')
  const cause = causeText(finding)
  const words = `${prose(message)}${cause === null ? '' : ` (${cause})`}`
  return `| ${signs[severity]} | ${code(path)}${place === '' ? '' : `:${place}`} | ${words} | ${code(rule ?? tool, 100)} |`
}

function folded(what: string, files: readonly LintFileResult[], list: string): string {
  if (files.length === 0) return ''
  return `<details><summary>${plural(files.length, 'file')} ${what}</summary>\n\n${list}\n\n</details>`
}

function unjudged({ path, reason }: LintFileResult): string {
  return `- ${code(path)}${reason ? `: ${prose(reason)}` : ''}`
}

function listItem(text: string): string {
  return `- ${prose(text)}`
}
