import type { Beta } from './posterior.ts'
import { thresholds } from './score-thresholds.ts'
import type { Trial } from './score-trials.ts'
import { sinceOf } from './since.ts'
import type { Streak } from './verdicts-model.ts'

const DAY = 24 * 60 * 60 * 1_000

/**
 * The longest streak of hard failures in which a branch's environment ends; `null` where the test fails in none. A test that
 * fails on one operating system only has its streak there, whatever it does on the others in between.
 */
export function streakOf(
  trials: readonly Trial[],
  prior: Beta,
  weightOf: (commit: string) => number,
): Streak | null {
  const streaks = linesOf(trials).flatMap(line => streakOfLine(line, prior, weightOf) ?? [])
  return streaks.reduce<Streak | null>((most, each) => (most && most.runs >= each.runs ? most : each), null)
}

/** A line is a branch in an environment. One that is used no longer cannot end its streak, and says nothing more. */
function linesOf(trials: readonly Trial[]): readonly (readonly Trial[])[] {
  const lines = new Map<string, Trial[]>()
  for (const trial of trials) {
    // No branch has a line feed in its name.
    const key = `${trial.build.branch ?? ''}\n${trial.build.environment}`
    const line = lines.get(key)
    if (line) line.push(trial)
    else lines.set(key, [trial])
  }
  return [...lines.values()].filter(line => isLive(line, trials))
}

function isLive(line: readonly Trial[], trials: readonly Trial[]): boolean {
  const newest = line.at(-1)?.build
  const last = trials.at(-1)?.build
  if (!newest || !last) return false
  const builds = new Set<string>()
  for (let index = trials.length - 1; index >= 0 && builds.size < thresholds.liveBuilds.value; index -= 1)
    builds.add(trials[index]?.build.id ?? '')
  return builds.has(newest.id) || newest.at >= last.at - thresholds.liveDays.value * DAY
}

function streakOfLine(
  line: readonly Trial[],
  prior: Beta,
  weightOf: (commit: string) => number,
): Streak | null {
  const start = line.findLastIndex(({ result }) => result !== 'failed') + 1
  const streak = line.slice(start)
  const [first, last] = [streak[0], streak.at(-1)]
  if (!first || !last) return null
  const { branch, environment, commit } = last.build
  const onCommit = streak.filter(each => each === last || (commit !== null && each.build.commit === commit))
  return {
    branch,
    environment,
    runs: streak.length,
    incidents: streak.filter(({ incident }) => incident).length,
    first: first.build,
    last: last.build,
    lastGreen: line[start - 1]?.build ?? null,
    failedAttempts: onCommit.reduce((sum, each) => sum + (each.incident ? 0 : each.failures), 0),
    inIncident: last.incident,
    fingerprint: last.exception?.fingerprint ?? '',
    since: sinceOf(
      line.map(({ build, result }) => ({ build, failed: result === 'failed' })),
      prior,
      weightOf,
    ),
  }
}
