import { type BaseCandidate, detectCi } from '../../core/ci.ts'
import { GateError, gateError } from '../../core/errors.ts'
import { lineTexts } from '../../core/line-texts.ts'
import { flagName } from '../../core/options.ts'
import { type Mask, maskStrings } from '../../core/redact.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import { plural, visible } from '../../core/text.ts'
import { exitCodeFor } from '../../core/verdict.ts'
import type { LossCauses } from '../../coverage-gate/beside-change.ts'
import { type GateResult, runGate } from '../../coverage-gate/gate.ts'
import { type CoverageOptions, coverageOptions } from '../../coverage-gate/options.ts'
import { gateReportOf } from '../../coverage-gate/reports/gate-report.ts'
import { coverageReports } from '../../coverage-gate/reports/index.ts'
import type { OwnReportName } from '../../coverage-gate/reports/names.ts'
import type { CommandModule, Invocation, World } from '../command.ts'
import { version } from '../version.ts'
import { planReports, type ReportPlan, refuseInputs } from './gate-plan.ts'
import { deliverFault, deliverVerdict, type GateForms } from './gate-reports.ts'

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
  const ci = detectCi(world.env, readTextOrNull)
  const asked = { gate: 'coverage', requests: options.report, json: common.json, ci: ci?.name ?? null }
  const plan = planReports({ ...asked, own: coverageReports })
  if (ci && (common.verbose || plan.chosen.length > 0)) {
    const unasked =
      plan.chosen.length > 0 ? `; for it, unless --report says otherwise: ${plan.chosen.join(', ')}` : ''
    world.log(`cd-gate: running on ${ci.title}${unasked}`)
  }
  const result = await judged(options, ci?.bases ?? [], plan, world, common.verbose)
  const inputs = result.verdict.reports.map(each => each.name)
  refuseInputs(plan, inputs, world.cwd)
  if (common.verbose) explain(result, world)
  await deliverVerdict(plan, formsOf(masked(result, world.mask), world), world)
  const { outcome, uncertain } = result.verdict
  return exitCodeFor(outcome === 'fail' && options.advisory ? (uncertain ? 'unknown' : 'pass') : outcome)
}

/** @throws GateError whenever it cannot be told, which the CI is told first */
async function judged(
  options: CoverageOptions,
  baseCandidates: readonly BaseCandidate[],
  plan: ReportPlan,
  world: World,
  verbose: boolean,
): Promise<GateResult> {
  const { cwd, env } = world
  // Few runs lose coverage: the others need not load what reads the tests' record.
  const lossCauses: LossCauses = async question =>
    (await import('./coverage-causes.ts')).causesByTests(options, world, verbose)(question)
  try {
    const whole = plan.reports.some(each => each.name === 'cobertura')
    return await runGate({ options, cwd, env, baseCandidates, whole, lossCauses })
  } catch (error) {
    if (error instanceof GateError) await deliverFault(plan, 'coverage', error, { env, top: cwd }, world)
    throw error
  }
}

function formsOf({ verdict, source, map, top }: GateResult, world: World): GateForms {
  const now = new Date()
  const own: GateForms['own'] = async (name, options) => {
    const report = coverageReports.get(name as OwnReportName)
    return report ? report.render(verdict, source, { ...options, now }, { map, top, now }) : []
  }
  return {
    own,
    report: () => gateReportOf(verdict, version),
    context: {
      env: world.env,
      top,
      markdown: async () => (await own('markdown', { colour: false, width: 100 }))[0]?.text ?? '',
      lineText: lineTexts(path => source(path)?.lines() ?? null),
    },
  }
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
  const { baselineRecord, baselineReport, baselineRef, saveBaseline } = options
  if (baselineRecord !== null && baselineReport !== null)
    refuse('baselineRecord', 'baselineReport', 'there is one baseline')
  const needs = (option: string, what: string): never => {
    throw gateError('usage.needs', { option: flagName(option), what })
  }
  if (saveBaseline && baselineRecord === null) needs('saveBaseline', '--baseline-record, which says where')
  if (baselineRef !== null && baselineRecord === null && baselineReport === null)
    needs('baselineRef', '--baseline-record or --baseline-report')
  const { testRecord, xunit } = options
  for (const [name, isGiven] of [
    ['testRecord', testRecord !== null],
    ['xunit', xunit.length > 0],
  ] as const) {
    if (isGiven && baselineRecord === null && baselineReport === null)
      needs(name, '--baseline-record or --baseline-report')
  }
  if (xunit.length > 0 && testRecord === null && baselineRecord === null)
    needs('xunit', '--test-record, which says what the tests were')
}

/** Secrets are masked before a rendering escapes them into spellings that no mask knows. */
function masked({ verdict, source, map, top }: GateResult, mask: Mask): GateResult {
  const paths = new Map(verdict.files.map(({ path }) => [mask(path), path]))
  return {
    verdict: maskStrings(verdict, mask),
    source: path => {
      const file = source(paths.get(path) ?? path)
      return file && { lineCount: file.lineCount, lines: () => file.lines().map(mask) }
    },
    map,
    top,
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
