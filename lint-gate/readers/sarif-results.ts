import type { Severity } from '../../core/verdict.ts'
import type { LintFinding } from '../model.ts'
import type { Damage } from './damage.ts'
import { type JsonRecord, type JsonShape, jsonShape } from './json-shape.ts'
import { sarifPlaces } from './sarif-locations.ts'
import { type SarifRule, sarifRules } from './sarif-rules.ts'
import type { SarifUris } from './sarif-uris.ts'
import { isSyntaxError } from './syntax-errors.ts'

export interface SarifResults {
  readonly placed: readonly LintFinding[]
  /** What is about no file, in words. */
  readonly nowhere: readonly string[]
}

const levels: ReadonlyMap<unknown, Severity | null> = new Map<unknown, Severity | null>([
  ['error', 'error'],
  ['warning', 'warning'],
  ['note', 'note'],
  ['none', null],
])

/**
 * A run's results that are findings: a failure that is neither suppressed nor gone. One with several locations is a
 * finding at each of them.
 * @throws the damage's error
 */
export function sarifResults(run: JsonRecord, uris: SarifUris, damage: Damage): SarifResults {
  const shape = jsonShape(damage)
  const ruleOf = sarifRules(run, shape)
  const placed: LintFinding[] = []
  const nowhere: string[] = []
  for (const each of shape.optionalList(run.results, 'results')) {
    const result = shape.record(each, 'a result')
    const rule = ruleOf(result)
    const severity = severityOf(result, rule, damage)
    if (severity === null || result.baselineState === 'absent' || isSuppressed(result, shape)) continue
    const message = rule.messageOf(result)
    const places = sarifPlaces(result.locations, uris, damage)
    if (places.length === 0) nowhere.push(`${severity}: ${message}${rule.id === null ? '' : ` [${rule.id}]`}`)
    const fatal = isSyntaxError(rule.id, message)
    for (const place of places) {
      placed.push({ ...place, rule: rule.id, severity: fatal ? 'error' : severity, message, fatal })
    }
  }
  return { placed, nowhere }
}

/** 3.27.10: an own level, else the rule's, else a warning; results of another kind than "fail" have none. */
function severityOf(result: JsonRecord, rule: SarifRule, damage: Damage): Severity | null {
  const kind = result.kind ?? 'fail'
  // Somebody has yet to look at these.
  if (kind === 'open' || kind === 'review') return 'note'
  if (kind !== 'fail') return null
  const level = result.level ?? rule.level ?? 'warning'
  const severity = levels.get(level)
  if (severity === undefined) throw damage(`the level of a result is ${JSON.stringify(level)}`)
  return severity
}

/** 3.35.3: suppressed unless a suppression is still under review, or was rejected. */
function isSuppressed(result: JsonRecord, shape: JsonShape): boolean {
  const suppressions = shape
    .optionalList(result.suppressions, 'suppressions')
    .map(each => shape.record(each, 'a suppression'))
  return (
    suppressions.length > 0 &&
    suppressions.every(({ status }) => status === undefined || status === null || status === 'accepted')
  )
}
