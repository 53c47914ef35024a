import { dirname, join, resolve } from 'node:path'
import { GateError, gateError } from '../../core/errors.ts'
import { maskStrings } from '../../core/redact.ts'
import { visible } from '../../core/text.ts'
import { exitCodeFor } from '../../core/verdict.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import { summaryReports } from '../../reporters/xunit/reports/index.ts'
import type { SummaryReportName, SummaryRequest } from '../../reporters/xunit/reports/names.ts'
import { createSummary, type XunitSummary } from '../../reporters/xunit/summary.ts'
import type { CommandModule, Invocation, World } from '../command.ts'
import { type FoundFiles, findXunitFiles, piecesOf } from './xunit-files.ts'
import { only, type XunitOptions, xunitOptions } from './xunit-options.ts'

export const xunitSummaryCommand: CommandModule<XunitOptions> = {
  options: only('files', 'expect', 'slowest', 'report'),
  sectionOptions: xunitOptions,
  examples: [
    {
      command: 'cd-gate xunit summary',
      what: 'what the reports in the usual places say',
    },
    {
      command:
        'cd-gate xunit summary "reports/**/*.xml" --report terminal --report markdown=$GITHUB_STEP_SUMMARY',
      what: "the same in the log and on the job's page",
    },
  ],
  run: summarise,
}

async function summarise({ options, common, world }: Invocation<XunitOptions>): Promise<number> {
  const requests = requested(options.report, common.json)
  const found = await findXunitFiles(options.files, world.cwd, null)
  const summary = read(found, options)
  for (const { error } of summary.faults) {
    world.log(`cd-gate: ${visible(error.message)}.`)
    world.log(`  → ${visible(error.hint)}`)
  }
  // Secrets are masked before a rendering escapes them into spellings that no mask knows.
  const faults = summary.faults.map(({ name, error }) => ({ name: world.mask(name), error }))
  const { faults: _, ...rest } = summary
  const shown: XunitSummary = { ...maskStrings(rest, world.mask), faults }
  for (const request of requests) await write(request, shown, world)
  return exitCodeFor(summary.outcome)
}

function read({ files, missing }: FoundFiles, { slowest, expect }: XunitOptions): XunitSummary {
  const builder = createSummary(slowest)
  let readable = 0
  for (const { name, error } of missing) builder.fault(name, error)
  for (const file of files) {
    try {
      for (const suite of readXunit(piecesOf(file), file.name)) builder.add(file.name, suite)
      readable += 1
    } catch (error) {
      if (!(error instanceof GateError)) throw error
      builder.fault(file.name, error)
    }
  }
  if (expect !== null && expect !== readable) {
    builder.fault('(reports)', gateError('xunit.too-few', { expected: expect, found: readable }))
  }
  return builder.summary()
}

interface PlacedRequest {
  readonly name: SummaryReportName
  /** `-` is standard output. */
  readonly file: string
}

/**
 * Where each rendering goes; standard output holds one.
 * @throws GateError usage.contradiction
 */
function requested(reports: readonly SummaryRequest[], json: boolean): readonly PlacedRequest[] {
  const placed = reports.map(
    ({ name, file }): PlacedRequest => ({
      name,
      file: file ?? summaryReports.get(name)?.usualFile ?? '-',
    }),
  )
  const printed = [
    ...(json ? [{ name: 'json' as const, file: '-' }] : []),
    ...placed.filter(each => each.file === '-'),
  ]
  const [first, second] = printed
  if (first && second && first.name !== second.name) {
    const why = 'both go to standard output, which holds one result'
    const spelled = json ? '--json' : `--report ${first.name}`
    throw gateError('usage.contradiction', { first: spelled, second: `--report ${second.name}`, why })
  }
  return [first ?? { name: 'terminal', file: '-' }, ...placed.filter(each => each.file !== '-')]
}

async function write({ name, file }: PlacedRequest, summary: XunitSummary, world: World): Promise<void> {
  const toTerminal = file === '-'
  const target = resolve(world.cwd, file)
  const options = {
    colour: toTerminal && world.colour,
    width: toTerminal ? world.width : 100,
    now: new Date(),
  }
  for (const output of (await summaryReports.get(name)?.render(summary, options)) ?? []) {
    if (toTerminal) world.out(output.text)
    else world.write(output.file === '' ? target : join(dirname(target), output.file), output.text)
  }
  if (!toTerminal) world.log(`cd-gate: wrote ${visible(file)}`)
}
