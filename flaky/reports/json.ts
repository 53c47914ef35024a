import type { BuildRef } from '../model.ts'
import type { Beat, FlakyReport, QuarantinedTest, ReportTest } from '../report-model.ts'
import type { Since } from '../since.ts'
import type { BuildIncident } from '../survey.ts'
import type { OutputFile } from './report.ts'

type Json = Readonly<Record<string, unknown>>

/** `cd-gate/flaky-report/1`. Times are ISO 8601 in UTC, rates shares from 0 to 1. */
export async function renderJson(report: FlakyReport): Promise<readonly OutputFile[]> {
  const { where, branch, builds, first, last, tests, tax } = report
  const document = {
    schema: 'cd-gate/flaky-report/1',
    record: where,
    branch,
    builds: { count: builds, first: buildOf(first), last: buildOf(last) },
    tests,
    continuallyFailing: report.failing.filter(({ state }) => state === 'continually-failing').map(failingOf),
    failing: report.failing.filter(({ state }) => state !== 'continually-failing').map(failingOf),
    flaky: report.flaky.map(flakyOf),
    quarantined: report.quarantined.map(quarantinedOf),
    quarantineFaults: report.faults.map(({ rule, message, entry }) => ({
      rule,
      message,
      id: entry?.id ?? null,
    })),
    incidents: report.incidents.map(incidentOf),
    healed: report.healed.map(flakyOf),
    cost: {
      firstTryGreen: rounded(tax.firstTryGreen),
      blockedBuildsPerWeek: rounded(tax.blockedBuilds),
      minutesPerWeek: rounded(tax.minutes),
      owners: tax.owners.map(each => ({
        owner: each.owner,
        tests: each.tests,
        blockedBuildsPerWeek: rounded(each.blockedBuilds),
        minutesPerWeek: rounded(each.minutes),
      })),
    },
    unreadable: report.damaged,
  }
  return [{ file: '', text: `${JSON.stringify(document, null, 2)}\n` }]
}

export function identityOf({
  test,
  state,
  owner,
  fingerprint,
  message,
  alike,
  quarantine,
}: ReportTest): Json {
  const { id, name, classname, file, project } = test
  return {
    id,
    name,
    classname,
    file,
    project,
    state,
    owner,
    fingerprint: fingerprint || null,
    message: message || null,
    alike,
    quarantined: quarantine.length > 0,
  }
}

function failingOf(test: ReportTest) {
  const { streak } = test.verdict
  const since = streak?.since ?? null
  const start = since?.start.build ?? streak?.first ?? null
  return {
    ...identityOf(test),
    since: start && { commit: start.commit, build: start.id, at: timeOf(start.at) },
    sinceSet: since ? setOf(since) : [],
    sameCode: since?.sameCode ?? false,
    lastGreen: streak?.lastGreen ? buildOf(streak.lastGreen) : null,
    streak: streak?.runs ?? 0,
    branch: streak?.branch ?? null,
    environment: streak?.environment ?? null,
    recent: test.recent.map(beat => beats[beat]).join(''),
  }
}

/** The newest runs, oldest first, a letter each. */
const beats: Readonly<Record<Beat, string>> = { passed: '.', flaky: '~', failed: 'x', incident: 'o' }

export function setOf({ set }: Since): readonly Json[] {
  return set.map(({ commit, build, after, probability }) => ({
    commit,
    build: build.id,
    after: after?.commit ?? null,
    probability: rounded(probability),
  }))
}

export function flakyOf(test: ReportTest): Json {
  const { rate, quarantineCandidate } = test.verdict
  return {
    ...identityOf(test),
    rate: rounded(rate.posterior.mean),
    interval: rate.posterior.interval.map(rounded),
    runs: rate.runs,
    events: rate.events,
    quarantineCandidate,
    blockedBuildsPerWeek: rounded(test.cost.blockedBuilds),
    rerunBuildsPerWeek: rounded(test.cost.rerunBuilds),
    minutesPerWeek: rounded(test.cost.minutes),
    recent: test.recent.map(beat => beats[beat]).join(''),
  }
}

export function quarantinedOf({
  entry,
  health,
  cleanRuns,
  chance,
  expired,
  now,
  test,
}: QuarantinedTest): Json {
  return { ...entry, health, cleanRuns, chance: rounded(chance), expired, now, state: test?.state ?? null }
}

function incidentOf({ build, incident, failures, tests }: BuildIncident) {
  const { kind, cause, message } = incident
  return { ...buildOf(build), kind, cause, message, failures, tests }
}

export function buildOf({ id, commit, branch, at }: BuildRef): Json {
  return { build: id, commit, branch, at: timeOf(at) }
}

export function timeOf(at: number): string {
  return new Date(at).toISOString()
}

/** What differs in the seventh digit is noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
