import { type BaseCandidate, detectCi } from '../../core/ci.ts'
import { GateError, gateError } from '../../core/errors.ts'
import { lineTexts } from '../../core/line-texts.ts'
import { flagName } from '../../core/options.ts'
import { type Mask, maskStrings } from '../../core/redact.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import { plural, visible } from '../../core/text.ts'
import { exitCodeFor } from '../../core/verdict.ts'
import { languageOf } from '../../coverage-gate/source/languages.ts'
import { type LintResult, runLintGate } from '../../lint-gate/gate.ts'
import { type LintOptions, lintOptions } from '../../lint-gate/options.ts'
import { gateReportOf } from '../../lint-gate/reports/gate-report.ts'
import { lintReports } from '../../lint-gate/reports/index.ts'
import type { LintReportName } from '../../lint-gate/reports/names.ts'
import type { CommandModule, Invocation, World } from '../command.ts'
import { version } from '../version.ts'
import { planReports, type ReportPlan } from './gate-plan.ts'
import { deliverFault, deliverVerdict, type GateForms } from './gate-reports.ts'

export const lintCommand: CommandModule<LintOptions> = {
  options: lintOptions,
  examples: [
    {
      command: 'cd-gate lint eslint.json',
      what: 'no new finding on the lines that changed since the change left its target',
    },
    {
      command: 'cd-gate lint eslint.json --baseline main/eslint.json --severity warning',
      what: 'also what the change caused elsewhere, by a report made at the base',
    },
    {
      command: 'cd-gate lint "reports/lint/*.json" pylint.txt --max-new 3',
      what: 'reports of several linters, judged together',
    },
  ],
  run: lint,
}

async function lint({ options, given, common, world }: Invocation<LintOptions>): Promise<number> {
  refuseContradictions(options, given)
  const ci = detectCi(world.env, readTextOrNull)
  const asked = { gate: 'lint', requests: options.report, json: common.json, ci: ci?.name ?? null }
  const plan = planReports({ ...asked, own: lintReports })
  if (ci && (common.verbose || plan.chosen.length > 0)) {
    const unasked =
      plan.chosen.length > 0 ? `; for it, unless --report says otherwise: ${plan.chosen.join(', ')}` : ''
    world.log(`cd-gate: running on ${ci.title}${unasked}`)
  }
  const result = await judged(options, ci?.bases ?? [], plan, world)
  if (common.verbose) explain(result, world)
  await deliverVerdict(plan, formsOf(masked(result, world.mask), world), world)
  const { outcome, uncertain } = result.verdict
  return exitCodeFor(outcome === 'fail' && options.advisory ? (uncertain ? 'unknown' : 'pass') : outcome)
}

/** @throws GateError whenever it cannot be told, which the CI is told first */
async function judged(
  options: LintOptions,
  baseCandidates: readonly BaseCandidate[],
  plan: ReportPlan,
  world: World,
): Promise<LintResult> {
  const { cwd, env } = world
  const isSource = (path: string) => languageOf(path) !== null
  try {
    return await runLintGate({ options, cwd, env, baseCandidates, isSource })
  } catch (error) {
    if (error instanceof GateError) await deliverFault(plan, 'lint', error, { env, top: cwd }, world)
    throw error
  }
}

function formsOf({ verdict, source, top }: LintResult, world: World): GateForms {
  const now = new Date()
  const own: GateForms['own'] = async (name, options) => {
    const report = lintReports.get(name as LintReportName)
    return report ? report.render(verdict, source, { ...options, now }) : []
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
function refuseContradictions(options: LintOptions, given: ReadonlySet<string>): void {
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
function masked({ verdict, source, top }: LintResult, mask: Mask): LintResult {
  const all = [...verdict.files, ...verdict.elsewhere]
  const paths = new Map(all.map(({ path }) => [mask(path), path]))
  return {
    verdict: maskStrings(verdict, mask),
    source: path => {
      const file = source(paths.get(path) ?? path)
      return file && { lineCount: file.lineCount, lines: () => file.lines().map(mask) }
    },
    top,
  }
}

/** What the verdict rests on, for the log. */
function explain({ verdict: { base, reports, files } }: LintResult, world: World): void {
  if (base) world.log(`cd-gate: compared with ${base.commit} (${visible(base.ref)}, ${visible(base.why)})`)
  for (const { name, format, tool, findings, files: all, located } of reports) {
    world.log(
      `cd-gate: read ${visible(name)} (${format}, of ${visible(tool)}): ${plural(findings, 'finding')}; ${located} of ${plural(all, 'file')} in this repository`,
    )
  }
  for (const { path, state, reason } of files) {
    world.log(`cd-gate: ${visible(path)}: ${state}${reason === null ? '' : `, ${visible(reason)}`}`)
  }
}
