import type { Attempt, Property, TestCase } from '../../core/test-run.ts'
import { NO_NAME } from './read-suite.ts'

/** A test is the same by its id, else by file, class and name; one without a name is the same as none but its copy. */
function caseKey(test: TestCase): string {
  const { id, file, classname, name } = test
  if (id !== '') return id
  return name.startsWith(NO_NAME) ? JSON.stringify(test) : JSON.stringify([file, classname, name])
}

/**
 * The cases of two parts of one suite, in the order in which they first occur. A test that both have becomes one, with
 * the attempts of both.
 */
export function mergeCases(one: readonly TestCase[], other: readonly TestCase[]): readonly TestCase[] {
  const merged = new Map<string, TestCase>()
  for (const each of [...one, ...other]) {
    const key = caseKey(each)
    const present = merged.get(key)
    merged.set(key, present ? mergeCase(present, each) : each)
  }
  return [...merged.values()]
}

function mergeCase(one: TestCase, other: TestCase): TestCase {
  const attempts = mergeAttempts(one.attempts, other.attempts)
  return {
    ...one,
    file: one.file ?? other.file,
    line: one.line ?? other.line,
    attempts,
    properties: mergeProperties(one.properties, other.properties),
    attachments: [...new Set([...one.attachments, ...other.attachments])],
  }
}

type Attempts = TestCase['attempts']

/**
 * All attempts of both, each once, in the order in which they were made: by their start; one without a start stays where
 * it is, since nothing says when it was. A result outranks a skip, and a skip what never ran. This is associative: no
 * matter in which steps reports are merged, the result is the same.
 */
function mergeAttempts(one: Attempts, other: Attempts): Attempts {
  const known = counted(one)
  const fresh = [...counted(other)].filter(([key]) => !known.has(key)).map(([, attempt]) => attempt)
  const all = [...one, ...fresh]
  const rank = Math.max(...all.map(rankOf))
  const counting = all.filter(each => rankOf(each) === rank)
  const [first = one[0], ...rest] = rank === 2 ? inOrder(counting) : [earliest(counting)]
  return [first, ...rest]
}

/** Equal attempts of one report are several; the same attempt in two reports is one. */
function counted(attempts: readonly Attempt[]): ReadonlyMap<string, Attempt> {
  const times = new Map<string, number>()
  const entries = attempts.map(each => {
    const text = JSON.stringify(each)
    const time = (times.get(text) ?? 0) + 1
    times.set(text, time)
    return [`${time} ${text}`, each] as const
  })
  return new Map(entries)
}

function rankOf({ outcome }: Attempt): number {
  return outcome === 'not-run' ? 0 : outcome === 'skipped' ? 1 : 2
}

function inOrder(attempts: readonly Attempt[]): readonly Attempt[] {
  const ordered: Attempt[] = []
  let run: Attempt[] = []
  const flush = () => {
    ordered.push(...run.sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0)))
    run = []
  }
  for (const each of attempts) {
    if (each.startedAt !== null) run.push(each)
    else {
      flush()
      ordered.push(each)
    }
  }
  flush()
  return ordered
}

/** Of several skips one is told, whichever order they come in. */
function earliest(attempts: readonly Attempt[]): Attempt {
  const sorted = attempts.map(each => ({ each, text: JSON.stringify(each) }))
  sorted.sort((a, b) => {
    const at = (a.each.startedAt ?? Number.POSITIVE_INFINITY) - (b.each.startedAt ?? Number.POSITIVE_INFINITY)
    return Number.isNaN(at) || at === 0 ? (a.text < b.text ? -1 : a.text > b.text ? 1 : 0) : at
  })
  return (sorted[0] as { each: Attempt }).each
}

export function mergeProperties(one: readonly Property[], other: readonly Property[]): readonly Property[] {
  const all = new Map([...one, ...other].map(each => [JSON.stringify([each.name, each.value]), each]))
  return [...all.values()]
}
