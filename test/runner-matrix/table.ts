import type { ScenarioName } from '../reporters/scenarios.ts'
import { type Scenario, scenarios } from '../reporters/scenarios.ts'
import { renderSeen, type Seen } from './cell.ts'
import type { Column, Variant } from './columns.ts'
import { exceptionFor, unsteadyFor } from './exceptions.ts'
import { joinVariants } from './labels.ts'
import type { Notes } from './notes.ts'
import type { Reading } from './reading.ts'

/** What was seen in each variant. */
export type Results = ReadonlyMap<Variant, ReadonlyMap<ScenarioName, Seen>>

/** What a table says besides what was seen. */
export interface Telling {
  readonly notes: Notes
  /** The columns before the runners'. */
  readonly lead: readonly (readonly [title: string, text: (scenario: Scenario) => string])[]
  /** How many tests passed as far as is known. */
  readonly passed: (column: Column, variant: Variant, scenario: ScenarioName) => number | null
}

/** A Markdown table: a row a scenario, a column a runner. What is not as it should be is in bold. */
export function renderTable(columns: readonly Column[], results: Results, telling: Telling): string {
  const { lead, notes } = telling
  const titles = columns.map(({ title, remark }) =>
    remark === undefined ? title : `${title} ${notes.mark(remark)}`,
  )
  const head = [...lead.map(([title]) => title), ...titles]
  const rows = scenarios.map(scenario => [
    ...lead.map(([, text]) => text(scenario)),
    ...columns.map(column => joinVariants(cellsOf(column, scenario, results, telling))),
  ])
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |\n`).join('')
}

function cellsOf(column: Column, { name, expected }: Scenario, results: Results, telling: Telling) {
  return column.variants.map(variant => {
    const seen = results.get(variant)?.get(name)
    if (seen === undefined) throw new Error(`${column.title} ${variant.label} did not play ${name}`)
    const chance = unsteadyFor(column, variant, name)
    const text = renderSeen(seen, expected, {
      counted: chance === undefined,
      either: chance?.left ?? null,
      passed: telling.passed(column, variant, name),
    })
    const remarks =
      'impossible' in seen
        ? [seen.impossible]
        : [exceptionFor(column, variant, name)?.why ?? [], chance?.why ?? []].flat()
    return { label: variant.label, text: [text, ...remarks.map(telling.notes.mark)].join(' ') }
  })
}

/** How many tests passed in our column that played the same; `null` where nothing can be compared. */
export function passedIn(
  columns: readonly Column[],
  results: Results,
): (column: Column, variant: Variant, scenario: ScenarioName) => number | null {
  return ({ besides }, { label }, scenario) => {
    const same = columns.find(({ title }) => title === besides)?.variants.find(each => each.label === label)
    const seen = same && results.get(same)?.get(scenario)
    return seen === undefined || 'impossible' in seen ? null : passedOf(seen)
  }
}

function passedOf({ totals, finished }: Reading): number | null {
  return finished ? null : totals.passed + totals.flaky
}
