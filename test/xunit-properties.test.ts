import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutAnsi } from '../core/ansi.ts'
import { GateError } from '../core/errors.ts'
import type { Attempt, TestCase, TestSuite } from '../core/test-run.ts'
import { isProblem, outcomeOf } from '../core/test-run.ts'
import { legalXml } from '../core/xml.ts'
import { mergeReports } from '../reporters/xunit/merge.ts'
import { mergeSuites } from '../reporters/xunit/merge-suites.ts'
import { profiles } from '../reporters/xunit/profiles.ts'
import { readXunit } from '../reporters/xunit/read.ts'
import { noCounts, renderHead, renderSuite, renderTail, type WriteOptions } from '../reporters/xunit/write.ts'

const writing: WriteOptions = { profile: profiles.jenkins, retries: 'surefire', attachmentPath: path => path }

function written(suites: readonly TestSuite[]): Buffer {
  const parts = suites.map(suite => renderSuite(suite, writing).xml)
  return Buffer.from(
    renderHead('cd-gate', profiles.jenkins, noCounts) + parts.join('') + renderTail(profiles.jenkins),
  )
}

/** In pieces that tear characters apart. */
function* torn(bytes: Uint8Array, size: number): Generator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function readAll(bytes: Uint8Array, size = 997): readonly TestSuite[] {
  return [...readXunit(torn(bytes, size), 'a.xml')]
}

/** What legal XML can hold, and no escape sequences: those are the writer's business. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ maxLength: 30 }),
    fc.constantFrom('', 'a\nb', ' x ', ']]>', '<b>', '&amp;', '\t', '🙂'),
  )
  .map(each =>
    legalXml(withoutAnsi(each))
      .replaceAll('\u007f', '')
      .replace(/[\u0080-\u009f]/g, ''),
  )
const filled = text.map(each => `n${each}`)
const seconds = fc.integer({ min: 0, max: 100_000 })
const instant = fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 })

const passed = fc
  .record({ durationMs: seconds, stdout: text, stderr: text })
  .map((each): Attempt => ({ outcome: 'passed', startedAt: null, problem: null, reason: '', ...each }))
const failed = fc
  .record({
    outcome: fc.constantFrom('failed' as const, 'errored' as const),
    durationMs: seconds,
    problem: fc.record({ type: text, message: text, detail: text }),
    stdout: text,
    stderr: text,
  })
  .map((each): Attempt => ({ startedAt: null, reason: '', ...each }))
const idle = fc
  .record({
    outcome: fc.constantFrom('skipped' as const, 'not-run' as const),
    reason: filled,
    durationMs: seconds,
  })
  .map((each): Attempt => ({ startedAt: null, problem: null, stdout: '', stderr: '', ...each }))

/** The attempts that Surefire's shape can tell: one, failures alone, or failures and a pass. */
const attempts = fc.oneof(
  passed.map(each => [each] as const),
  idle.map(each => [each] as const),
  fc.tuple(failed, fc.array(failed, { maxLength: 2 })).map(([first, rest]) => [first, ...rest] as const),
  fc
    .tuple(failed, fc.array(failed, { maxLength: 2 }), passed)
    .map(([first, rest, last]) => [first, ...rest, last] as const),
)

function suites(ids: fc.Arbitrary<string>): fc.Arbitrary<TestSuite> {
  const testCase = fc
    .record({
      attempts,
      id: ids,
      name: filled,
      properties: fc.array(fc.record({ name: filled, value: text }), { maxLength: 2 }),
      line: fc.option(fc.integer({ min: 1, max: 9999 })),
    })
    .map(
      ({ name, ...each }): TestCase => ({
        kind: 'test',
        name: `${name} ${each.id}`,
        classname: 'src.a_test',
        titlePath: [],
        file: 'src/a.test.ts',
        attachments: [],
        ...each,
      }),
    )
  return fc
    .record({
      id: ids,
      cases: fc.uniqueArray(testCase, { selector: each => each.id, maxLength: 4 }),
      startedAt: fc.option(instant),
      durationMs: seconds,
      stdout: text,
      stderr: text,
    })
    .map(each => ({
      ...each,
      name: `src/${each.id}.test.ts`,
      project: '',
      file: `src/${each.id}.test.ts`,
      properties: [],
    }))
}

const hexadecimal = fc.integer({ min: 0, max: 2 ** 48 }).map(each => each.toString(16).padStart(16, '0'))

test('what is written is read: every text, every attempt', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(suites(hexadecimal), { selector: each => each.id, minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 300 }),
      (all, size) => {
        expect(readAll(written(all), size)).toEqual(all)
      },
    ),
    { numRuns: 300 },
  )
})

/** Few ids, so that reports have tests in common; what they print is their own. */
const report = (source: string) =>
  fc
    .uniqueArray(suites(fc.constantFrom('aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb', 'cccccccccccccccc')), {
      selector: each => each.id,
      minLength: 1,
      maxLength: 3,
    })
    .map(all =>
      all.map(suite => ({
        ...suite,
        stdout: suite.stdout === '' ? '' : `${source}\n`,
        stderr: '',
        cases: suite.cases.map(each => ({ ...each, name: `test ${each.id}`, properties: [], line: null })),
      })),
    )

function merge(...reports: readonly (readonly TestSuite[])[]): readonly TestSuite[] {
  const sources = reports.map((all, index) => ({
    name: `${index}.xml`,
    pieces: () => torn(written(all), 4096),
  }))
  const merged = [...mergeReports(sources)]
  return readAll(written(merged))
}

/** The suites of some reports, by hand: without the writer, whose shape tells less than the model. */
const oneSuite = (source: string) =>
  report(source).map(all => ({ ...(all[0] as TestSuite), id: 'aaaaaaaaaaaaaaaa', name: 'a', file: 'a' }))

test('merging is associative', () => {
  const timed = (source: string) =>
    fc.tuple(fc.option(instant), oneSuite(`${source} timed`)).map(([at, suite]) => ({
      ...suite,
      cases: suite.cases.map(each => ({
        ...each,
        attempts: each.attempts.map(attempt => ({ ...attempt, startedAt: at })) as never,
      })),
    }))
  const some = (source: string) => fc.oneof(oneSuite(source), timed(source))
  fc.assert(
    fc.property(some('a'), some('b'), some('c'), (a, b, c) => {
      const all = mergeSuites([a, b, c])
      expect(mergeSuites([mergeSuites([a, b]), c])).toEqual(all)
      expect(mergeSuites([a, mergeSuites([b, c])])).toEqual(all)
    }),
    { numRuns: 1000 },
  )
})

test('through files, too, the steps do not matter to what is red, flaky or green', () => {
  const at = (all: readonly TestSuite[], order: number) =>
    all.map(suite => ({
      ...suite,
      startedAt: 1_750_000_000_000 + order * 3_600_000,
      cases: suite.cases.map(each => ({
        ...each,
        attempts: [{ ...each.attempts[0], durationMs: order }] as const,
      })),
    }))
  const told = (all: readonly TestSuite[]) =>
    all.flatMap(suite => suite.cases.map(each => `${suite.id} ${each.id} ${outcomeOf(each)}`)).sort()
  fc.assert(
    fc.property(report('a'), report('b'), report('c'), (first, second, third) => {
      const [a, b, c] = [at(first, 1), at(second, 2), at(third, 3)]
      const all = told(merge(a, b, c))
      expect(told(merge(merge(a, b), c))).toEqual(all)
      expect(told(merge(a, merge(b, c)))).toEqual(all)
    }),
    { numRuns: 200 },
  )
})

test('merging a report with itself changes nothing', () => {
  fc.assert(
    fc.property(report('a'), a => {
      const once = written(merge(a)).toString()
      expect(written(merge(a, a)).toString()).toBe(once)
      expect(written(merge(merge(a), a)).toString()).toBe(once)
    }),
    { numRuns: 200 },
  )
})

test('the order of the reports changes nothing but the order of suites, tests and attempts', () => {
  const sorted = (all: readonly TestSuite[]) =>
    all
      .flatMap(suite =>
        suite.cases.map(
          each =>
            [
              suite.id,
              each.id,
              each.attempts.map(({ startedAt: _, ...attempt }) => JSON.stringify(attempt)).sort(),
            ] as const,
        ),
      )
      .sort((one, other) => (`${one[0]}${one[1]}` < `${other[0]}${other[1]}` ? -1 : 1))
  const plain = (all: readonly TestSuite[]) =>
    all.map(suite => ({
      ...suite,
      cases: suite.cases.map(each => ({ ...each, attempts: [each.attempts[0]] as const })),
    }))
  fc.assert(
    fc.property(report('a').map(plain), report('b').map(plain), (a, b) => {
      const bothWays = [
        [...mergeReports([source(a, 'a'), source(b, 'b')])],
        [...mergeReports([source(b, 'b'), source(a, 'a')])],
      ]
      expect(sorted(bothWays[0] ?? [])).toEqual(sorted(bothWays[1] ?? []))
    }),
    { numRuns: 200 },
  )
})

function source(all: readonly TestSuite[], name: string) {
  return { name, pieces: () => torn(written(all), 4096) }
}

const fixtures = join(fileURLToPath(new URL('.', import.meta.url)), 'fixtures/xunit-read')
const red = [
  'generated/vitest-5.1.1-junit.xml',
  'generated/playwright-1.65-includeRetries.xml',
  'jenkinsci+xunit-plugin/junit/testcase3/input.xml',
  'jenkinsci+junit-plugin/junit-report-6700.xml',
  'mikepenz+action-junit-report/multiple_failures/test_multiple_failures.xml',
  'gotestyourself+gotestsum/internal/junitxml/testdata/junitxml-report.golden',
]

test.each(red)('%s: cut, torn or mixed up, it is never green and never a crash', name => {
  const bytes = readFileSync(join(fixtures, name))
  const failing = (all: readonly TestSuite[]) =>
    all.flatMap(each => each.cases).filter(each => isRed(each)).length
  const whole = failing(readAll(bytes))
  expect(whole).toBeGreaterThan(0)
  const at = fc.integer({ min: 0, max: bytes.length - 1 })
  // Bytes that belong to no element's name: a mutation may make a document of another meaning, not of none.
  const change = fc.record({
    from: at,
    length: fc.integer({ min: 1, max: 40 }),
    put: fc.constantFrom('', '<', '>', '&', '\u0000', '"', '</testcase>', 'é'),
  })
  fc.assert(
    fc.property(change, ({ from, length, put }) => {
      const mutated = Buffer.concat([
        bytes.subarray(0, from),
        Buffer.from(put),
        bytes.subarray(from + length),
      ])
      const read: TestSuite[] = []
      try {
        for (const suite of readXunit(torn(mutated, 1021), name)) read.push(suite)
      } catch (error) {
        // Could not be told: no green.
        expect(error).toBeInstanceOf(GateError)
        expect((error as GateError).exitCode).toBe(3)
        return
      }
      // Where no markup was cut out, only text is lost, and no failure.
      const lost = bytes.subarray(from, from + length).toString()
      if (!/failure|error|[<>/![\]"'-]/.test(lost)) expect(failing(read)).toBe(whole)
    }),
    { numRuns: 300 },
  )
  for (let end = 0; end < bytes.length; end += 97) {
    const cut = bytes.subarray(0, end)
    expect(() => readAll(cut), `cut at ${end}`).toThrow(GateError)
  }
})

function isRed(test: TestCase): boolean {
  const outcome = outcomeOf(test)
  return (
    outcome === 'failed' || outcome === 'errored' || (outcome !== 'flaky' && test.attempts.some(isProblem))
  )
}
