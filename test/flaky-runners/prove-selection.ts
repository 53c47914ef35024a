import { expect } from 'vitest'
import { isProblem, outcomeOf } from '../../core/test-run.ts'
import { allCases, wantedOf } from '../../flaky/cases.ts'
import type { WantedTest } from '../../flaky/runners/runner.ts'
import type { Left, RunnerProject } from './runner-project.ts'

/** Each test's own name for itself → how the record of a run in which all failed finds it again. */
export function wantedByName({ report }: Left): ReadonlyMap<string, WantedTest> {
  const found = new Map<string, WantedTest>()
  for (const placed of allCases(report ?? [])) {
    const [, name] = /number (\S+)/.exec(placed.test.attempts[0].problem?.message ?? '') ?? []
    if (name !== undefined) found.set(name, wantedOf(placed))
  }
  return found
}

/**
 * Runs all tests, which all fail, and then subsets of them again: what ran must be what was wanted, once each, and
 * the report must say so of the same tests. With a matrix, more of them.
 */
export async function proveSelection(
  project: RunnerProject,
  argv: readonly string[],
  { tests, subsets }: { readonly tests: number; readonly subsets: number },
): Promise<void> {
  const first = await project.record(argv, { FAIL: '1' })
  const wanted = wantedByName(first)
  expect(first.exitCode, first.stderr).not.toBe(0)
  expect(wanted.size, first.stdout).toBe(tests)
  expect(first.ran).toEqual([...wanted.keys()].sort())
  const all = [...wanted.keys()].sort(byNumber)
  const random = randomNumbers(tests)
  for (let subset = 0; subset < subsets; subset += 1) {
    // Every second and then the others, which tears neighbours of one name apart; then at random.
    const chosen =
      subset < 2
        ? all.filter((_, at) => at % 2 === subset)
        : shuffled(all, random).slice(0, 1 + Math.floor(random() * tests))
    const names = [...chosen].sort()
    const again = await project.rerun(
      argv,
      names.map(name => wanted.get(name)!),
    )
    const passed = allCases(again.report ?? []).filter(({ test }) => outcomeOf(test) === 'passed')
    expect(again.ran, `${names.join()}\n${again.stdout}\n${again.stderr}`).toEqual(names)
    expect(passed.map(({ test }) => test.id).sort()).toEqual(names.map(name => wanted.get(name)!.id).sort())
    expect(again.exitCode, again.stderr).toBe(0)
  }
}

/** Tests of one name have numbers that follow one another. */
function byNumber(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

/** Each case of the report and how it ended, in the order of the report. */
export function outcomesOf({ report }: Left): Readonly<Record<string, string>> {
  return Object.fromEntries(
    allCases(report ?? []).map(({ test }) => [[...test.titlePath].join(' › ') || test.name, outcomeOf(test)]),
  )
}

/** How the record finds the failed cases again. */
export function failedIn({ report }: Left): readonly WantedTest[] {
  return allCases(report ?? [])
    .filter(({ test }) => test.attempts.some(isProblem))
    .map(wantedOf)
}

/** The same in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const left = [...items]
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!)
}
