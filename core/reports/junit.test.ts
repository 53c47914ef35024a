import { expect, test } from 'vitest'
import { classnameOf, type JunitCase, renderJunit } from './junit.ts'

const now = new Date('2026-11-24T10:00:00Z')
const render = (result: JunitCase['result'], name = 'a') =>
  renderJunit('gate', [{ name, classname: 'coverage.src', file: null, result }], now)

test('each result is what the readers of JUnit take it for, and is counted', async () => {
  expect(await render({ kind: 'passed' })).toContain('tests="1" failures="0" errors="0" skipped="0"')
  expect(await render({ kind: 'failure', message: 'm', detail: 'd' })).toMatch(
    /failures="1".*<failure message="m" type="gate"><!\[CDATA\[d\]\]><\/failure>/s,
  )
  expect(await render({ kind: 'error', message: 'm', detail: 'd' })).toMatch(
    /errors="1".*<error message="m" type="gate"><!\[CDATA\[d\]\]><\/error>/s,
  )
  expect(await render({ kind: 'skipped', reason: 'r' })).toMatch(
    /skipped="1".*<skipped\/>\s*<system-out><!\[CDATA\[r\]\]>/s,
  )
})

test('no text ends the section that it stands in, however often it tries', async () => {
  const text = await render({ kind: 'failure', message: 'm', detail: ']]> a ]]> b ]]]]>' })
  expect(text.split(']]>')).toHaveLength(2)
})

test('names lose nothing but what XML cannot hold', async () => {
  expect(await render({ kind: 'passed' }, '<"a&b">\u0000')).toContain('name="&lt;&quot;a&amp;b&quot;>\\u{0}"')
})

test('the time is UTC, wherever it is written', async () => {
  expect(await render({ kind: 'passed' })).toContain('timestamp="2026-11-24T10:00:00"')
})

test('directories make the tree, and their dots do not split it', () => {
  expect(classnameOf('coverage', 'src/a.b/c d/x.ts')).toBe('coverage.src.a_b.c_d')
  expect(classnameOf('coverage', 'x.ts')).toBe('coverage.(top)')
})
