import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forget } from '../reporters/scenario-run.ts'
import { type ScenarioName, scenarios } from '../reporters/scenarios.ts'
import type { Seen } from './cell.ts'
import { renderChapter } from './chapter.ts'
import { type Column, type NodeLine, nodeLines, ours, usual, type Variant } from './columns.ts'
import { differences, exceptionFor } from './exceptions.ts'
import { generatedPart, withGeneratedPart } from './page.ts'
import { endLeftovers, type Player, playerIn } from './players.ts'
import { oldReport, readPlayed } from './reading.ts'

const page = join(import.meta.dirname, '../../docs/reporters.md')
const players = new Map<NodeLine, Player>()
const results = new Map<Variant, Map<ScenarioName, Seen>>()

beforeAll(async () => {
  for (const line of nodeLines) players.set(line, await playerIn(line))
})
afterAll(endLeftovers)

for (const { column, variant } of variantsOf(ours)) {
  describe.concurrent(`cd-gate in ${column.title} ${variant.label}`, () => {
    it.each(scenarios)('$name', async scenario => {
      const seen = await playIn(column, variant, scenario)
      if ('impossible' in seen) return
      const exception = exceptionFor(column, variant, scenario.name)
      expect(differences(seen, scenario.expected)).toEqual(exception ? [exception.seen] : [])
    })
  })
}

for (const { column, variant } of variantsOf(usual)) {
  describe.concurrent(`${column.title} ${variant.label}`, () => {
    it.each(scenarios)('$name', async scenario => {
      await playIn(column, variant, scenario)
    })
  })
}

// What must hold is held above. How many tests of a run that was stopped had been told by then is the machine's affair, so
// that another figure in a cell is said, and fails nothing.
it('docs/reporters.md has a line for everything that was seen', () => {
  const chapter = renderChapter(results)
  const text = readFileSync(page, 'utf8')
  if (process.env.CD_GATE_TEST_UPDATE_DOCS) writeFileSync(page, withGeneratedPart(text, chapter))
  const held = new Set(generatedPart(text).split('\n'))
  const differing = chapter.split('\n').filter(line => !held.has(line))
  if (differing.length > 0)
    process.stdout.write(
      `docs/reporters.md differs; UPDATE_DOCS=1 npm run test:matrix writes it:\n${differing.join('\n')}\n`,
    )
  expect(chapter.split('\n').length).toBeGreaterThan(40)
})

function variantsOf(columns: readonly Column[]) {
  return columns.flatMap(column => column.variants.map(variant => ({ column, variant })))
}

async function playIn(column: Column, variant: Variant, scenario: (typeof scenarios)[number]): Promise<Seen> {
  const seen = results.get(variant) ?? new Map<ScenarioName, Seen>()
  results.set(variant, seen)
  const result = await playOnce(column, variant, scenario)
  seen.set(scenario.name, result)
  return result
}

async function playOnce(
  { report }: Column,
  { node, runner }: Variant,
  scenario: (typeof scenarios)[number],
): Promise<Seen> {
  const play = runner.play(scenario.name)
  if ('impossible' in play) return play
  const files = { ...play.files, [`reports/junit/${report}`]: oldReport }
  const player = players.get(node)
  if (player === undefined) throw new Error(`no Node ${node}`)
  const played = await player(runner, scenario, { ...play, files })
  try {
    return readPlayed(played, report)
  } finally {
    forget(played)
  }
}
