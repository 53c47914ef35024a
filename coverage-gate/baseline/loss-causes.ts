import { fileNameOf } from '../../core/paths.ts'
import { visible } from '../../core/text.ts'
import type { LossCause } from '../model.ts'
import type { FilesSince, LostTest, TestSeen, TestsOfRun } from './lost-tests.ts'
import { isNamedAfter } from './test-names.ts'

export interface CauseQuestion {
  readonly lost: readonly LostTest[]
  /** All tests of then: they tell whether a file lost all of its own. */
  readonly before: readonly TestSeen[]
  readonly now: TestsOfRun
  readonly files: FilesSince
  /** The files that lost lines, by their paths now. */
  readonly paths: readonly string[]
  /** For a test file of then: how many imports away each file is, by its path now. 1: it imports it itself. */
  readonly imports: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/** More are not told. */
const MOST_CAUSES = 10
const LONGEST_NAME = 120
const UNTIED = Number.POSITIVE_INFINITY

interface Ranked {
  readonly cause: LossCause
  /** 0: by its name; then how many imports lie between; UNTIED: nothing does. */
  readonly rank: number
  /** Which it is of its file's causes: so that no file alone fills the list. */
  readonly turn: number
  /** How many tests it stands for. */
  readonly tests: number
}

/**
 * The tests beside the lost lines, best tied first: named after a losing file, importing one, importing it through others;
 * last those that nothing ties to one. A file that lost all its tests is one cause, under its own name.
 */
export function lossCauses(question: CauseQuestion): readonly LossCause[] {
  const { lost, before, now, files } = question
  const ranThen = countByFile(before.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed'))
  const runNow = new Set(now.tests.filter(({ outcome }) => outcome === 'passed').map(({ file }) => file))
  const ranked = [...byFile(lost)].flatMap(([file, all]): readonly Ranked[] => {
    const ties = file === null ? [] : tiesOf(file, question)
    const rank = ties[0]?.rank ?? UNTIED
    const newFile = file === null ? null : (files.moved.get(file) ?? file)
    const bare = { file: newFile, paths: ties.map(({ path }) => path) }
    const isAll = file !== null && all.length === ranThen.get(file) && !runNow.has(newFile)
    const what = isAll ? commonFate(all, now.brokenFiles.has(newFile ?? '')) : null
    if (what !== null && newFile !== null)
      return [
        { cause: { test: shown(fileNameOf(newFile)), what, ...bare }, rank, turn: 0, tests: all.length },
      ]
    return all.slice(0, MOST_CAUSES).map(({ test, what }, turn) => {
      return { cause: { test: shown(test.name), what, ...bare }, rank, turn, tests: 1 }
    })
  })
  return ranked
    .sort(byTie)
    .slice(0, MOST_CAUSES)
    .map(({ cause }) => cause)
}

function byTie(one: Ranked, other: Ranked): number {
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1
  const order =
    one.turn - other.turn || other.cause.paths.length - one.cause.paths.length || other.tests - one.tests
  return (
    order ||
    compare(one.cause.file ?? '', other.cause.file ?? '') ||
    compare(one.cause.test, other.cause.test)
  )
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function byFile(lost: readonly LostTest[]): ReadonlyMap<string | null, readonly LostTest[]> {
  const groups = new Map<string | null, LostTest[]>()
  for (const each of lost) {
    const group = groups.get(each.test.file)
    if (group) group.push(each)
    else groups.set(each.test.file, [each])
  }
  return groups
}

function countByFile(tests: readonly TestSeen[]): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>()
  for (const { file } of tests) counts.set(file, (counts.get(file) ?? 0) + 1)
  return counts
}

/** What can be said of the whole file; `null` where its tests are better named one by one. */
function commonFate(all: readonly LostTest[], isBroken: boolean): LossCause['what'] | null {
  const fates = new Set(all.map(({ what }) => what))
  if (fates.has('failed')) return fates.size === 1 && (isBroken || all.length > 1) ? 'failed' : null
  return fates.has('skipped') ? 'skipped' : 'disappeared'
}

/** The losing files that a test file of then reaches, the nearest first. */
function tiesOf(
  file: string,
  { paths, imports, files }: CauseQuestion,
): readonly { readonly path: string; readonly rank: number }[] {
  const reached = imports.get(file)
  const newFile = files.moved.get(file) ?? file
  return paths
    .flatMap(path => {
      const isOwn = isNamedAfter(file, path) || isNamedAfter(newFile, path)
      const rank = isOwn ? 0 : reached?.get(path)
      return rank === undefined ? [] : [{ path, rank }]
    })
    .sort((one, other) => one.rank - other.rank || compare(one.path, other.path))
}

function shown(name: string): string {
  const letters = [
    ...visible(
      name
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 4 * LONGEST_NAME),
    ),
  ]
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join('')}…` : letters.join('')
}
