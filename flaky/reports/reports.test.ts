import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { ownersOf, parseCodeOwners } from '../../core/code-owners.ts'
import { columnsOf } from '../../core/columns.ts'
import { directoryStore } from '../../core/system/store/directory-store.ts'
import { planted, plantedNow, plantRecord } from '../../test/planted-record.ts'
import type { TestRef } from '../model.ts'
import type { QuarantineEntry } from '../quarantine.ts'
import { type FlakyReport, flakyReport } from '../report-model.ts'
import { surveyRecord } from '../survey.ts'
import { flakyReports } from './index.ts'
import type { FlakyReportName } from './names.ts'

let report: FlakyReport
const rules = parseCodeOwners('* @org/all\n/src/pay* @org/payments\n/src/clock* @ann @bob\n')
const ownerOf = ({ file }: TestRef) => (file === null ? null : ownersOf(rules, file).join(' ') || null)

function entry(test: TestRef, expires: string): QuarantineEntry {
  const fingerprint = '0123456789abcdef'
  return {
    ...test,
    fingerprint,
    message: 'a <b>',
    owner: '@org/money',
    reason: 'floats | #12',
    since: '2026-11-01',
    expires,
  }
}

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-flaky-reports-'))
  const store = directoryStore(directory)
  await plantRecord(store)
  const survey = await surveyRecord(store, { branch: 'main', builds: 200, now: plantedNow, also: null })
  rmSync(directory, { recursive: true })
  const quarantine = [
    entry(planted.quarantined, '2026-12-24'),
    entry(planted.markup, '2026-11-20'),
    entry(planted.healed, '2026-12-24'),
    { ...entry(planted.steady, ''), owner: '' },
  ]
  const setting = { now: plantedNow, ownerOf, quarantine, cap: { count: 2 } }
  const made = flakyReport(survey, setting)
  if (made === null) throw new Error('the planted record holds builds')
  report = { ...made, where: 'file:.cd-gate/record' }
})

async function render(name: FlakyReportName, width = 80, colour = false): Promise<string> {
  const outputs = await flakyReports.get(name)!.render(report, { colour, width, now: new Date(plantedNow) })
  return outputs[0]?.text ?? ''
}

test.each([
  ['terminal', 'txt'],
  ['markdown', 'md'],
  ['json', 'json'],
  ['html', 'html'],
] as const)('%s, as it is shown', async (name, ending) => {
  await expect(await render(name)).toMatchFileSnapshot(`../../test/golden/flaky/report.${ending}`)
})

test('each planted test is where it belongs', () => {
  const names = (tests: readonly { readonly test: TestRef }[]) => tests.map(({ test }) => test.name)
  const { keepsFailing, shell, fails, healed } = planted
  expect(names(report.failing)).toEqual([keepsFailing.name, shell.name, fails.name])
  expect(names(report.flaky)[0]).toBe(planted.flaky.name)
  expect(new Set(names(report.flaky))).toEqual(
    new Set(
      names(
        [planted.flaky, planted.alike, planted.suspected, planted.control, planted.markup, planted.long].map(
          test => ({ test }),
        ),
      ),
    ),
  )
  expect(names(report.healed)).toEqual([healed.name])
  expect(report.incidents.map(({ build, incident }) => [build.id, incident.cause])).toEqual([
    ['main-30', 'disk'],
  ])
  expect(report.quarantined.map(({ health, expired }) => [health, expired])).toEqual([
    ['healing', false],
    ['healing', true],
    ['healed', false],
    ['unknown', false],
  ])
  expect(report.faults.map(({ rule }) => rule)).toEqual(['incomplete', 'over-cap'])
})

test.each(['terminal', 'markdown', 'html'] as const)(
  '%s: no name from outside is more than text',
  async name => {
    const text = await render(name)
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
    // A log is read line by line, a page is not.
    if (name !== 'html')
      expect(text.split('\n').filter(line => line.trimStart().startsWith('::'))).toEqual([])
    if (name === 'terminal') return
    expect(text).not.toMatch(/<script|<img/)
    if (name === 'markdown') expect(text).not.toContain('[link](')
  },
)

test.each([40, 80, 120])('no line of the terminal is longer than %i columns', async width => {
  const lines = (await render('terminal', width)).split('\n')
  expect(lines.filter(line => columnsOf(line) > width)).toEqual([])
})

test('colour changes nothing but colour', async () => {
  const coloured = await render('terminal', 80, true)
  expect(coloured).toContain('\u001b[31m')
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(await render('terminal'))
})

test('the page has no script and no style of its own, and its bars are of the test', async () => {
  const page = await render('html')
  expect(page).not.toMatch(/<script|<style|<[a-z][^>]*\s(?:on\w+|style)=/)
  expect(page).toContain('the last 40 runs, oldest first: 6 failed, 34 passed')
})

test('a great report is cut to what a comment holds, at whole items', async () => {
  const { failing } = report
  const many = Array.from({ length: 4_000 }, () => failing[0]!)
  const [markdown] = await flakyReports
    .get('markdown')!
    .render({ ...report, failing: many, flaky: many }, { colour: false, width: 80, now: new Date(0) })
  expect(Buffer.byteLength(markdown!.text)).toBeLessThan(60_000)
  expect(markdown!.text).toMatch(/… and \d+ more\.\n\n### Flaky/)
  expect(markdown!.text).toContain('### Healed')
})
