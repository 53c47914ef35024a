import { GateError } from '../../core/errors.ts'
import type { Severity } from '../../core/verdict.ts'
import { generalRules, lookAround, lookInGeneral } from './check-general.ts'
import type { Consumer, ConsumerView, Find, ReportFacts, Rule, Shown } from './consumers/consumer.ts'
import type { ConsumerName } from './consumers/names.ts'
import { keyOf } from './consumers/seen.ts'
import { readRawSuites } from './read.ts'

/** A rule that applies to a report, however often. */
export interface CheckFinding {
  readonly rule: string
  readonly severity: Severity
  /** `null`: whoever reads it. */
  readonly consumer: ConsumerName | null
  readonly report: string
  readonly says: string
  readonly count: number
  /** The first few. */
  readonly examples: readonly string[]
}

export interface CheckResult {
  readonly reports: readonly string[]
  readonly findings: readonly CheckFinding[]
  readonly shows: readonly {
    readonly consumer: ConsumerName
    readonly title: string
    readonly shown: Shown
    readonly takes: string | null
  }[]
  readonly faults: readonly { readonly name: string; readonly error: GateError }[]
}

export interface CheckSource {
  readonly facts: ReportFacts
  readonly hasPartial: boolean
  readonly pieces: () => Iterable<Uint8Array>
  /** When a file that the report names was changed; `null` where it is not here. */
  readonly changedAt: (file: string) => number | null
}

const EXAMPLES = 3
/** Looking at every source file of a large project would take longer than the rest. */
const SOURCES = 500

/** What each consumer will make of the reports. Every rule is code of its own: no schema, no tool is asked. */
export function checkReports(
  sources: readonly CheckSource[],
  consumers: readonly Consumer[],
  newerThan: number | null,
): CheckResult {
  const found = createFindings(consumers)
  const faults: { readonly name: string; readonly error: GateError }[] = []
  const newest = Math.max(0, ...sources.map(({ facts }) => facts.modifiedAt))
  let current = ''
  const find: Find = (rule, example) => found.add(rule, current, example)
  const views = consumers.map(each => each.look(find))
  for (const source of sources) {
    const { facts, hasPartial } = source
    current = facts.name
    lookAround(facts, { newerThan, newest, hasPartial }, find)
    try {
      readOne(source, views, find)
    } catch (error) {
      if (!(error instanceof GateError)) throw error
      faults.push({ name: facts.name, error })
    }
  }
  const shows = consumers.map(({ name, title, onRequest = null }, index) => ({
    consumer: name,
    title,
    takes: onRequest,
    shown: (views[index] as ConsumerView).shows(),
  }))
  return { reports: sources.map(({ facts }) => facts.name), findings: found.all(), shows, faults }
}

function readOne(
  { facts, pieces, changedAt }: CheckSource,
  views: readonly ConsumerView[],
  find: Find,
): void {
  const general = lookInGeneral(find)
  const looked = new Set<string>()
  const suites = readRawSuites(pieces(), facts.name)
  for (let next = suites.next(); ; next = suites.next()) {
    if (next.done) {
      general.report(next.value)
      for (const view of views) view.report(next.value, facts)
      return
    }
    const suite = next.value
    general.suite(suite)
    for (const view of views) view.suite(suite, facts)
    for (const { attributes } of [suite, ...suite.cases]) {
      const file = attributes.file
      if (!file || looked.size >= SOURCES || looked.has(keyOf([file]))) continue
      looked.add(keyOf([file]))
      const changed = changedAt(file)
      if (changed !== null && changed > facts.modifiedAt) find('report.older-than-source', file)
    }
  }
}

interface Findings {
  readonly add: (rule: string, report: string, example: string) => void
  readonly all: () => readonly CheckFinding[]
}

function createFindings(consumers: readonly Consumer[]): Findings {
  const rules = new Map<string, { readonly rule: Rule; readonly consumer: ConsumerName | null }>()
  for (const rule of generalRules) rules.set(rule.name, { rule, consumer: null })
  for (const { name, rules: own } of consumers)
    for (const rule of own) rules.set(rule.name, { rule, consumer: name })
  const found = new Map<
    string,
    { count: number; readonly rule: string; readonly report: string; readonly examples: string[] }
  >()
  const order = ['error', 'warning', 'note']
  return {
    add: (rule, report, example) => {
      const key = `${rule}\u0000${report}`
      const present = found.get(key) ?? { count: 0, rule, report, examples: [] }
      present.count += 1
      const cut = example.slice(0, 200)
      if (present.examples.length < EXAMPLES && !present.examples.includes(cut)) {
        // A part of a text keeps the piece of the file alive that it was read from.
        present.examples.push(JSON.parse(JSON.stringify(cut)) as string)
      }
      found.set(key, present)
    },
    all: () =>
      [...found.values()]
        .map(({ rule: name, ...rest }): CheckFinding => {
          const known = rules.get(name)
          if (!known) throw new Error(`no rule ${name}`)
          const { rule, consumer } = known
          return { ...rest, rule: name, severity: rule.severity, says: rule.says, consumer }
        })
        .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)),
  }
}

/** Unreadable reports are no answer; anything that makes a run look better than it was is a failed check. */
export function checkOutcome({ findings, faults }: CheckResult): 'pass' | 'fail' | 'unknown' {
  if (findings.some(({ severity }) => severity === 'error')) return 'fail'
  return faults.length > 0 ? 'unknown' : 'pass'
}
