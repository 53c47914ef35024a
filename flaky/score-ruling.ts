import { type ThresholdName, thresholds } from './score-thresholds.ts'

export type RuleName =
  | 'failed-at-once'
  | 'infrastructure'
  | 'one-fingerprint'
  | 'suspected'
  | 'confirmed'
  | 'quarantine-by-rate'
  | 'quarantine-by-cost'
  | 'broken'
  | 'continually-failing'
  | 'order-dependent'
  | 'healed-by-runs'
  | 'healed-by-rate'
  | 'new-fingerprint'
  | 'incident'

/** Every rule that may stand behind a verdict, as one sentence. */
export const rules: Readonly<Record<RuleName, string>> = {
  'failed-at-once':
    'many tests fail at first and most of them recover: the machine had trouble, not the tests',
  infrastructure:
    'most failures are the machine’s, not the tests’ (a refused connection, a full disk, a dead worker)',
  'one-fingerprint': 'most of many failures are one and the same',
  suspected: 'failed and then passed on the same commit',
  confirmed: 'failed and then passed several times, and the rate is beyond doubt',
  'quarantine-by-rate': 'flaky, at a rate that is surely high',
  'quarantine-by-cost': 'flaky, and it blocks too many builds in a week',
  broken: 'fails on the newest commit more often than its flakiness explains',
  'continually-failing': 'its last runs were hard failures, all of them',
  'order-dependent': 'passes alone, and fails in the recorded order',
  'healed-by-runs': 'clean for so long that a test as flaky as before would have failed',
  'healed-by-rate': 'its rate is surely low',
  'new-fingerprint':
    'fails in another way than it flaked before: what is known of its flakiness does not excuse it',
  incident: 'ran in a build with an incident: that says nothing about the test',
}

export type Relation = '>=' | '>' | '<'

/** One number that a rule looked at; with a bound where the rule compares it. */
export interface Figure {
  readonly name: string
  readonly value: number
  /** `share`: 0 to 1, to be shown as a percentage. */
  readonly unit: 'count' | 'share'
  readonly check: Check | null
}

export interface Check {
  readonly relation: Relation
  readonly bound: number
  /** Where the bound, or what it is made of, comes from (score-thresholds.ts). */
  readonly threshold: ThresholdName
  readonly holds: boolean
}

/** A rule that was asked, and all it saw. It holds when each of its checks does. */
export interface Ruling {
  readonly rule: RuleName
  readonly holds: boolean
  readonly figures: readonly Figure[]
}

export function ruling(rule: RuleName, figures: readonly Figure[]): Ruling {
  return { rule, figures, holds: figures.every(({ check }) => check === null || check.holds) }
}

export function count(name: string, value: number): Figure {
  return { name, value, unit: 'count', check: null }
}

export function share(name: string, value: number): Figure {
  return { name, value, unit: 'share', check: null }
}

/** `bound` where it is not the threshold itself but made of it. */
export function checked(
  figure: Figure,
  relation: Relation,
  threshold: ThresholdName,
  bound: number = thresholds[threshold].value,
): Figure {
  return { ...figure, check: { relation, bound, threshold, holds: holds(figure.value, relation, bound) } }
}

function holds(value: number, relation: Relation, bound: number): boolean {
  if (relation === '>=') return value >= bound
  return relation === '>' ? value > bound : value < bound
}
