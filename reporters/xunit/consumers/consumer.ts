import type { Severity } from '../../../core/verdict.ts'
import type { RawCase, RawReport, RawSuite } from '../read-raw.ts'
import type { ConsumerName } from './names.ts'

/** One thing that can be wrong with a report, in a consumer's eyes. `error`: it makes a run look better than it was. */
export interface Rule {
  readonly name: string
  readonly severity: Severity
  /** What happens then. */
  readonly says: string
}

/** What is known of a report beside its content. */
export interface ReportFacts {
  readonly name: string
  readonly bytes: number
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number
  /** Of a path as the report tells it. */
  readonly exists: (path: string) => boolean
}

/** Notes that a rule applies, and to what. */
export type Find = (rule: string, example: string) => void

export interface Shown {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** One consumer's look at reports, in the order in which they are read. */
export interface ConsumerView {
  readonly suite: (suite: RawSuite, facts: ReportFacts) => void
  /** After a report's last suite. */
  readonly report: (report: RawReport, facts: ReportFacts) => void
  /** What it will show of everything. */
  readonly shows: () => Shown
}

export interface Consumer {
  readonly name: ConsumerName
  readonly title: string
  readonly rules: readonly Rule[]
  /**
   * It refuses what all others read, and few have it: unless it is the one that was asked for, what it would refuse is a
   * note. The value says what makes a report that it takes.
   */
  readonly onRequest?: string
  readonly look: (find: Find) => ConsumerView
}

/** The consumers as one sees them who named these, or none. */
export function asAsked(all: readonly Consumer[], named: readonly ConsumerName[]): readonly Consumer[] {
  if (named.length > 0) return all.filter(({ name }) => named.includes(name))
  return all.map(each =>
    each.onRequest === undefined
      ? each
      : { ...each, rules: each.rules.map(rule => ({ ...rule, severity: 'note' as const })) },
  )
}

export type Status = keyof Shown

export interface Counter {
  readonly add: (status: Status) => void
  readonly shown: () => Shown
}

export function createCounter(): Counter {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  return {
    add: status => {
      counts[status] += 1
    },
    shown: () => ({ ...counts }),
  }
}

export function caseName({ attributes }: RawCase): string {
  return attributes.name || '(no name)'
}

export function has(test: RawCase, ...elements: readonly string[]): boolean {
  return test.results.some(({ element }) => elements.includes(element))
}

export function problemsOf(test: RawCase): RawCase['results'] {
  return test.results.filter(({ element }) => element === 'failure' || element === 'error')
}
