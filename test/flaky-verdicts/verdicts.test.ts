import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { generatedPart, type Judged, renderMatrix, withGeneratedPart } from './matrix.ts'
import { plantedName, plants } from './plants.ts'
import { plantedProject } from './project.ts'

const page = join(import.meta.dirname, '../../docs/flaky.md')
const judged = new Map<string, Judged>()
const projects = plants.map(plant => ({ plant, project: plantedProject() }))

afterAll(() => {
  for (const { project } of projects) project.remove()
})

describe.concurrent('a project in which the truth was planted', () => {
  it.each(projects)('$plant.truth: $plant.what', async ({ plant, project }) => {
    await plant.play(project)
    const { [plantedName]: planted, ...neighbours } = Object.fromEntries(await project.told())
    if (planted === undefined) throw new Error('the record does not know the planted test')
    judged.set(plant.truth, { plant, planted, neighbours: Object.values(neighbours) })
    expect(planted).toBe(plant.truth)
    expect(new Set(Object.values(neighbours))).toEqual(new Set(['passed']))
  })
})

/** CD_GATE_TEST_UPDATE_DOCS=1 writes what was seen, else it is compared. */
it('is what the table in docs/flaky.md says', () => {
  const table = renderMatrix(plants.flatMap(({ truth }) => judged.get(truth) ?? []))
  const text = readFileSync(page, 'utf8')
  if (process.env.CD_GATE_TEST_UPDATE_DOCS) writeFileSync(page, withGeneratedPart(text, table))
  else expect(generatedPart(text)).toBe(table)
})
