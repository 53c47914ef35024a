import { retry } from '../core/system/retry.ts'
import type { TestCase, TestSuite } from '../core/test-run.ts'
import { plural } from '../core/text.ts'
import { brakeOn, type FailureLimit, type StopReason, sharedFingerprint } from './brakes.ts'
import { allCases, isFailing, kindOfCase, type PlacedCase, refOf, wantedOf } from './cases.ts'
import { fingerprintOf } from './fingerprint.ts'
import { type Failure, incidentOf } from './incident.ts'
import { type IsSame, mergeRerun } from './merge.ts'
import type { Beta } from './posterior.ts'
import { type RerunFault, type RerunProcess, rerunFault } from './rerun-fault.ts'
import { rerunsFor } from './reruns.ts'
import type { WantedTest } from './runners/runner.ts'

/** One round of reruns, done by somebody else. */
export type RunAgain = (wanted: readonly WantedTest[], round: number) => Promise<readonly RerunProcess[]>

export interface RerunPolicy {
  /** Most reruns of a test; `null`: as many as its history asks for. */
  readonly reruns: number | null
  readonly budgetMs: number
  readonly delayMs: number
  readonly maxFailures: FailureLimit
  /** Looked up when something failed: a test's rate by the record, `null` where it is not known. */
  readonly rates: () => Promise<(id: string) => Beta | null>
  readonly now: () => number
  readonly signal: AbortSignal
  readonly isSame: IsSame
  /** One line for people. */
  readonly tell: (line: string) => void
}

export interface Reruns {
  readonly suites: readonly TestSuite[]
  readonly stoppedBecause: StopReason | null
  /** More failures than allowed were one and the same, or the machine's: they were run again as one lot. */
  readonly incident: boolean
  /** Wanted in a round and not run by it, the last time. */
  readonly missing: readonly WantedTest[]
  /** Of all rounds: that a later one went well clears none. */
  readonly faults: readonly RerunFault[]
}

const LONGEST_DELAY_MS = 60_000

/** Runs failed tests again, round by round, until each has passed or has had the reruns that its history asks for. */
export async function rerunFailures(
  first: readonly TestSuite[],
  ran: number,
  crashed: boolean,
  runAgain: RunAgain,
  policy: RerunPolicy,
): Promise<Reruns> {
  const failing = allCases(first).filter(({ test }) => isFailing(test))
  const done = (more: Partial<Reruns>): Reruns => ({
    suites: first,
    stoppedBecause: null,
    incident: false,
    missing: [],
    faults: [],
    ...more,
  })
  if (failing.length === 0) return done({})
  // The run's own trouble is in no file that could run again.
  const tests = failing.filter(each => kindOfCase(each) !== 'run')
  const failed = failing.map(each => ({ kind: kindOfCase(each) }))
  const brake = brakeOn({ crashed, ran, failed }, policy.maxFailures)
  // A few tests that time out in the same words are no incident: they are run again as often as any other.
  const isShared = sharedFingerprint(failing.map(fingerprintOfCase)) !== null
  const incident =
    (brake === 'too-many-failures' && isShared) ||
    incidentOf(failing.map(failureOf), ran)?.kind === 'infrastructure'
  if (incident && tests.length > 0)
    policy.tell('one failure is behind most of them: they run again once, together')
  if (!incident && brake !== null) return done({ stoppedBecause: brake })
  if (tests.length === 0) return done({ stoppedBecause: 'suite-error', incident })
  return rounds(first, tests, runAgain, policy, incident)
}

/** Says that it should come again, after its delay. */
class StillFailing extends Error {}

async function rounds(
  first: readonly TestSuite[],
  failing: readonly PlacedCase[],
  runAgain: RunAgain,
  policy: RerunPolicy,
  incident: boolean,
): Promise<Reruns> {
  const end = policy.now() + policy.budgetMs
  const rateOf = await policy.rates()
  const ids = new Set(failing.map(each => refOf(each).id))
  let suites = first
  let missing: readonly WantedTest[] = []
  const faults: RerunFault[] = []
  const stillFailing = () => allCases(suites).filter(each => ids.has(refOf(each).id) && isFailing(each.test))
  const wantedNow = (round: number) =>
    stillFailing().filter(each => wantsMore(each, round, policy, rateOf, end, incident))
  let wanted = wantedNow(1)
  const attempt = async (number: number): Promise<void> => {
    // The first attempt of all was the run itself, so that a delay comes before every rerun.
    if (number > 1) {
      const round = number - 1
      policy.tell(`rerun ${round}: ${plural(wanted.length, 'test')}`)
      const asked = wanted.map(wantedOf)
      const processes = await runAgain(asked, round)
      const found = processes.flatMap(({ report }) => report?.suites ?? [])
      const merged = mergeRerun(suites, asked, found, policy.isSame)
      for (const id of hiddenBy(asked, suites, merged.suites)) ids.add(id)
      suites = merged.suites
      const isWanted = (test: TestCase) => asked.some(each => policy.isSame(each, test))
      for (const each of processes) {
        const fault = rerunFault(each, round, suites, isWanted)
        if (fault) faults.push(fault)
      }
      missing = merged.missing
      wanted = wantedNow(number)
    }
    if (wanted.length > 0 && !policy.signal.aborted) throw new StillFailing()
  }
  await retry(attempt, {
    retries: FARTHEST,
    delayMs: incident ? policy.delayMs * INCIDENT_PAUSE : policy.delayMs,
    longestDelayMs: Math.max(LONGEST_DELAY_MS, policy.delayMs),
    signal: policy.signal,
    isRetryable: error => error instanceof StillFailing,
  }).catch((error: unknown) => {
    if (!policy.signal.aborted) throw error
  })
  const left = stillFailing().length > 0
  const why = policy.signal.aborted
    ? 'interrupted'
    : policy.now() >= end
      ? 'budget-used-up'
      : 'reruns-used-up'
  return { suites, stoppedBecause: left ? why : null, incident, missing: left ? missing : [], faults }
}

/** Ids of what failed in a file that had not loaded before: nobody could see it until now, so that it may run again, too. */
function hiddenBy(
  asked: readonly WantedTest[],
  before: readonly TestSuite[],
  after: readonly TestSuite[],
): readonly string[] {
  const loads = asked.filter(({ kind }) => kind === 'load')
  const known = new Set(allCases(before).map(each => refOf(each).id))
  return allCases(after)
    .filter(each => isFailing(each.test) && kindOfCase(each) !== 'run')
    .filter(({ suite }) =>
      loads.some(({ file, project }) => suite.file === file && suite.project === project),
    )
    .map(each => refOf(each).id)
    .filter(id => !known.has(id))
}

/** An incident needs longer to pass than one test's bad luck. */
const INCIDENT_PAUSE = 4
const FARTHEST = 1000

function wantsMore(
  { suite, test }: PlacedCase,
  round: number,
  { reruns, now }: RerunPolicy,
  rateOf: (id: string) => Beta | null,
  end: number,
  incident: boolean,
): boolean {
  if (incident) return round === 1 && now() < end
  const durationMs = Math.max(1, ...test.attempts.map(each => each.durationMs))
  const question = {
    rate: rateOf(refOf({ suite, test }).id),
    failedReruns: round - 1,
    priorOdds: 1,
    durationMs,
    budgetMs: end - now(),
    most: reruns,
  }
  if (now() >= end) return false
  // A number that the user gave is a number, whatever the history says.
  return reruns === null ? rerunsFor(question).reruns > 0 : round <= reruns
}

function failureOf(placed: PlacedCase): Failure {
  const problem = placed.test.attempts.find(each => each.problem !== null)?.problem
  return { result: 'failed', fingerprint: fingerprintOfCase(placed), message: problem?.message ?? '' }
}

function fingerprintOfCase({ test }: PlacedCase): string {
  const problem = test.attempts.find(each => each.problem !== null)?.problem
  return problem ? fingerprintOf(problem) : ''
}
