import { cutEnd } from '../../core/columns.ts'
import { type Html, html } from '../../core/html.ts'
import type { SourceText } from '../../core/source-file.ts'
import { plural, rangesOf, visibleLine } from '../../core/text.ts'
import { percentText } from '../judge.ts'
import type { FileResult } from '../model.ts'
import { hasGaps } from './headline.ts'
import { changedHunks, type Hunk, lineSigns } from './hunks.ts'

/** So many lines of source are shown of one file, and in all: a page must open at once. */
const LINES_OF_A_FILE = 400
const LINES_IN_ALL = 12_000
const COLUMNS = 400

/** So many ranges of missed lines of a file can be linked to. */
export const LINKED_RANGES = 6

/** A path that breaks after its slashes first. */
export function breakable(path: string): Html {
  return html`${path.split('/').map((part, at) => (at === 0 ? html`${part}` : html`/<wbr>${part}`))}`
}

/** What the table of files links to: a missed line of the file that stands at this place in the list. */
export function lineId(index: number, line: number, group = 'file'): string {
  return `${group}-${index}-${line}`
}

/**
 * The changed lines of each file with their marks, in the order given; covered files are folded.
 * @param group begins every id: a page may hold several such lists
 */
export function sourceViews(files: readonly FileResult[], source: SourceText, group = 'file'): Html {
  if (files.length === 0) return html`<p>None.</p>`
  let left = LINES_IN_ALL
  const views = files.map((file, index) => {
    const { hunks, cut } = firstLines(changedHunks(file, source, 3), Math.min(left, LINES_OF_A_FILE))
    left -= hunks.reduce((sum, hunk) => sum + hunk.length, 0)
    return sourceView(file, index, hunks, cut, group)
  })
  return html`<ul class="key"><li><b class="bad">✗</b> missed</li><li><b class="unsure">~</b> not every branch taken</li><li><b class="good">✓</b> covered</li><li><b>·</b> changed, holds no measured code</li></ul>${views}`
}

function sourceView(
  file: FileResult,
  index: number,
  hunks: readonly Hunk[],
  cut: number,
  group: string,
): Html {
  const starts = new Set(rangesOf(file.lines.missed).map(([first]) => first))
  const shown = new Set(hunks.flatMap(hunk => hunk.map(({ number }) => number)))
  // A link to a line that was cut leads to where it would have stood.
  const missing = [...starts].filter(line => !shown.has(line)).slice(0, LINKED_RANGES)
  const code = hunks.map(hunk => codeView(hunk, index, starts, group))
  const rest =
    cut > 0
      ? html`<p class="soft">${missing.map(line => html`<span id="${lineId(index, line, group)}"></span>`)}${plural(cut, 'more line')} not shown: the page would be too large.</p>`
      : null
  const name = html`<span class="path">${breakable(file.path)}</span> <span class="soft">${figureOf(file)}</span>`
  return hasGaps(file)
    ? html`<h3 id="${group}-${index}">${name}</h3>${code}${rest}\n`
    : html`<details id="${group}-${index}"><summary>${name}</summary>${code}${rest}</details>\n`
}

function figureOf({ lines, state, change }: FileResult): string {
  const changed = plural(change.addedLines.length, 'changed line')
  if (lines.total === 0)
    return state === 'measured' ? `${changed}, none with measured code` : `${state}, ${changed}`
  return `${lines.covered} of ${lines.total} covered (${percentText(lines)}\u00a0%)`
}

function codeView(hunk: Hunk, index: number, starts: ReadonlySet<number>, group: string): Html {
  const label = `Lines ${hunk[0]?.number} to ${hunk.at(-1)?.number}`
  return html`<div class="code" tabindex="0" role="region" aria-label="${label}"><ol>${hunk.map(
    ({ number, text, mark }) =>
      html`<li class="${mark}"${starts.has(number) ? html` id="${lineId(index, number, group)}"` : null}><span class="n">${number}</span><span class="s">${lineSigns[mark]}</span><span>${cutEnd(visibleLine(text), COLUMNS)}</span></li>`,
  )}</ol></div>`
}

/** The first lines of the hunks, and how many lines were cut. */
function firstLines(
  hunks: readonly Hunk[],
  most: number,
): { readonly hunks: readonly Hunk[]; readonly cut: number } {
  const shown: Hunk[] = []
  let left = most
  let cut = 0
  for (const hunk of hunks) {
    const part = hunk.slice(0, Math.max(left, 0))
    if (part.length > 0) shown.push(part)
    left -= part.length
    cut += hunk.length - part.length
  }
  return { hunks: shown, cut }
}
