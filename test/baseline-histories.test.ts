import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coverage } from '../index.ts'
import {
  contentOf,
  createAuthor,
  createRuns,
  type History,
  histories,
  type Version,
} from './baseline-history.ts'
import { type Seen, tellTruth } from './baseline-truth.ts'
import { cobertura, type Hits, lcov } from './reports.ts'
import { createRepository, type TestRepository } from './repository.ts'

function checkOut(repository: TestRepository, before: Version, after: Version): void {
  for (const [id, { path }] of before) if (after.get(id)?.path !== path) repository.git('rm', '--quiet', path)
  for (const file of after.values()) repository.write(file.path, contentOf(file))
  // No two commits are the same code, which would share their records.
  repository.write('notes.txt', repository.git('rev-parse', 'HEAD'))
  repository.commit()
}

function seenBy(runs: ReturnType<typeof createRuns>, moment: string, run: number, version: Version): Seen {
  const known = [...version.values()].filter(file => runs.knows(moment, file))
  return new Map(
    known.map(file => [file.id, [0, ...file.lines.map(line => runs.stateOf(moment, run, line))]] as const),
  )
}

function reportOf(format: History['formats'][number], root: string, version: Version, seen: Seen): string {
  const files = [...seen].map(([id, states]): readonly [string, Hits] => [
    root + version.get(id)!.path,
    Object.fromEntries(states.flatMap((state, line) => (state > 0 ? [[line, state - 1]] : []))),
  ])
  return format === 'lcov' ? lcov(Object.fromEntries(files)) : cobertura(Object.fromEntries(files), [])
}

const report = { lcov: 'lcov.info', cobertura: 'coverage.xml' } as const

/** Plays the history in a real repository; what the gate says of it, and what is true. */
async function play(history: History) {
  const repository = createRepository({ '.gitignore': '*.info\n*.xml\nrecord/\n' })
  const context = { cwd: repository.directory, env: process.env }
  const [formatThen = 'lcov', formatNow = 'lcov'] = history.formats
  const write = (format: 'lcov' | 'cobertura', root: string, version: Version, seen: Seen) => {
    repository.write(report[format], reportOf(format, root, version, seen))
    return [report[format]]
  }
  const kept = {
    baselineRecord: 'file:record',
    failUnder: 0,
    unreported: 'ignore',
    missingBaseline: 'pass',
  } as const
  const save = async (reports: string[]) =>
    void (await coverage({ ...kept, reports, base: 'HEAD', saveBaseline: true }, context))
  const author = createAuthor()
  const runs = createRuns(history.seed)
  let version: Version = new Map()
  let then: { version: Version; runs: Seen[] } = { version, runs: [] }
  for (const [index, operations] of history.main.entries()) {
    const next = author(version, operations)
    checkOut(repository, version, next)
    version = next
    if (index !== history.recordedAt) continue
    then = { version, runs: [] }
    for (let run = 0; run < history.runs; run += 1) {
      const seen = seenBy(runs, 'then', run, version)
      if (seen.size === 0) continue
      await save(write(formatThen, '', version, seen))
      then.runs.push(seen)
    }
  }
  const start = version
  repository.git('checkout', '--quiet', '-b', 'feature')
  for (const operations of history.feature) {
    const next = author(version, operations)
    checkOut(repository, version, next)
    version = next
  }
  const seen = seenBy(runs, 'now', 0, version)
  const alike = history.headRecorded && seen.size > 0 ? [seenBy(runs, 'now', 1, version)] : []
  for (const each of alike) await save(write(formatNow, '', version, each))
  if (then.runs.length === 0 || seen.size === 0) return null
  const reports = write(formatNow, history.root, version, seen)
  const { ratchet } = history
  const verdict = await coverage({ ...kept, reports, base: 'main', ratchet, maxLost: 0 }, context)
  const truth = tellTruth(then, start, { version, runs: [seen] }, alike, ratchet)
  return { verdict, truth }
}

function linesOf<T extends { readonly path: string }>(
  files: readonly T[],
  pick: (file: T) => readonly number[],
) {
  return Object.fromEntries(
    files.filter(file => pick(file).length > 0).map(file => [file.path, [...pick(file)]]),
  )
}

test("every line's category is what its history says, in random repositories", {
  timeout: 240_000,
}, async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(histories, async history => {
      const played = await play(history)
      if (!played) return
      const { verdict, truth } = played
      const { baseline, files } = verdict
      compared += 1
      expect(baseline?.why).toBe(null)
      expect(baseline?.counts).toEqual(truth.counts)
      expect({ before: baseline?.before, now: baseline?.now }).toEqual({
        before: truth.before,
        now: truth.now,
      })
      const told = baseline?.files ?? []
      const still = told.filter(file => file.state === 'compared')
      expect(linesOf(told, file => file.lost)).toEqual(truth.lost)
      expect(linesOf(told, file => file.unstable)).toEqual(truth.unstable)
      expect(linesOf(still, file => file.excludedCovered)).toEqual(truth.excludedCovered)
      expect(
        told
          .filter(file => file.state === 'vanished')
          .map(file => file.path)
          .sort(),
      ).toEqual(truth.vanished)
      expect(linesOf(files, file => file.missedBefore ?? [])).toEqual(
        history.ratchet ? truth.missedBefore : {},
      )
      const isLost = Object.keys(truth.lost).length > 0
      expect(verdict.outcome === 'fail').toBe(isLost)
      if (!isLost && truth.vanished.length > 0) expect(verdict.outcome).toBe('unknown')
    }),
    {
      numRuns: Number(process.env.CD_GATE_TEST_HISTORIES ?? 40),
      interruptAfterTimeLimit: 200_000,
      endOnFailure: true,
    },
  )
  expect(compared).toBeGreaterThan(10)
})
