import type { BuildRef, Exception, Result, TestRun } from './model.ts'

/**
 * What one build says of a test in one environment: shards, reruns and repeats of a build together are one trial, for they
 * share what made them fail.
 */
export interface Trial {
  readonly build: BuildRef
  readonly result: Result
  readonly incident: boolean
  /** Attempts that failed, and all of them. */
  readonly failures: number
  readonly attempts: number
  /** Of all attempts, those in reruns. */
  readonly alone: number
  /** The first that did not simply pass. */
  readonly exception: Exception | null
  /**
   * It failed to the end, and another build of the same commit in the same environment did not: nothing but chance lies
   * between them. Of several such failures in a row only the first is one, for they may have one cause outside the code.
   */
  readonly flipped: boolean
}

/** Oldest first, as the runs are. `branches`: whose builds count; `null` for all. */
export function trialsOf(runs: readonly TestRun[], branches: readonly string[] | null): readonly Trial[] {
  const counted =
    branches === null
      ? runs
      : runs.filter(({ build }) => build.branch !== null && branches.includes(build.branch))
  // Most builds are neither split nor repeated: nothing is to be joined.
  if (new Set(counted.map(({ build }) => build.id)).size === counted.length)
    return withFlips(counted.map(trialOfRun))
  const groups = new Map<string, TestRun[]>()
  for (const run of counted) {
    const { id, environment } = run.build
    const key = `${id}\n${environment}`
    const group = groups.get(key)
    if (group) group.push(run)
    else groups.set(key, [run])
  }
  return withFlips([...groups.values()].map(trialOf))
}

function trialOf(runs: readonly TestRun[]): Trial {
  const [first] = runs as [TestRun]
  if (runs.length === 1) return trialOfRun(first)
  const results = new Set(runs.map(({ result }) => result))
  return {
    build: first.build,
    // Shards that disagree ran the same code.
    result:
      results.size === 1 ? first.result : results.has('passed') || results.has('flaky') ? 'flaky' : 'failed',
    incident: runs.some(({ incident }) => incident),
    failures: runs.reduce((sum, { exception }) => sum + (exception?.failures ?? 0), 0),
    attempts: runs.reduce((sum, { exception }) => sum + (exception?.attempts ?? 1), 0),
    alone: runs.reduce((sum, { exception }) => sum + (exception?.alone ?? 0), 0),
    exception: runs.find(({ exception }) => exception)?.exception ?? null,
    flipped: false,
  }
}

function trialOfRun({ build, result, incident, exception }: TestRun): Trial {
  const { failures, attempts, alone = 0 } = exception ?? { failures: 0, attempts: 1 }
  return { build, result, incident, failures, attempts, alone, exception, flipped: false }
}

function withFlips(trials: readonly Trial[]): readonly Trial[] {
  if (trials.every(({ result }) => result !== 'failed')) return trials
  const passedAt = new Set(
    trials.filter(({ result, incident }) => result !== 'failed' && !incident).map(placeOf),
  )
  const lastAt = new Map<string, Result>()
  return trials.map(trial => {
    const place = placeOf(trial)
    if (trial.build.commit === null || trial.incident) return trial
    const flipped = trial.result === 'failed' && lastAt.get(place) !== 'failed' && passedAt.has(place)
    lastAt.set(place, trial.result)
    return flipped ? { ...trial, flipped } : trial
  })
}

function placeOf({ build }: Trial): string {
  return `${build.commit}\n${build.environment}`
}

/** A sign of flakiness: failed and passed with the same code, without an incident. */
export function isEvent({ result, flipped, incident }: Trial): boolean {
  return !incident && (result === 'flaky' || flipped)
}

/** Counts for the rate: a hard failure tells of the code, an incident of the machine. */
export function isSample(trial: Trial): boolean {
  return !trial.incident && (trial.result !== 'failed' || trial.flipped)
}
