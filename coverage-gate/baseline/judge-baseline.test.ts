import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePercent } from '../../core/ratio.ts'
import type { BaselineOrigin } from '../model.ts'
import { noCounts } from './categories.ts'
import type { ComparedFile, Comparison } from './comparison.ts'
import { type BaselineThresholds, dropExceeds, judgeBaseline, judgeWithout } from './judge-baseline.ts'

const percent = (text: string) => parsePercent(text)!
const origin: BaselineOrigin = {
  kind: 'record',
  name: 'file:x',
  commit: 'a'.repeat(40),
  distance: 0,
  formats: [],
  runs: 1,
}
const nothingAsked: BaselineThresholds = {
  maxLost: null,
  maxDrop: null,
  ratchet: false,
  missingBaseline: 'unknown',
  lostByGlob: [],
}

function file(path: string, more: Partial<ComparedFile> = {}): ComparedFile {
  const lines = { lost: [], excludedCovered: [], unstable: [], missedBefore: new Set<number>() }
  return { path, oldPath: null, state: 'compared', counts: noCounts(), ...lines, ...more }
}

function judge(more: Partial<Comparison>, thresholds: Partial<BaselineThresholds>) {
  const none = { total: 10, covered: 5 }
  const comparison = {
    files: [],
    counts: noCounts(),
    before: none,
    now: none,
    disagreement: null,
    unknownBefore: 0,
  }
  const { outcome, uncertain, findings } = judgeBaseline({ ...comparison, ...more }, origin, {
    ...nothingAsked,
    ...thresholds,
  })
  return { outcome, uncertain, texts: findings.map(each => each.message) }
}

describe('lost lines', () => {
  const files = [file('src/a.ts', { lost: [1, 2, 7] }), file('lib/b.ts', { lost: [4] })]

  test.each([
    [4, 'pass'],
    [3, 'fail'],
    [0, 'fail'],
  ])('four of them, %i allowed: %s', (maxLost, outcome) => {
    expect(judge({ files }, { maxLost }).outcome).toBe(outcome)
  })

  test('not asked, they are shown all the same', () => {
    const { outcome, texts } = judge({ files }, {})
    expect(outcome).toBe('pass')
    expect(texts).toEqual([
      'tests ran these lines at aaaaaaaaaa, and none does now',
      'tests ran this line at aaaaaaaaaa, and none does now',
      'tests ran this line at aaaaaaaaaa, and none does now',
    ])
  })

  test('by glob', () => {
    const ask = (glob: string, maxLost: number) => judge({ files }, { lostByGlob: [{ glob, maxLost }] })
    expect(ask('lib/**', 1).outcome).toBe('pass')
    expect(ask('src/**', 2)).toMatchObject({ outcome: 'fail' })
    expect(ask('src/**', 2).texts[0]).toBe(
      '3 lines outside the change lost coverage in src/** (in 1 file); 2 allowed',
    )
    expect(ask('other/**', 0).outcome).toBe('pass')
  })
})

describe('files that vanished', () => {
  const counts = { ...noCounts(), 'excluded-covered': 3 }
  const files = [file('src/a.ts', { state: 'vanished', counts })]

  test.each([
    ['maxLost', { maxLost: 100 }, 'unknown'],
    ['maxDrop', { maxDrop: percent('100') }, 'unknown'],
    ['a glob', { lostByGlob: [{ glob: 'x', maxLost: 1 }] }, 'unknown'],
    ['ratchet alone', { ratchet: true }, 'pass'],
    ['nothing', {}, 'pass'],
  ] as const)('asked for %s', (_, thresholds, outcome) => {
    const judged = judge({ files }, thresholds)
    expect(judged).toMatchObject({ outcome, uncertain: outcome === 'unknown' })
    expect(judged.texts.join()).toContain('no report knows 1 file any more')
  })

  test('of which nothing was covered are no matter', () => {
    expect(judge({ files: [file('src/a.ts', { state: 'vanished' })] }, { maxLost: 0 }).outcome).toBe('pass')
  })

  test('do not soften a loss', () => {
    const lost = [...files, file('src/b.ts', { lost: [1] })]
    expect(judge({ files: lost }, { maxLost: 0 })).toMatchObject({ outcome: 'fail', uncertain: true })
  })
})

describe('a drop', () => {
  test('is exact at the edge', () => {
    // 2/3 − 1/3 is more than 33.33 points and less than 33.34.
    const [before, now] = [
      { total: 3, covered: 2 },
      { total: 3, covered: 1 },
    ]
    expect(dropExceeds(before, now, percent('33.33'))).toBe(true)
    expect(dropExceeds(before, now, percent('33.34'))).toBe(false)
    expect(dropExceeds({ total: 4, covered: 3 }, { total: 4, covered: 2 }, percent('25'))).toBe(false)
    expect(
      dropExceeds({ total: 4, covered: 3 }, { total: 4_000_000, covered: 1_999_999 }, percent('25')),
    ).toBe(true)
  })

  test('never exceeds what it is, and always exceeds less', () => {
    const count = fc.record({ total: fc.integer({ min: 1, max: 1000 }), share: fc.nat(1000) })
    fc.assert(
      fc.property(count, count, fc.nat(100), (one, other, points) => {
        const of = ({ total, share }: { total: number; share: number }) => ({
          total,
          covered: share % (total + 1),
        })
        const [before, now] = [of(one), of(other)]
        const fall =
          (BigInt(before.covered) * BigInt(now.total) - BigInt(now.covered) * BigInt(before.total)) * 100n
        const allowed = BigInt(points) * BigInt(before.total) * BigInt(now.total)
        expect(dropExceeds(before, now, percent(String(points)))).toBe(fall > allowed)
      }),
    )
  })

  test.each([
    ['nothing is left of what was measured', { total: 0, covered: 0 }, { total: 5, covered: 0 }, 'pass'],
    ['nothing is measured any more', { total: 5, covered: 4 }, { total: 0, covered: 0 }, 'unknown'],
    ['it rose', { total: 5, covered: 1 }, { total: 5, covered: 2 }, 'pass'],
    ['it fell', { total: 5, covered: 2 }, { total: 5, covered: 1 }, 'fail'],
  ])('where %s', (_, before, now, outcome) => {
    expect(judge({ before, now }, { maxDrop: percent('0') }).outcome).toBe(outcome)
    expect(judge({ before, now }, {}).outcome).toBe('pass')
  })
})

describe('no baseline', () => {
  test.each([
    ['nothing', {}, 'pass', 'warning'],
    ['--max-lost', { maxLost: 3 }, 'unknown', 'error'],
    ['--ratchet', { ratchet: true }, 'unknown', 'error'],
    ['a glob', { lostByGlob: [{ glob: 'x', maxLost: 1 }] }, 'unknown', 'error'],
    ['--max-drop, first build', { maxDrop: percent('1'), missingBaseline: 'pass' }, 'pass', 'warning'],
  ] as const)('asked for %s', (_, thresholds, outcome, severity) => {
    const judged = judgeWithout('none was found', { ...nothingAsked, ...thresholds })
    expect(judged).toMatchObject({ outcome, uncertain: outcome === 'unknown', findings: [{ severity }] })
  })
})

test('what makes the comparison say less is told', () => {
  const { texts } = judge({ disagreement: { lines: 30, covered: 40 }, unknownBefore: 2 }, {})
  expect(texts).toEqual([
    expect.stringContaining('differ in 30 of 40 covered lines'),
    expect.stringContaining('2 files are measured that were there at aaaaaaaaaa and not in the baseline'),
  ])
})
