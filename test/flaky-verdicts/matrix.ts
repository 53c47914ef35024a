import { stateWords } from '../../flaky/reports/wording.ts'
import type { Plant } from './plants.ts'
import type { Told } from './project.ts'

/** What became of one project: the planted test, and its neighbours, which pass. */
export interface Judged {
  readonly plant: Plant
  readonly planted: Told
  readonly neighbours: readonly Told[]
}

const begin = '<!-- verdict-matrix -->\n'
const end = '<!-- /verdict-matrix -->\n'

export function wordOf(told: Told): string {
  return told === 'quarantined' ? 'quarantined' : stateWords[told]
}

/** A row a truth and a column a verdict; the neighbours are more tests that pass. */
export function renderMatrix(all: readonly Judged[]): string {
  const truths = all.map(({ plant }) => plant.truth)
  const counts = new Map<string, number>()
  const add = (truth: Told, told: Told): void => {
    const key = `${truth}\n${told}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (const { plant, planted, neighbours } of all) {
    add(plant.truth, planted)
    for (const told of neighbours) add('passed', told)
  }
  const rows = all.map(({ plant }) => {
    const cells = truths.map(told => counts.get(`${plant.truth}\n${told}`) ?? '')
    return `| **${wordOf(plant.truth)}**: ${plant.what} | ${cells.join(' | ')} |`
  })
  return `| planted \\ told | ${truths.map(wordOf).join(' | ')} |
|---|${truths.map(() => '--:').join('|')}|
${rows.join('\n')}
`
}

/** What stands between the marks. @throws Error where a mark is missing */
export function generatedPart(page: string): string {
  const { from, to } = placeOf(page)
  return page.slice(from, to)
}

/** @throws Error where a mark is missing */
export function withGeneratedPart(page: string, text: string): string {
  const { from, to } = placeOf(page)
  return page.slice(0, from) + text + page.slice(to)
}

function placeOf(page: string): { readonly from: number; readonly to: number } {
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`the page has no ${begin.trim()} with ${end.trim()} after it`)
  return { from: from + begin.length, to }
}
