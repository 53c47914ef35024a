import { expect, it } from 'vitest'
import { type ScenarioName, scenarios } from '../reporters/scenarios.ts'
import type { Seen } from './cell.ts'
import { renderChapter } from './chapter.ts'
import { ours, usual } from './columns.ts'
import { exceptionFor, exceptions, unsteady, unsteadyFor } from './exceptions.ts'
import { generatedPart, withGeneratedPart } from './page.ts'

const variants = [...ours, ...usual].flatMap(column => column.variants.map(variant => ({ column, variant })))

function everywhere(seen: (title: string, scenario: ScenarioName) => Seen) {
  const ofScenarios = (title: string) =>
    new Map(scenarios.map(({ name }) => [name, seen(title, name)] as const))
  return new Map(variants.map(({ column, variant }) => [variant, ofScenarios(column.title)] as const))
}

it('is a row a scenario and a column a runner, in both tables', () => {
  const rows = renderChapter(everywhere(() => ({ impossible: 'Nobody can' })))
    .split('\n')
    .filter(line => line.startsWith('| '))
  expect(rows.length).toBe(2 * (2 + scenarios.length))
  const widths = rows.map(row => row.split(' | ').length)
  expect(widths.slice(0, rows.length / 2)).toEqual(rows.slice(rows.length / 2).map(() => 3 + ours.length))
  expect(widths.slice(rows.length / 2)).toEqual(rows.slice(rows.length / 2).map(() => 2 + usual.length))
})

it('makes the same remark once', () => {
  const chapter = renderChapter(everywhere(() => ({ impossible: 'Nobody can' })))
  expect(chapter.match(/Nobody can/g)).toHaveLength(1)
})

it('refuses a table with a hole', () => {
  const results = everywhere(() => ({ impossible: 'Nobody can' }))
  results.delete(ours[0]!.variants[0]!)
  expect(() => renderChapter(results)).toThrow('vitest 3 did not play passes')
})

it.each(exceptions)('knows an exception for $column $label that is there', each => {
  const met = variants.filter(({ column, variant }) =>
    each.scenarios.every(name => exceptionFor(column, variant, name) === each),
  )
  expect(met).not.toEqual([])
})

it.each(unsteady)('knows what is unsteady in $column $label', each => {
  const met = variants.filter(({ column, variant }) =>
    each.scenarios.every(name => unsteadyFor(column, variant, name) === each),
  )
  expect(met).not.toEqual([])
})

it('writes between the marks, and nowhere else', () => {
  const page = 'before\n<!-- scenarios -->\nold\n<!-- /scenarios -->\nafter\n'
  const written = withGeneratedPart(page, 'new\n')
  expect(written).toBe('before\n<!-- scenarios -->\nnew\n<!-- /scenarios -->\nafter\n')
  expect(generatedPart(written)).toBe('new\n')
  expect(() => generatedPart('before\n<!-- scenarios -->\nold\n')).toThrow('<!-- /scenarios -->')
})
