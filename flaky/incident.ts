import type { Exception } from './model.ts'
import { checked, count, type Figure, type Ruling, ruling, share } from './score-ruling.ts'

/** What of the machine failed. */
export type InfrastructureCause = 'disk' | 'memory' | 'descriptors' | 'worker' | 'network'

interface Infrastructure {
  readonly cause: InfrastructureCause
  readonly pattern: RegExp
  /** Least failures that make an incident. */
  readonly least: 'incidentMachine' | 'incidentWorker' | 'incidentNetwork'
}

const infrastructure: readonly Infrastructure[] = [
  {
    cause: 'disk',
    least: 'incidentMachine',
    pattern: /\b(?:ENOSPC|EDQUOT|EROFS|EIO)\b|no space left on device|read-only file system/i,
  },
  {
    cause: 'memory',
    least: 'incidentMachine',
    pattern: /\bENOMEM\b|cannot allocate memory|oom-?kill|out of memory: kill/i,
  },
  { cause: 'descriptors', least: 'incidentMachine', pattern: /\b(?:EMFILE|ENFILE)\b|too many open files/i },
  {
    cause: 'worker',
    least: 'incidentWorker',
    pattern:
      /heap out of memory|ERR_WORKER_OUT_OF_MEMORY|OutOfMemoryError|\bSIGKILL\b|\b(?:exit(?:ed)?|status|code|signal)\b[^\w]*(?:(?:with|code|status)[^\w]*){0,2}137\b|\bworker\b.{0,40}\b(?:died|crashed|exited|was (?:killed|terminated)|unexpectedly)\b|(?:forks? |child )?process.{0,20}\b(?:was killed|terminated unexpectedly)\b/i,
  },
  {
    cause: 'network',
    least: 'incidentNetwork',
    pattern:
      /\b(?:ECONNREFUSED|ECONNRESET|EAI_AGAIN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)\b|connection (?:refused|reset)|socket hang up|getaddrinfo|name resolution|(?:bad gateway|gateway time-?out|service unavailable)/i,
  },
]

/** `null` where the text speaks of a test's own failure. */
export function infrastructureCauseOf(text: string): InfrastructureCause | null {
  return infrastructure.find(({ pattern }) => pattern.test(text))?.cause ?? null
}

/** What a build's incident rules look at. */
export type Failure = Pick<Exception, 'result' | 'fingerprint' | 'message'>

export interface Incident {
  readonly kind: 'failed-at-once' | 'infrastructure' | 'one-fingerprint'
  readonly cause: InfrastructureCause | null
  /** Of the failures that are one and the same; `''` where the incident has no single one. */
  readonly fingerprint: string
  /** Of the first of the failures that make it. */
  readonly message: string
  readonly ruling: Ruling
}

/**
 * Whether a build shows an incident. `exceptions` are those of all its shards, `tests` all the tests that ran. `null`: the
 * failures are the tests' own.
 */
export function incidentOf(exceptions: Iterable<Failure>, tests: number): Incident | null {
  const failures = [...exceptions]
  if (failures.length === 0) return null
  return ofInfrastructure(failures) ?? ofOneFingerprint(failures) ?? failedAtOnce(failures, tests)
}

function ofInfrastructure(failures: readonly Failure[]): Incident | null {
  const causes = failures.map(({ message }) => infrastructureCauseOf(message))
  for (const { cause, least } of infrastructure) {
    const same = failures.filter((_, index) => causes[index] === cause)
    const judged = ruling('infrastructure', [
      checked(count('failures of this cause', same.length), '>=', least),
      ...sameShare(same, failures),
    ])
    if (judged.holds) return incident('infrastructure', same, judged, cause)
  }
  return null
}

function ofOneFingerprint(failures: readonly Failure[]): Incident | null {
  const same = largestGroup(failures)
  const judged = ruling('one-fingerprint', [
    checked(count('failures', failures.length), '>=', 'incidentTests'),
    ...sameShare(same, failures),
  ])
  return judged.holds ? incident('one-fingerprint', same, judged, null) : null
}

function largestGroup(failures: readonly Failure[]): readonly Failure[] {
  const groups = new Map<string, Failure[]>()
  for (const failure of failures) {
    if (failure.fingerprint === '') continue
    const group = groups.get(failure.fingerprint)
    if (group) group.push(failure)
    else groups.set(failure.fingerprint, [failure])
  }
  return [...groups.values()].reduce((most, group) => (group.length > most.length ? group : most), [])
}

function failedAtOnce(failures: readonly Failure[], tests: number): Incident | null {
  const recovered = failures.filter(({ result }) => result === 'flaky')
  const judged = ruling('failed-at-once', [
    count('tests', tests),
    checked(count('tests that failed at first', failures.length), '>=', 'incidentTests'),
    checked(share('of all tests', failures.length / Math.max(tests, 1)), '>=', 'incidentShare'),
    count('of them recovered', recovered.length),
    checked(share('recovered', recovered.length / failures.length), '>=', 'incidentRecovered'),
  ])
  return judged.holds ? incident('failed-at-once', failures, judged, null) : null
}

function sameShare(same: readonly Failure[], all: readonly Failure[]): readonly Figure[] {
  return [
    count('of the same cause', same.length),
    checked(share('of all failures', same.length / all.length), '>=', 'incidentSame'),
    count('recovered', same.filter(({ result }) => result === 'flaky').length),
  ]
}

function incident(
  kind: Incident['kind'],
  failures: readonly Failure[],
  judged: Ruling,
  cause: InfrastructureCause | null,
): Incident {
  const prints = new Set(failures.map(({ fingerprint }) => fingerprint))
  const fingerprint = prints.size === 1 ? (failures[0]?.fingerprint ?? '') : ''
  return { kind, cause, fingerprint, message: failures[0]?.message ?? '', ruling: judged }
}
