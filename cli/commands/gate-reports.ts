import { rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { GateError } from '../../core/errors.ts'
import type { GateFault, GateReport, HostContext, HostRendering } from '../../core/reports/host.ts'
import { hostReports } from '../../core/reports/hosts.ts'
import { inert } from '../../core/reports/inert.ts'
import { visible } from '../../core/text.ts'
import type { World } from '../command.ts'
import { version } from '../version.ts'
import { besides } from './gate-besides.ts'
import type { PlannedReport, ReportPlan } from './gate-plan.ts'

interface OwnOutput {
  /** Relative to the directory of the report; '' is the report itself. */
  readonly file: string
  readonly text: string
}

/** A gate's verdict in every form that may be asked for. */
export interface GateForms {
  readonly own: (
    name: string,
    options: { readonly colour: boolean; readonly width: number },
  ) => Promise<readonly OwnOutput[]>
  readonly report: () => GateReport
  readonly context: HostContext
}

/**
 * Makes the planned reports and brings each to its place. One that cannot be brought keeps no other from its own.
 * @throws GateError output.unwritable, the first; or where the gate failed only said in the log, for that is certain
 */
export async function deliverVerdict(plan: ReportPlan, forms: GateForms, world: World): Promise<void> {
  const say = hostVoice(plan, world)
  let fault: GateError | null = null
  for (const planned of plan.reports) {
    try {
      await deliver(planned)
    } catch (error) {
      if (!(error instanceof GateError)) throw error
      if (fault || failed(forms.report())) world.log(`cd-gate: ${error.message}.`)
      fault ??= error
    }
  }
  if (fault && !failed(forms.report())) throw fault

  async function deliver(planned: PlannedReport): Promise<void> {
    if (planned.host) {
      const renderer = await hostReports.get(planned.host)!.load()
      const rendering = await renderer.verdict(forms.report(), forms.context)
      bring(planned, rendering, say, world, forms.context.top)
    } else await bringOwn(planned, forms, world, plan.ci)
  }
}

function failed({ outcome, advisory }: GateReport): boolean {
  return outcome === 'fail' && !advisory
}

/**
 * The gate ended in an error: the hosts are told, and what an earlier run left in the planned places is taken away, so that
 * it passes for no answer of this one.
 * @throws GateError output.unwritable
 */
export async function deliverFault(
  plan: ReportPlan,
  gate: string,
  error: GateError,
  context: Omit<HostContext, 'markdown' | 'lineText'>,
  world: World,
): Promise<void> {
  const { code, message, hint } = error
  const fault: GateFault = { gate, version, code, message: world.mask(message), hint: world.mask(hint) }
  const say = hostVoice(plan, world)
  const whole: HostContext = { ...context, markdown: async () => '', lineText: () => null }
  for (const planned of plan.reports) {
    const renderer = planned.host && (await hostReports.get(planned.host)!.load())
    const rendering = renderer && (await renderer.fault(fault, whole))
    if (rendering) bring(planned, rendering, say, world, context.top)
    else if (planned.target.kind === 'file') takeAway(resolve(world.cwd, planned.target.file), world)
  }
}

/** Where a host reads its commands: behind the terminal's result, or where that is a document for machines, in the log. */
function hostVoice({ reports }: ReportPlan, world: World): (text: string) => void {
  return reports[0]?.name === 'terminal' ? world.out : world.err
}

function bring(
  { target, usual }: PlannedReport,
  rendering: HostRendering,
  say: (text: string) => void,
  world: World,
  top: string,
): void {
  const { before, after } = usual ? besides(rendering.besides, say, world, top) : { before: [], after: [] }
  for (const deliver of before) deliver()
  if (target.kind === 'file') {
    world.write(resolve(world.cwd, target.file), rendering.text)
    world.log(`cd-gate: wrote ${visible(target.file)}`)
  } else if (rendering.text !== '') (target.kind === 'out' ? world.out : say)(rendering.text)
  for (const deliver of after) deliver()
}

async function bringOwn(
  { name, target }: PlannedReport,
  forms: GateForms,
  world: World,
  ci: string | null,
): Promise<void> {
  const toFile = target.kind === 'file'
  const options = { colour: !toFile && world.colour, width: toFile ? 100 : world.width }
  for (const output of await forms.own(name, options)) {
    if (!toFile) world.out(inert(output.text, ci, name === 'json'))
    else {
      const file = resolve(world.cwd, target.file)
      world.write(output.file === '' ? file : join(dirname(file), output.file), output.text)
    }
  }
  if (toFile) world.log(`cd-gate: wrote ${visible(target.file)}`)
}

function takeAway(file: string, world: World): void {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return
  rmSync(file, { force: true })
  world.log(`cd-gate: took away ${visible(file)}, which is of an earlier run`)
}
