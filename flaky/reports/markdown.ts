import { code, prose } from '../../core/markdown.ts'
import { plural } from '../../core/text.ts'
import type { FlakyReport, QuarantinedTest, ReportTest } from '../report-model.ts'
import type { OutputFile } from './report.ts'
import * as word from './wording.ts'

/** A pull request's comment holds 65,536 characters, GitHub's step summary 1 MiB: this stays below both, in bytes too. */
const MOST = 60_000

/** For a step summary or a comment. Too much is cut at whole items, and counted. */
export async function renderMarkdown(report: FlakyReport): Promise<readonly OutputFile[]> {
  let left = MOST - 2_000
  const list = (title: string, share: number, items: readonly string[]): string => {
    if (items.length === 0) return ''
    const { text, size } = firstItems(items, left * share)
    left -= size
    return `### ${title}\n\n${text}`
  }
  const { failing, flaky, quarantined, faults, incidents, healed, damaged, tax } = report
  const blocks = [
    `## ${prose(word.headline(report))}`,
    `${prose(word.scope(report))}.`,
    damaged.length > 0 ? `**${plural(damaged.length, 'segment')} of the record cannot be read.**` : '',
    list('Tests that keep failing', 0.5, failing.map(failingItem)),
    list('Flaky', 0.6, flaky.map(flakyItem)),
    list('Quarantine', 0.6, [
      ...faults.map(({ message }) => `- **${prose(message)}**`),
      ...quarantined.map(quarantineItem),
    ]),
    list(
      'Incidents',
      0.6,
      incidents.map(
        each =>
          `- ${prose(word.incidentText(each))}, ${prose(word.buildText(each.build), 200)}: ${prose(each.incident.message, 200)}`,
      ),
    ),
    list(
      'Healed',
      1,
      healed.map(each => `- ${title(each)}`),
    ),
    `<sub>${word.taxText(tax)}</sub>`,
  ]
  return [{ file: '', text: `${blocks.filter(Boolean).join('\n\n')}\n` }]
}

/** The first that fit into so many bytes, and how many did not. */
function firstItems(
  items: readonly string[],
  room: number,
): { readonly text: string; readonly size: number } {
  const shown: string[] = []
  let size = 0
  for (const item of items) {
    const bytes = Buffer.byteLength(item) + 1
    if (size + bytes > room) break
    size += bytes
    shown.push(item)
  }
  if (shown.length < items.length) shown.push(`\n… and ${items.length - shown.length} more.`)
  return { text: shown.join('\n'), size }
}

function title(test: ReportTest): string {
  return `${code(test.test.name)} <sub>${code(word.placeOf(test))}, ${prose(word.ownerText(test.owner), 100)}</sub>`
}

function failingItem(test: ReportTest): string {
  const excused = test.quarantine.length > 0 ? ' (in quarantine)' : ''
  const text = `${word.streakText(test)}${excused}, ${word.sinceText(test)}; ${word.lastGreenText(test)}`
  return `- ✗ ${title(test)}<br>${prose(text, 600)}${message(test)}`
}

function flakyItem(test: ReportTest): string {
  const excused = test.quarantine.length > 0 ? ', in quarantine' : ''
  const text = `${word.stateWords[test.state]}${excused}: ${word.rateText(test)}; ${word.costText(test)}`
  return `- ~ ${title(test)}<br>${prose(text)}${message(test)}`
}

function message({ message: text, alike }: ReportTest): string {
  const others = alike > 0 ? `<br>${word.alikeText(alike)}` : ''
  return `${text === '' ? '' : `<br>${prose(text, 300)}`}${others}`
}

function quarantineItem(each: QuarantinedTest): string {
  const { entry, expired } = each
  const until = expired ? `**${word.expiryText(each)}**` : word.expiryText(each)
  const reason = entry.reason === '' ? '' : `<br>${prose(entry.reason, 300)}`
  return `- ${code(entry.name)} ${until}, ${prose(word.ownerText(entry.owner), 100)}: ${prose(word.healthText(each))}${reason}`
}
