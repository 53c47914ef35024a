import { existsSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { GateError, gateError } from '../../core/errors.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import { plural, visible } from '../../core/text.ts'
import { readJournal } from '../../reporters/journal.ts'
import { journalOf } from '../../reporters/report-names.ts'
import { isAlive } from '../../reporters/report-owner.ts'
import { findUnfinished, finishReport, type Rescue } from '../../reporters/unfinished.ts'
import type { CommandModule, Invocation } from '../command.ts'
import { only, type XunitOptions, xunitOptions } from './xunit-options.ts'

export const xunitFinishCommand: CommandModule<XunitOptions> = {
  options: only('files'),
  sectionOptions: xunitOptions,
  examples: [
    {
      command: 'cd-gate xunit finish',
      what: 'complete every report that a killed run left below reports/',
    },
    {
      command: 'cd-gate xunit finish reports/junit/vitest.xml.partial',
      what: 'complete this one',
    },
  ],
  run: finish,
}

const PARTIAL = '.partial'
/** Where reports grow unless the configuration says otherwise. */
const USUAL = 'reports'

/** Nothing to finish is no fault: the command may stand behind every run. */
async function finish({ options, common, world }: Invocation<XunitOptions>): Promise<number> {
  const { cwd } = world
  const outputs =
    options.files.length > 0
      ? options.files.flatMap(each => unfinishedAt(each, cwd))
      : findUnfinished(resolve(cwd, USUAL))
  const rescued: Rescue[] = []
  const faults: { readonly file: string; readonly error: GateError }[] = []
  for (const output of new Set(outputs)) {
    try {
      refuseInUse(output, cwd)
      rescued.push(finishReport(output))
    } catch (error) {
      if (!(error instanceof GateError)) throw error
      faults.push({ file: shortName(output, cwd), error })
    }
  }
  for (const { error } of faults) {
    world.log(`cd-gate: ${visible(error.message)}.`)
    world.log(`  → ${visible(error.hint)}`)
  }
  if (common.json) {
    const reports = rescued.map(({ report, parts, unfinished }) => ({
      file: shortName(report, cwd),
      parts,
      unfinished: {
        tests: unfinished.tests,
        errored: unfinished.errored + unfinished.failed,
        notRun: unfinished.notRun,
      },
    }))
    const unfinishable = faults.map(({ file, error }) => ({ file, code: error.code, message: error.message }))
    world.out(
      `${JSON.stringify({ schema: 'cd-gate/xunit-finish/1', reports, faults: unfinishable }, null, 2)}\n`,
    )
  } else {
    for (const each of rescued) world.out(`${told(each, cwd)}\n`)
    if (rescued.length + faults.length === 0)
      world.out('Nothing to finish: no run left a .partial report behind.\n')
  }
  return faults.length > 0 ? 3 : 0
}

/**
 * A run that is still alive goes on writing: what it writes is not to be cut off.
 * @throws GateError xunit.in-use
 */
function refuseInUse(output: string, cwd: string): void {
  const { head } = readJournal(readTextOrNull(journalOf(output)) ?? '')
  if (head === null || !isAlive(head)) return
  throw gateError('xunit.in-use', { file: shortName(output, cwd), pid: head.pid })
}

function told({ report, parts, unfinished }: Rescue, cwd: string): string {
  const several = parts > 1 ? ` in ${plural(parts, 'part')}` : ''
  const { errored, failed, notRun } = unfinished
  const lost = [
    ...(errored + failed > 0 ? [`${plural(errored + failed, 'error')} for what did not finish`] : []),
    ...(notRun > 0 ? [`${plural(notRun, 'test')} told as not run`] : []),
  ]
  return `${visible(shortName(report, cwd))} completed${several}: ${lost.join(', ') || 'nothing was in flight'}`
}

/**
 * The report that a name means: itself, with or without `.partial`, or all that a directory holds.
 * @throws GateError xunit.missing
 */
function unfinishedAt(given: string, cwd: string): readonly string[] {
  const path = resolve(cwd, given)
  if (existsSync(path) && statSync(path).isDirectory()) return findUnfinished(path)
  const output = path.endsWith(PARTIAL) ? path.slice(0, -PARTIAL.length) : path
  if (!existsSync(`${output}${PARTIAL}`)) throw gateError('xunit.missing', { given })
  return [output]
}

function shortName(path: string, cwd: string): string {
  const inside = relative(cwd, path).replaceAll('\\', '/')
  return inside.startsWith('..') ? path : inside
}
