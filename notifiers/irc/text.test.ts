import { describe, expect, test } from 'vitest'
import { alice, failedTest, sampleAlert } from '../../test/notifiers/sample-alert.ts'
import type { Alert } from '../model.ts'
import { byteLength } from './cut.ts'
import { type LineStyle, linesOf } from './text.ts'

const style: LineStyle = { bytes: 400, present: new Set(), colours: false, template: null }
const lines = (changes: Partial<Alert> = {}, other: Partial<LineStyle> = {}, ageMs = 0) =>
  linesOf({ alert: sampleAlert(changes), to: ['#dev'], ageMs }, { ...style, ...other })
const suspect = sampleAlert().blame.suspects[0]!
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...failedTest, name: `test ${index}`, line: index + 1 }))

describe('what a channel reads', () => {
  test('a broken build: what, which build, who and why, where to look; then the tests', () => {
    expect(lines()).toEqual([
      'acme/pay main is broken (build 42) by alice: 1a2b3c4 touches src/pay.ts:40, run by the failing src/pay.test.ts https://ci.lab.test/job/pay/42/',
      '1 failing test: src/pay.test.ts:12 pay > refuses an empty card: expected 1 to be 2',
    ])
  })

  test('a third line for other reasons and coverage', () => {
    expect(lines({ reasons: ['the lint failed'], coverage: 'change: 60 %, at least 80 % wanted' })[2]).toBe(
      'the lint failed; change: 60 %, at least 80 % wanted',
    )
  })

  test('fixed names nobody as a culprit, and has one line', () => {
    expect(lines({ event: 'fixed', status: 'SUCCESS', failures: [], failureCount: 0 })).toEqual([
      'acme/pay main is fixed (build 42) https://ci.lab.test/job/pay/42/',
    ])
  })

  test('late is said to be late', () => {
    expect(lines({}, {}, 3 * 3_600_000)[0]).toContain('(3 h late)')
  })

  test('of many tests the first few, and how many more', () => {
    const [, second = ''] = lines({ failures: many(50), failureCount: 70 })
    expect(second).toMatch(/^70 failing tests: src\/pay\.test\.ts:1 test 0: .*; and 6\d more$/)
    const shown = second.split('; ').length - 1
    expect(second).toContain(`and ${70 - shown} more`)
  })

  test('the link survives a long reason whole', () => {
    const reason = 'because '.repeat(200)
    const [first = ''] = lines({ blame: { kind: 'one', suspects: [{ ...suspect, reason }], why: '' } })
    expect(first).toMatch(/because… https:\/\/ci\.lab\.test\/job\/pay\/42\/$/)
    expect(byteLength(first)).toBeLessThanOrEqual(400)
  })

  test('a link that does not fit is left out, never cut', () => {
    const build = { ...sampleAlert().build, url: `https://ci.lab.test/${'x'.repeat(400)}` }
    expect(lines({ build })[0]).not.toContain('https')
  })

  test('colours only when wanted, and closed before the link', () => {
    expect(lines({}, { colours: true })[0]).toMatch(/^\u000304acme\/pay .*\u000f https:\S+$/)
    expect(lines().join('')).not.toMatch(/[\u0002-\u000f]/)
  })

  test('hostile texts everywhere make three lines of plain text', () => {
    const hostile = `x\r\nJOIN #evil\0\u0001ACTION\u0003\u202e\ud800${'й'.repeat(10_000)}`
    const alert = sampleAlert()
    const told = lines({
      build: { ...alert.build, repository: hostile, branch: hostile, number: hostile, url: hostile },
      failures: many(50).map(each => ({ ...each, name: hostile, file: hostile, message: hostile })),
      failureCount: 50,
      reasons: [hostile],
      coverage: hostile,
      blame: {
        kind: 'one',
        suspects: [{ ...suspect, reason: hostile, person: { ...alice, name: hostile } }],
        why: '',
      },
    })
    expect(told.length).toBe(3)
    for (const line of told) {
      expect(byteLength(line)).toBeLessThanOrEqual(400)
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
    }
  })
})

describe('who is pinged', () => {
  const present = new Set(['alice', 'bob', 'mallory', 'main'])

  test('the suspect under her nick; a branch or a name that is somebody else’s nick rings nowhere', () => {
    const build = { ...sampleAlert().build, branch: 'fix-bob/mallory' }
    const [first = ''] = lines({ build }, { present })
    expect(first).toContain('by alice:')
    expect(first).not.toMatch(/bob|mallory/)
    expect(first.replaceAll('\u200b', '')).toContain('fix-bob/mallory')
  })

  test('a name that only a commit claims pings nobody', () => {
    const stranger = { ...alice, name: 'bob', known: false, accounts: { irc: 'bob' } }
    const [first = ''] = lines(
      { blame: { kind: 'one', suspects: [{ ...suspect, person: stranger }], why: '' } },
      { present },
    )
    expect(first).toContain('by b\u200bob:')
  })

  test('an account that is no nick is not used', () => {
    const odd = { ...alice, accounts: { irc: 'alice\r\nQUIT' } }
    const [first = ''] = lines({ blame: { kind: 'one', suspects: [{ ...suspect, person: odd }], why: '' } })
    expect(first).toContain('by Alice:')
  })

  test('nobody to blame: nobody is named', () => {
    expect(
      lines({ blame: { kind: 'nobody', suspects: [suspect], why: 'no green build' } }, { present })[0],
    ).not.toMatch(/alice/i)
  })
})

describe('the user’s own text', () => {
  test('its first three lines, made safe and cut', () => {
    const template = () => `one\u0001\r\n\n${'two '.repeat(200)}\nthree\nfour`
    const told = lines({}, { template })
    expect(told).toEqual(['one', expect.stringMatching(/^two .*…$/), 'three'])
  })

  test('a broken or empty one falls back to ours', () => {
    expect(lines({}, { template: () => null })[0]).toContain('is broken')
    expect(lines({}, { template: () => '\u0001\n ' })[0]).toContain('is broken')
  })
})
