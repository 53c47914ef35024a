import type { Attempt, TestCase, TestSuite } from '../../core/test-run.ts'
import { otherDialect } from './dialects.ts'
import { mergeCases, mergeProperties } from './merge-cases.ts'
import { settleDuplicates } from './read-duplicates.ts'

/**
 * What makes two suites one: the id, where it is one of cd-gate's (others number the suites of a file), else project,
 * file and name.
 */
export function suiteKey({
  id,
  project,
  file,
  name,
}: Pick<TestSuite, 'id' | 'project' | 'file' | 'name'>): string {
  return /^[0-9a-f]{16}$/.test(id) ? id : JSON.stringify([project, file, name])
}

/** Parts of one suite, one from each report, in the order of the reports. */
export function mergeSuites(parts: readonly [TestSuite, ...TestSuite[]]): TestSuite {
  const distinct = new Map(parts.map(each => [JSON.stringify(each), each]))
  if (distinct.size === 1) return parts[0]
  // In pairs of pairs: thousands of parts would be copied as often otherwise.
  let level: readonly TestSuite[] = [...distinct.values()].map(explicit)
  while (level.length > 1) {
    level = level.flatMap((one, index) => {
      const other = level[index + 1]
      return index % 2 === 1 ? [] : [other ? mergePair(one, other) : one]
    })
  }
  return implicit(level[0] ?? parts[0])
}

/** Parts of one suite that stand in one report: a test that is in two of them need not be the same. */
export function joinSuites(parts: readonly [TestSuite, ...TestSuite[]]): TestSuite {
  const [first, ...rest] = parts
  if (rest.length === 0) return first
  const starts = parts.map(each => each.startedAt)
  const known = starts.filter(each => each !== null)
  return {
    ...first,
    startedAt: known.length === starts.length ? Math.min(...known) : null,
    durationMs: Math.round(parts.reduce((sum, each) => sum + each.durationMs, 0) * 1000) / 1000,
    cases: settleDuplicates(
      parts.flatMap(each => each.cases),
      otherDialect,
    ),
    properties: parts.reduce<TestSuite['properties']>(
      (all, each) => mergeProperties(all, each.properties),
      [],
    ),
    stdout: parts.reduce((all, each) => joined(all, each.stdout), ''),
    stderr: parts.reduce((all, each) => joined(all, each.stderr), ''),
  }
}

function mergePair(one: TestSuite, other: TestSuite): TestSuite {
  const cases = mergeCases(one.cases, other.cases)
  return {
    ...one,
    id: one.id || other.id,
    // Where one does not know when it began, nobody knows which was first.
    startedAt:
      one.startedAt === null || other.startedAt === null ? null : Math.min(one.startedAt, other.startedAt),
    durationMs: Math.max(lasting(one), lasting(other), spent(cases)),
    cases,
    properties: mergeProperties(one.properties, other.properties),
    stdout: joined(one.stdout, other.stdout),
    stderr: joined(one.stderr, other.stderr),
  }
}

function lasting({ durationMs, cases }: TestSuite): number {
  return Math.max(durationMs, spent(cases))
}

function spent(cases: readonly TestCase[]): number {
  const ran = cases.flatMap(({ attempts }) => attempts).filter(isResult)
  return Math.round(ran.reduce((sum, { durationMs }) => sum + durationMs, 0) * 1000) / 1000
}

function isResult({ outcome }: Attempt): boolean {
  return outcome !== 'skipped' && outcome !== 'not-run'
}

/** What both have at their beginning or end is there once, where it was first. */
function joined(one: string, other: string): string {
  if (one.startsWith(other) || one.endsWith(other)) return one
  if (other.startsWith(one)) return other
  const more = other.endsWith(one) ? other.slice(0, -one.length) : other
  return one.endsWith('\n') ? one + more : `${one}\n${more}`
}

/** An attempt without a start began no earlier than its suite: enough to bring rerun jobs in order. */
function explicit(suite: TestSuite): TestSuite {
  const { startedAt } = suite
  if (startedAt === null) return suite
  return withAttempts(suite, each => (each.startedAt === null ? { ...each, startedAt } : each))
}

/** The reverse: what `explicit` would find out again is left out. */
function implicit(suite: TestSuite): TestSuite {
  const { startedAt } = suite
  if (startedAt === null) return suite
  return withAttempts(suite, each => (each.startedAt === startedAt ? { ...each, startedAt: null } : each))
}

function withAttempts(suite: TestSuite, change: (attempt: Attempt) => Attempt): TestSuite {
  const cases = suite.cases.map((each): TestCase => {
    const [first, ...rest] = each.attempts
    return { ...each, attempts: [change(first), ...rest.map(change)] }
  })
  return { ...suite, cases }
}
