import { basename, isAbsolute, relative, resolve } from 'node:path'
import { type GateError, gateError } from '../../core/errors.ts'
import { addTotals, noTests, type TestSuite, type Totals, totalsOf } from '../../core/test-run.ts'
import { plural, visible } from '../../core/text.ts'
import { type MergeResult, mergeReports } from '../../reporters/xunit/merge.ts'
import { profiles } from '../../reporters/xunit/profiles.ts'
import type { WriteOptions } from '../../reporters/xunit/write.ts'
import type { CommandModule, Invocation, World } from '../command.ts'
import { findXunitFiles, piecesOf } from './xunit-files.ts'
import { only, type XunitOptions, xunitOptions } from './xunit-options.ts'
import { openReportWriter, type ReportWriter } from './xunit-writer.ts'

export const xunitMergeCommand: CommandModule<XunitOptions> = {
  options: only('files', 'expect', 'output', 'profile', 'retries'),
  sectionOptions: xunitOptions,
  examples: [
    {
      command: 'cd-gate xunit merge "shards/*/junit.xml" --output reports/junit/all.xml --expect 4',
      what: 'the reports of four shards as one; exit code 3 if one is missing',
    },
    {
      command: 'cd-gate xunit merge first.xml rerun.xml --output reports/junit/tests.xml',
      what: 'what failed first and passed in the rerun becomes a flaky test',
    },
  ],
  run: merge,
}

async function merge({ options, common, world }: Invocation<XunitOptions>): Promise<number> {
  const target = options.output === null || options.output === '-' ? null : resolve(world.cwd, options.output)
  if (target === null && common.json) {
    const why = 'both go to standard output, which holds one result: add --output <file>'
    throw gateError('usage.contradiction', { first: '--json', second: 'the merged report', why })
  }
  const { files, missing, leftOut } = await findXunitFiles(options.files, world.cwd, options.output)
  for (const name of leftOut) world.log(`cd-gate: left out ${visible(name)}, which is the output`)
  const sources = files.map(file => ({ name: file.name, pieces: () => piecesOf(file) }))
  const inputs = new Set(files.map(({ path }) => path))
  const writer = openReportWriter(target, writingOf(options, world.cwd), world, inputs)
  const { totals, suites, result, parts } = writeAll(mergeReports(sources), writer)
  const faults = [...missing, ...result.faults]
  for (const { error } of faults) tellFault(error, world)
  const wanted = options.expect
  const short = wanted !== null && wanted !== result.read
  if (short) tellFault(gateError('xunit.too-few', { expected: wanted, found: result.read }), world)
  const outcome = faults.length > 0 || short ? 'unknown' : 'pass'
  if (target === null) tellLimits(options, totals, world)
  else
    world.log(`cd-gate: ${told(result, suites, totals)}, written to ${placeOf(options.output ?? '', parts)}`)
  if (common.json) {
    const unreadable = faults.map(({ name, error }) => ({
      file: name,
      code: error.code,
      message: error.message,
    }))
    const document = {
      schema: 'cd-gate/xunit-merge/1',
      outcome,
      output: options.output,
      parts: parts.length,
      reports: result.read,
      suites,
      united: result.united,
      tests: totals,
      unreadable,
    }
    world.out(`${JSON.stringify(document, null, 2)}\n`)
  }
  return outcome === 'pass' ? 0 : 3
}

interface Written {
  readonly totals: Totals
  readonly suites: number
  readonly result: MergeResult
  /** The files, absolute; none on standard output. */
  readonly parts: readonly string[]
}

function writeAll(merged: Generator<TestSuite, MergeResult, void>, writer: ReportWriter): Written {
  let totals = noTests
  let suites = 0
  try {
    for (let next = merged.next(); ; next = merged.next()) {
      if (next.done) return { totals, suites, result: next.value, parts: writer.finish() }
      writer.write(next.value)
      totals = addTotals(totals, totalsOf(next.value.cases))
      suites += 1
    }
  } catch (error) {
    merged.return({ read: 0, faults: [], united: 0 })
    writer.discard()
    throw error
  }
}

/** Attachment paths stay as they were told; profiles that want them from the repository get those that lie in it. */
function writingOf({ profile, retries }: XunitOptions, cwd: string): WriteOptions {
  const wanted = profiles[profile]
  const attachmentPath = (path: string) => {
    if (wanted.attachments !== 'repository' || !isAbsolute(path)) return path
    const inside = relative(cwd, path)
    return inside.startsWith('..') ? path : inside.replaceAll('\\', '/')
  }
  return { profile: wanted, retries, attachmentPath }
}

function tellFault(error: GateError, world: World): void {
  world.log(`cd-gate: ${visible(error.message)}.`)
  world.log(`  → ${visible(error.hint)}`)
}

function told({ read, united }: MergeResult, suites: number, totals: Totals): string {
  const flaky = totals.flaky > 0 ? `, ${totals.flaky} of them flaky` : ''
  const together = united > 0 ? ` (${united} put together)` : ''
  return `${plural(read, 'report')} merged: ${plural(suites, 'suite')}${together}, ${plural(totals.tests, 'test')}${flaky}`
}

/** A report is split where one file would be more than its profile allows for. */
function placeOf(output: string, parts: readonly string[]): string {
  const last = parts.length > 1 ? ` … ${basename(parts.at(-1) ?? '')}, ${parts.length} files` : ''
  return `${visible(output)}${last}`
}

/** Standard output holds one file. */
function tellLimits({ profile }: XunitOptions, { tests }: Totals, world: World): void {
  const { maxCases } = profiles[profile]
  if (tests > maxCases) {
    world.log(
      `cd-gate: ${tests} cases in one file are more than the ${maxCases} that the profile ${profile} allows for`,
    )
  }
}
