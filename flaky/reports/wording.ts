import { plural } from '../../core/text.ts'
import type { BuildRef } from '../model.ts'
import type { EntryHealth } from '../quarantine-health.ts'
import type { FlakyReport, ReportTest } from '../report-model.ts'
import type { Since } from '../since.ts'
import type { BuildIncident } from '../survey.ts'
import type { State } from '../verdicts-model.ts'

/** What every rendering says in the same words. Names from outside are in it as they are. */
export const stateWords: Readonly<Record<State, string>> = {
  passed: 'passes',
  'flaky-suspected': 'flaky (suspected)',
  'flaky-confirmed': 'flaky',
  failed: 'failed',
  broken: 'broken',
  'continually-failing': 'keeps failing',
  'order-dependent': 'order-dependent (suspected)',
  incident: 'in an incident',
  healed: 'healed',
}

/** "3 tests keep failing, 2 fail, 5 are flaky". */
export function headline({ failing, flaky, quarantined }: FlakyReport): string {
  const keep = failing.filter(({ state }) => state === 'continually-failing').length
  const fail = failing.length - keep
  const parts = [
    ...(keep > 0 ? [`${plural(keep, 'test')} ${keep === 1 ? 'keeps' : 'keep'} failing`] : []),
    ...(fail > 0 ? [`${plural(fail, 'test')} ${fail === 1 ? 'fails' : 'fail'}`] : []),
    ...(flaky.length > 0
      ? [`${plural(flaky.length, 'test')} ${flaky.length === 1 ? 'is' : 'are'} flaky`]
      : []),
    ...(quarantined.length > 0 ? [`${quarantined.length} in quarantine`] : []),
  ]
  return parts.length > 0 ? parts.join(', ') : 'no test is failing or flaky'
}

/** What was looked at. */
export function scope({ builds, branch, first, last, tests }: FlakyReport): string {
  const where = branch === null ? 'of all branches' : `of ${branch}`
  const days = first.at === last.at ? day(last.at) : `${day(first.at)} to ${day(last.at)}`
  return `${plural(builds, 'build')} ${where}, ${days}; ${plural(tests, 'test')} in the newest`
}

export function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

export function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

export function placeOf({ test }: Pick<ReportTest, 'test'>): string {
  const place = test.file ?? test.classname
  return test.project === '' ? place : `${place} (${test.project})`
}

export function shortCommit(commit: string | null): string {
  return commit === null ? 'an unknown commit' : commit.slice(0, 10)
}

/** "6 runs in a row". */
export function streakText({ verdict, state }: ReportTest): string {
  const { streak } = verdict
  if (!streak) return stateWords[state]
  return streak.runs === 1 ? 'failed in its last run' : `failed ${streak.runs} runs in a row`
}

/** "since 3f2a (build 12, 2026-11-24)", or the set of commits with their probabilities. */
export function sinceText({ verdict }: ReportTest): string {
  const { streak } = verdict
  if (!streak) return ''
  const { since } = streak
  const start = since?.start.build ?? streak.first
  const at = `build ${buildName(start.id)}, ${minute(start.at)}`
  if (since?.sameCode)
    return `since ${at}, on ${shortCommit(start.commit)}, which passed before: the code did not change`
  const set = since?.set ?? []
  if (set.length <= 1 || !since) return `since ${shortCommit(start.commit)} (${at})`
  return `since ${commitSet(since)} (${at})`
}

const MOST_COMMITS = 4

export function commitSet({ set }: Since): string {
  const shown = set
    .slice(0, MOST_COMMITS)
    .map(({ commit, probability }) => `${shortCommit(commit)} (${percent(probability)})`)
  return set.length > shown.length
    ? `one of ${shown.join(', ')} and ${set.length - shown.length} more`
    : `one of ${shown.join(', ')}`
}

export function lastGreenText({ verdict }: ReportTest): string {
  const green = verdict.streak?.lastGreen ?? null
  return green === null
    ? 'the record never saw it pass'
    : `last green: build ${buildName(green.id)}, ${minute(green.at)}`
}

/** "3.2 % (0.9-7.1 %), 3 of 90 runs". */
export function rateText({ verdict }: ReportTest): string {
  const { posterior, events, runs } = verdict.rate
  const [low, high] = posterior.interval
  return `${percent(posterior.mean)} (${bare(low)}-${percent(high)}), ${events} of ${plural(runs, 'run')}`
}

/** "12 min, blocks 0.4 builds, reruns in 7 builds a week". */
export function costText({ cost }: ReportTest): string {
  const { minutes, blockedBuilds, rerunBuilds } = cost
  const parts = [
    ...(minutes >= 0.05 ? [`${amount(minutes)} min`] : []),
    ...(blockedBuilds >= 0.05 ? [`blocks ${buildsText(blockedBuilds)}`] : []),
    ...(rerunBuilds >= 0.05 ? [`reruns in ${buildsText(rerunBuilds)}`] : []),
  ]
  return parts.length > 0 ? `${parts.join(', ')} a week` : 'next to nothing a week'
}

function buildsText(builds: number): string {
  const shown = amount(builds)
  return `${shown} ${shown === '1' ? 'build' : 'builds'}`
}

export function healthText({ health, cleanRuns, chance }: EntryHealth): string {
  if (health === 'unknown') return 'the record does not know it'
  if (health === 'failing') return 'still fails'
  const clean = `clean for ${plural(cleanRuns, 'run')}`
  return health === 'healed'
    ? `healed: ${clean}, which is chance with ${percent(chance)}`
    : `${clean}, which may still be chance (${percent(chance)})`
}

/** Where an entry's test goes on under another name; `''` where it has the entry's. */
export function renamedText({ now }: EntryHealth): string {
  return now === null ? '' : `renamed: now ${now.name}, ${now.file ?? now.classname}`
}

export function expiryText({ entry, expired }: EntryHealth): string {
  if (entry.expires === '') return 'without expiry'
  return expired ? `expired ${entry.expires}` : `until ${entry.expires}`
}

const kinds: Readonly<Record<BuildIncident['incident']['kind'], string>> = {
  'failed-at-once': 'many tests failed at once and recovered',
  infrastructure: 'the machine failed',
  'one-fingerprint': 'one failure was behind most of them',
}

export function incidentText({ incident, failures, tests }: BuildIncident): string {
  const cause = incident.cause === null ? '' : ` (${incident.cause})`
  return `${kinds[incident.kind]}${cause}: ${failures} of ${plural(tests, 'test')}`
}

/** Where no CI gives a number, a build is called by its commit and time: of the commit, the beginning is enough. */
export function buildName(id: string): string {
  return id.replace(/^([0-9a-f]{10})[0-9a-f]{30}-/, '$1-')
}

export function buildText({ id, branch, at }: BuildRef): string {
  return `build ${buildName(id)}${branch === null ? '' : ` of ${branch}`}, ${minute(at)}`
}

/** "2 other tests fail in the same way". */
export function alikeText(alike: number): string {
  return `${plural(alike, 'other test')} ${alike === 1 ? 'fails' : 'fail'} in the same way`
}

export function ownerText(owner: string | null): string {
  return owner === null || owner === '' ? 'no owner' : owner
}

export function percent(share: number): string {
  return `${bare(share)} %`
}

/** Two significant digits, and never a 0 or a 100 that is none. */
function bare(share: number): string {
  const value = share * 100
  if (value > 0 && value < 0.01) return '<0.01'
  if (value > 99.99 && value < 100) return '>99.99'
  return value >= 99.5 && value < 100 ? value.toFixed(2) : number(value)
}

/** "Flakiness costs 12 minutes and 0.4 builds a week", and how often a build needs no rerun. */
export function taxText({ minutes, blockedBuilds, firstTryGreen }: FlakyReport['tax']): string {
  const parts = [
    ...(minutes >= 0.05 ? [`${amount(minutes)} ${amount(minutes) === '1' ? 'minute' : 'minutes'}`] : []),
    ...(blockedBuilds >= 0.05 ? [buildsText(blockedBuilds)] : []),
  ]
  const costs = parts.length > 0 ? parts.join(' and ') : 'next to nothing'
  return `Flakiness costs ${costs} a week; a build of good code passes at once with ${percent(firstTryGreen)}.`
}

/** Minutes or builds: a tenth is as much as anybody can use. */
export function amount(value: number): string {
  if (value > 0 && value < 0.05) return '<0.1'
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toFixed(1)))
}

/** At least two significant digits, for people; what is smaller than any bound is not spelled out. */
export function number(value: number): string {
  if (Number.isInteger(value)) return String(value)
  if (value > 0 && value < 0.001) return '<0.001'
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)))
}
