import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { gateError } from '../../core/errors.ts'
import { visible } from '../../core/text.ts'
import { exitCodeFor } from '../../core/verdict.ts'
import {
  type CheckResult,
  type CheckSource,
  checkOutcome,
  checkReports,
} from '../../reporters/xunit/check.ts'
import { asAsked } from '../../reporters/xunit/consumers/consumer.ts'
import { consumers } from '../../reporters/xunit/consumers/index.ts'
import { readTimestamp } from '../../reporters/xunit/read-values.ts'
import { renderCheck } from '../../reporters/xunit/reports/check-terminal.ts'
import type { CommandModule, Invocation } from '../command.ts'
import { type FoundFiles, findXunitFiles, piecesOf, type XunitFile } from './xunit-files.ts'
import { only, type XunitOptions, xunitOptions } from './xunit-options.ts'

export const xunitCheckCommand: CommandModule<XunitOptions> = {
  options: only('files', 'expect', 'consumer', 'newerThan'),
  sectionOptions: xunitOptions,
  examples: [
    {
      command: 'cd-gate xunit check --newer-than package-lock.json',
      what: 'are the reports in the usual places of this run, whole, and shown as they are',
    },
    {
      command: 'cd-gate xunit check "reports/**/*.xml" --consumer gitlab --verbose',
      what: 'what GitLab will make of them, small things too',
    },
  ],
  run: check,
}

async function check({ options, common, world }: Invocation<XunitOptions>): Promise<number> {
  const found = await findXunitFiles(options.files, world.cwd, null)
  const chosen = asAsked(consumers, options.consumer)
  const sources = found.files.map(file => sourceOf(file, world.cwd))
  const checked = checkReports(sources, chosen, timeOf(options.newerThan, world.cwd))
  const result = withAbsences(checked, found, options.expect)
  const outcome = checkOutcome(result)
  if (common.json) world.out(`${JSON.stringify(documentOf(result), null, 2)}\n`)
  else world.out(renderCheck(result, world.colour, world.width, common.verbose))
  for (const { error } of result.faults) world.log(`cd-gate: ${visible(error.message)}.`)
  return exitCodeFor(outcome)
}

function withAbsences(result: CheckResult, { missing }: FoundFiles, expect: number | null): CheckResult {
  const readable = result.reports.length - result.faults.length
  const short = expect !== null && expect !== readable
  const more = short
    ? [{ name: '(reports)', error: gateError('xunit.too-few', { expected: expect, found: readable }) }]
    : []
  return { ...result, faults: [...missing, ...result.faults, ...more] }
}

function sourceOf(file: XunitFile, cwd: string): CheckSource {
  const stats = statSync(file.path, { throwIfNoEntry: false })
  return {
    facts: {
      name: file.name,
      bytes: stats?.size ?? 0,
      modifiedAt: stats?.mtimeMs ?? 0,
      exists: path => existsSync(resolve(cwd, path)),
    },
    hasPartial: existsSync(`${file.path}.partial`),
    pieces: () => piecesOf(file),
    changedAt: path => statSync(resolve(cwd, path), { throwIfNoEntry: false })?.mtimeMs ?? null,
  }
}

/**
 * A time, or when a file was last changed.
 * @throws GateError usage.bad-value
 */
function timeOf(given: string | null, cwd: string): number | null {
  if (given === null) return null
  const stats = statSync(resolve(cwd, given), { throwIfNoEntry: false })
  const at = stats?.mtimeMs ?? readTimestamp(given)
  if (at !== null) return at
  const expected = 'a time or a file that exists'
  throw gateError('usage.bad-value', {
    source: '--newer-than',
    given,
    expected,
    example: '2026-11-24T10:00:00Z',
  })
}

function documentOf(result: CheckResult) {
  return {
    schema: 'cd-gate/xunit-check/1',
    outcome: checkOutcome(result),
    reports: result.reports,
    findings: result.findings,
    shows: result.shows.map(({ consumer, shown }) => ({ consumer, ...shown })),
    unreadable: result.faults.map(({ name, error }) => ({
      file: name,
      code: error.code,
      message: error.message,
    })),
  }
}
