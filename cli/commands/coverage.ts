import { dirname, join, resolve } from 'node:path'
import { detectCi } from '../../core/ci.ts'
import { gateError } from '../../core/errors.ts'
import { flagName } from '../../core/options.ts'
import { type Mask, maskStrings } from '../../core/redact.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import { plural, visible } from '../../core/text.ts'
import { exitCodeFor } from '../../core/verdict.ts'
import { type GateResult, runGate } from '../../coverage-gate/gate.ts'
import { type CoverageOptions, coverageOptions } from '../../coverage-gate/options.ts'
import { coverageReports } from '../../coverage-gate/reports/index.ts'
import type { ReportName, ReportRequest } from '../../coverage-gate/reports/names.ts'
import type { CommandModule, Invocation, World } from '../command.ts'

export const coverageCommand: CommandModule<CoverageOptions> = {
  options: coverageOptions,
  examples: [
    {
      command: 'cd-gate coverage',
      what: 'judge the change since it left its target, with the reports in the usual places',
    },
    {
      command: 'cd-gate coverage --base origin/main --fail-under 90 --report html',
      what: 'at least 90 % of the changed lines, with a page to look at',
    },
    {
      command: 'cd-gate coverage "packages/*/coverage/lcov.info" py/coverage.xml',
      what: 'several reports, merged',
    },
  ],
  run: coverage,
}

async function coverage({ options, given, common, world }: Invocation<CoverageOptions>): Promise<number> {
  refuseContradictions(options, given)
  const requests = requested(options.report, common.json)
  const ci = detectCi(world.env, readTextOrNull)
  if (common.verbose && ci) world.log(`cd-gate: running on ${ci.title}`)
  const result = await runGate({ options, cwd: world.cwd, env: world.env, baseCandidates: ci?.bases ?? [] })
  if (common.verbose) explain(result, world)
  const shown = masked(result, world.mask)
  for (const request of requests) await write(request, shown, world)
  const { outcome, uncertain } = result.verdict
  return exitCodeFor(outcome === 'fail' && options.advisory ? (uncertain ? 'unknown' : 'pass') : outcome)
}

/** @throws GateError usage.contradiction */
function refuseContradictions(options: CoverageOptions, given: ReadonlySet<string>): void {
  const refuse = (first: string, second: string, why: string): void => {
    throw gateError('usage.contradiction', { first: flagName(first), second: flagName(second), why })
  }
  const rival = ['base', 'head', 'untracked', 'ignoreWhitespace'].find(name => given.has(name))
  if (given.has('diff') && rival) refuse('diff', rival, 'a diff file already says what was changed')
  if (given.has('untracked') && options.untracked && options.head !== 'worktree') {
    refuse('untracked', 'head', 'untracked files are neither in the index nor in a commit')
  }
}

/** Secrets are masked before a rendering escapes them into spellings that no mask knows. */
function masked({ verdict, source }: GateResult, mask: Mask): GateResult {
  const paths = new Map(verdict.files.map(({ path }) => [mask(path), path]))
  return {
    verdict: maskStrings(verdict, mask),
    source: path => {
      const file = source(paths.get(path) ?? path)
      return file && { lineCount: file.lineCount, lines: () => file.lines().map(mask) }
    },
  }
}

/** What the verdict rests on, for the log. */
function explain({ verdict: { base, reports, files } }: GateResult, world: World): void {
  if (base) world.log(`cd-gate: compared with ${base.commit} (${visible(base.ref)}, ${visible(base.why)})`)
  for (const { name, format, files: all, located } of reports) {
    world.log(
      `cd-gate: read ${visible(name)} (${format}): ${located} of ${plural(all, 'file')} in this repository`,
    )
  }
  for (const { path, state, reason } of files) {
    world.log(`cd-gate: ${visible(path)}: ${state}${reason === null ? '' : `, ${visible(reason)}`}`)
  }
}

interface PlacedRequest {
  readonly name: ReportName
  /** `-` is standard output. */
  readonly file: string
}

/**
 * Where each report goes. Standard output holds one result: JSON if that was asked for, or the one report
 * that was sent there, or else the terminal's.
 * @throws GateError usage.not-yet, usage.contradiction
 */
function requested(reports: readonly ReportRequest[], json: boolean): readonly PlacedRequest[] {
  const placed = reports.map(({ name, file }): PlacedRequest => {
    const known = coverageReports.get(name)
    if (!known) throw gateError('usage.not-yet', { what: `the report "${name}"` })
    return { name, file: file ?? known.usualFile ?? '-' }
  })
  const out = placed.filter(each => each.file === '-')
  if (json) out.unshift({ name: 'json', file: '-' })
  const [first, second] = out
  if (first && second && first.name !== second.name) {
    const spelled = json ? '--json' : `--report ${first.name}`
    const why = 'both go to standard output, which holds one result'
    throw gateError('usage.contradiction', { first: spelled, second: `--report ${second.name}`, why })
  }
  const files = placed.filter(each => each.file !== '-').map(each => resolve(each.file))
  const twice = files.find((file, index) => files.indexOf(file) !== index)
  if (twice !== undefined) {
    const why = `both go to ${twice}`
    throw gateError('usage.contradiction', { first: '--report', second: 'another --report', why })
  }
  const printed: PlacedRequest = first ?? { name: 'terminal', file: '-' }
  return [printed, ...placed.filter(each => each.file !== '-')]
}

async function write(
  { name, file }: PlacedRequest,
  { verdict, source }: GateResult,
  world: World,
): Promise<void> {
  const report = coverageReports.get(name)
  if (!report) return
  const toTerminal = file === '-'
  const options = {
    colour: toTerminal && world.colour,
    width: toTerminal ? world.width : 100,
    now: new Date(),
  }
  const target = resolve(world.cwd, file)
  for (const output of await report.render(verdict, source, options)) {
    if (toTerminal) world.out(output.text)
    else world.write(output.file === '' ? target : join(dirname(target), output.file), output.text)
  }
  if (!toTerminal) world.log(`cd-gate: wrote ${file}`)
}
