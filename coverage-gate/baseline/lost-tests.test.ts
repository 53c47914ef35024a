import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FilesSince, lostTests, type TestOutcome, type TestSeen, type TestsOfRun } from './lost-tests.ts'

const seen = (id: string, outcome: TestOutcome, file: string | null = `${id[0]}.test.ts`): TestSeen => {
  return { id, name: `test ${id}`, file, outcome }
}
const run = (tests: readonly TestSeen[], more: Partial<TestsOfRun> = {}): TestsOfRun => {
  return { tests, isIncomplete: false, brokenFiles: new Set(), ...more }
}
const since = (given: Partial<FilesSince> = {}): FilesSince => {
  return { deleted: new Set(), moved: new Map(), changed: new Set(), ...given }
}
const lost = (
  before: readonly TestSeen[],
  now: TestsOfRun,
  files = since(),
  aliases = new Map<string, string[]>(),
) => lostTests({ before, now, aliases, files }).lost.map(({ test, what }) => `${test.id} ${what}`)

const pass = (...ids: readonly string[]) => ids.map(id => seen(id, 'passed'))

describe('a whole run', () => {
  test.each<readonly [TestOutcome, TestOutcome | null, readonly string[]]>([
    ['passed', 'passed', []],
    ['passed', 'failed', ['x failed']],
    ['passed', 'skipped', ['x skipped']],
    ['passed', null, ['x disappeared']],
    ['passed', 'not-run', []],
    ['failed', 'failed', []],
    ['failed', 'skipped', ['x skipped']],
    ['failed', null, ['x disappeared']],
    ['skipped', 'skipped', []],
    ['skipped', null, []],
    ['skipped', 'failed', []],
    ['not-run', null, []],
  ])('%s then, %s now', (then, now, expected) => {
    const current = now === null ? [] : [seen('x', now)]
    expect(lost([seen('x', then), ...pass('a', 'b')], run([...current, ...pass('a', 'b')]))).toEqual(expected)
  })

  test('a test goes on under another name', () => {
    const aliases = new Map([['x', ['x', 'y']]])
    expect(lost(pass('x', 'a'), run(pass('y', 'a')), since(), aliases)).toEqual([])
  })
  test('a file that does not load has failed, and so have its tests', () => {
    const now = run(pass('a', 'b'), { brokenFiles: new Set(['x.test.ts']) })
    expect(lost(pass('x', 'a', 'b'), now)).toEqual(['x failed'])
  })
})

describe('a run of a part', () => {
  const before = pass('a1', 'a2', 'b1', 'b2', 'c1', 'c2')
  test('a filter or a shard makes nothing disappear', () => {
    expect(lost(before, run(pass('a1', 'a2')))).toEqual([])
  })
  test('a filter that reports the others as skipped skips nothing', () => {
    const skipped = ['a2', 'b1', 'b2', 'c1', 'c2'].map(id => seen(id, 'skipped'))
    expect(lost(before, run([...pass('a1'), ...skipped]))).toEqual([])
  })
  test('files that were changed, and are there, count all the same', () => {
    const files = since({ changed: new Set(['a.test.ts', 'c.test.ts']) })
    expect(lost(before, run(pass('a1')), files)).toEqual(['a2 disappeared'])
  })
  test('so do deleted files', () => {
    const files = since({ deleted: new Set(['c.test.ts']) })
    expect(lost(before, run(pass('a1')), files)).toEqual(['c1 disappeared', 'c2 disappeared'])
  })
  test('deleted files are no sign of a part', () => {
    const files = since({ deleted: new Set(['b.test.ts', 'c.test.ts']) })
    expect(lost(before, run(pass('a1')), files)).toEqual([
      'a2 disappeared',
      'b1 disappeared',
      'b2 disappeared',
      'c1 disappeared',
      'c2 disappeared',
    ])
  })
  test('a run that says so is one, however much is there', () => {
    expect(lost(before, run(pass('a1', 'a2', 'b1', 'b2', 'c1'), { isIncomplete: true }))).toEqual([])
  })
  test('which is told', () => {
    const whole = (now: TestsOfRun) => lostTests({ before, now, aliases: new Map(), files: since() }).isWhole
    expect(whole(run(pass('a1', 'a2')))).toBe(false)
    expect(whole(run(pass('a1', 'a2', 'b1')))).toBe(true)
  })
  test('what fails, fails', () => {
    expect(lost(before, run([seen('a1', 'failed')]))).toEqual(['a1 failed'])
  })
  test('without a file nothing is known', () => {
    const before = ['x1', 'x2', 'x3'].map(id => seen(id, 'passed', null))
    expect(lost(before, run([seen('x1', 'passed', null)]))).toEqual([])
  })
  test('a changed file is followed to its new name', () => {
    const files = since({ changed: new Set(['a.test.ts']), moved: new Map([['a.test.ts', 'z.test.ts']]) })
    expect(lost(before, run([seen('a1', 'passed', 'z.test.ts')]), files)).toEqual(['a2 disappeared'])
  })
})

const outcomes = fc.constantFrom<TestOutcome>('passed', 'failed', 'skipped', 'not-run')
const tests = fc.uniqueArray(
  fc.record({ number: fc.nat(30), outcome: outcomes, file: fc.constantFrom('a.ts', 'b.ts', null) }),
  { selector: each => each.number },
)

test('nothing is lost that did not run, or that passes now; and each is told once', () => {
  const seenOf = (each: { number: number; outcome: TestOutcome; file: string | null }): TestSeen =>
    seen(`t${each.number}`, each.outcome, each.file)
  fc.assert(
    fc.property(tests, tests, fc.boolean(), (one, other, isIncomplete) => {
      const now = run(other.map(seenOf), { isIncomplete })
      const { lost: found } = lostTests({ before: one.map(seenOf), now, aliases: new Map(), files: since() })
      const passing = new Set(now.tests.filter(each => each.outcome === 'passed').map(each => each.id))
      for (const { test, what } of found) {
        expect(['passed', 'failed']).toContain(test.outcome)
        expect(passing.has(test.id)).toBe(false)
        if (isIncomplete) expect(what).toBe('failed')
      }
      expect(new Set(found.map(({ test }) => test.id)).size).toBe(found.length)
    }),
  )
})
