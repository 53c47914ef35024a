import type { Explanation } from '../explanation.ts'
import type { Figure } from '../score-ruling.ts'
import { rules } from '../score-ruling.ts'
import { thresholds } from '../score-thresholds.ts'
import { buildOf, flakyOf, rounded, setOf, timeOf } from './json.ts'

/** `cd-gate/flaky-explain/1`. */
export function explanationJson(explanation: Explanation): string {
  const { test, deciding, runs, months, command, builds } = explanation
  const { rate, streak, evidence, latest } = test.verdict
  const { a, b } = rate.posterior
  const document = {
    schema: 'cd-gate/flaky-explain/1',
    test: flakyOf(test),
    rule: deciding?.rule ?? null,
    latest,
    builds,
    rate: {
      events: rate.events,
      runs: rate.runs,
      hardFailures: rate.hardFailures,
      incidents: rate.incidents,
      posterior: { a: rounded(a), b: rounded(b), mean: rounded(rate.posterior.mean) },
      interval: rate.posterior.interval.map(rounded),
      wilson: rate.wilson.map(rounded),
      fingerprints: rate.fingerprints,
    },
    streak: streak && {
      runs: streak.runs,
      branch: streak.branch,
      environment: streak.environment,
      first: buildOf(streak.first),
      last: buildOf(streak.last),
      lastGreen: streak.lastGreen ? buildOf(streak.lastGreen) : null,
      sinceSet: streak.since ? setOf(streak.since) : [],
      sameCode: streak.since?.sameCode ?? false,
    },
    rules: evidence.map(({ rule, holds, figures }) => ({
      rule,
      meaning: rules[rule],
      holds,
      figures: figures.map(figureOf),
    })),
    runs: runs.map(({ build, result, incident, exception }) => ({
      build: build.id,
      shard: build.shard,
      at: timeOf(build.at),
      branch: build.branch,
      commit: build.commit,
      environment: build.environment,
      result,
      incident,
      failures: exception?.failures ?? 0,
      attempts: exception?.attempts ?? 1,
      fingerprint: exception?.fingerprint || null,
      message: exception?.message || null,
    })),
    months,
    command,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function figureOf({ name, value, unit, check }: Figure): Readonly<Record<string, unknown>> {
  const bound = check && {
    relation: check.relation,
    bound: check.bound,
    holds: check.holds,
    threshold: check.threshold,
    meaning: thresholds[check.threshold].meaning,
    source: thresholds[check.threshold].source,
  }
  return { name, value: rounded(value), unit, check: bound }
}
