import { gateError } from '../../core/errors.ts'
import { type Mask, maskStrings } from '../../core/redact.ts'
import { type FlakyOptions, flakyOptions, onlyFlaky } from '../../flaky/options.ts'
import { flakyReport } from '../../flaky/report-model.ts'
import { flakyReports } from '../../flaky/reports/index.ts'
import type { CommandModule, Invocation } from '../command.ts'
import { ownersFor, quarantineAt, surveyOf, withRecord } from './flaky-setting.ts'
import { placeRequests, writeRequest } from './rendering-requests.ts'

export const flakyReportCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky('record', 'branch', 'builds', 'quarantine', 'quarantineCap', 'codeOwners', 'report'),
  sectionOptions: flakyOptions,
  examples: [
    {
      command: 'cd-gate flaky report',
      what: 'what keeps failing, what is flaky and what that costs, by the record',
    },
    {
      command: 'cd-gate flaky report --branch main --report html=reports/flaky/index.html',
      what: 'the same as a page, of one branch',
    },
  ],
  run: report,
}

/** Tells, and judges nothing: exit code 0 whatever it says, unless there is nothing to tell from. */
async function report({ options, common, world }: Invocation<FlakyOptions>): Promise<number> {
  const requests = placeRequests(
    options.report,
    common.json,
    name => flakyReports.get(name)?.usualFile ?? null,
  )
  const { entries } = quarantineAt(options, world)
  const listed = new Set(entries.map(({ id }) => id))
  const ownerOf = ownersFor(options, world)
  const now = Date.now()
  const survey = await withRecord(options, world, 'report', store =>
    surveyOf(store, options, now, listed.size === 0 ? null : ({ id }) => listed.has(id), world),
  )
  const setting = { now, ownerOf, quarantine: entries, cap: options.quarantineCap }
  const found = flakyReport(survey, setting)
  if (found === null) throw gateError('flaky.empty-record', { where: survey.where, branch: '' })
  // Secrets are masked before a rendering escapes them into spellings that no mask knows.
  const shown = maskStrings(found, remembered(world.mask))
  for (const request of requests) {
    await writeRequest(
      request,
      world,
      new Date(now),
      async (name, render) => (await flakyReports.get(name)?.render(shown, render)) ?? [],
    )
  }
  return 0
}

/** A report says the same commits, builds and results over and over. */
function remembered(mask: Mask): Mask {
  const known = new Map<string, string>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    const masked = mask(text)
    known.set(text, masked)
    return masked
  }
}
