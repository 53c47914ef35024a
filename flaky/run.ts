import { join } from 'node:path'
import type { Ended } from '../core/system/spawn.ts'
import { addTotals, noTests, type TestSuite, type Totals, totalsOf } from '../core/test-run.ts'
import { allCases, isCrash, isFailing, isIncomplete } from './cases.ts'
import { sameById } from './merge.ts'
import type { RunFacts } from './outcome.ts'
import { type RerunPolicy, type Reruns, rerunFailures } from './rerun.ts'
import type { RerunProcess, RunReport } from './rerun-fault.ts'
import type { FlakyRunner, Invocation, RunPlace, WantedTest } from './runners/runner.ts'

export type { RunReport } from './rerun-fault.ts'

/** What touches the world, done by somebody else. */
export interface RunPorts {
  /** Makes the empty directory. */
  readonly makeDirectory: (directory: string) => void
  readonly start: (invocation: Invocation) => Promise<Ended>
  /** The report of the run whose XUnit should be at `output`; `null` where there is none that can be read. */
  readonly read: (output: string) => Promise<RunReport | null>
}

export interface OneRun {
  readonly command: readonly string[]
  readonly ended: Ended
  readonly tests: number
  readonly failures: number
}

export interface FlakyRun {
  readonly runs: readonly OneRun[]
  readonly first: Ended
  readonly report: RunFacts['report']
  /** What failed in the first run, as it was then. */
  readonly failedAtFirst: readonly TestSuite[]
  /** With every attempt of every run. */
  readonly suites: readonly TestSuite[]
  readonly reruns: Reruns
}

export interface FlakyRunSetup {
  readonly runner: FlakyRunner
  readonly argv: readonly string[]
  readonly place: Pick<RunPlace, 'cwd' | 'root'>
  /** Absolute; the runs get directories of their own in it. */
  readonly directory: string
  readonly policy: Omit<RerunPolicy, 'isSame'>
  readonly ports: RunPorts
}

/** Runs the command, and then what failed of it again. */
export async function runFlaky(setup: FlakyRunSetup): Promise<FlakyRun> {
  const { runner, argv, ports, policy } = setup
  const runs: OneRun[] = []
  const placeOf = (name: string): RunPlace => {
    const directory = join(setup.directory, name)
    ports.makeDirectory(directory)
    return { ...setup.place, directory, output: join(directory, 'xunit.xml') }
  }
  const run = async (invocation: Invocation, { output }: RunPlace): Promise<RerunProcess> => {
    const ended = await ports.start(invocation)
    const report = ended.failure === null ? await ports.read(output) : null
    const totals = totalsOfSuites(report?.suites ?? [])
    const failures = totals.failed + totals.errored
    runs.push({ command: invocation.command, ended, tests: totals.tests - totals.notRun, failures })
    return { ended, report }
  }
  const firstPlace = placeOf('first')
  const { ended: first, report } = await run(runner.record(argv, firstPlace), firstPlace)
  const suites = report?.suites ?? []
  const runAgain = async (wanted: readonly WantedTest[], round: number): Promise<readonly RerunProcess[]> => {
    const processes: RerunProcess[] = []
    const place = placeOf(`rerun-${round}`)
    const invocations = runner.rerun(argv, wanted, place)
    for (const [index, invocation] of invocations.entries()) {
      if (policy.signal.aborted) break
      // Each process writes a report of its own.
      const output = invocations.length === 1 ? place.output : outputOf(invocation, place, index)
      processes.push(await run(invocation, { ...place, output }))
    }
    return processes
  }
  const crashed = first.code === null || allCases(suites).some(({ test }) => isCrash(test))
  const isSame = runner.isSame?.bind(runner) ?? sameById
  const reruns = await rerunFailures(suites, ranOf(suites), crashed, runAgain, { ...policy, isSame })
  return {
    runs,
    first,
    report: stateOf(report, reruns),
    failedAtFirst: failingOnly(suites),
    suites: reruns.suites,
    reruns,
  }
}

/** The variable by which our reporters are told is the invocation's own word for where its report goes. */
function outputOf(invocation: Invocation, place: RunPlace, index: number): string {
  return invocation.env.CD_GATE_REPORTERS_OUTPUT ?? join(place.directory, `xunit-${index + 1}.xml`)
}

/** A crash of the first run is not undone by what came after it. */
function stateOf(report: RunReport | null, { suites, faults }: Reruns): RunFacts['report'] {
  if (report === null) return 'missing'
  return report.complete &&
    !allCases(report.suites).some(({ test }) => isCrash(test)) &&
    !faults.some(({ kind }) => kind === 'incomplete') &&
    !isIncomplete(suites)
    ? 'complete'
    : 'incomplete'
}

function failingOnly(suites: readonly TestSuite[]): readonly TestSuite[] {
  return suites
    .map(suite => ({ ...suite, cases: suite.cases.filter(isFailing) }))
    .filter(suite => suite.cases.length > 0)
}

export function totalsOfSuites(suites: readonly TestSuite[]): Totals {
  return suites.reduce((sum, suite) => addTotals(sum, totalsOf(suite.cases)), noTests)
}

function ranOf(suites: readonly TestSuite[]): number {
  const { tests, skipped, notRun } = totalsOfSuites(suites)
  return tests - skipped - notRun
}
