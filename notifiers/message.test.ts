import { expect, test } from 'vitest'
import { failedTest, sampleAlert } from '../test/notifiers/sample-alert.ts'
import { blameLine, buildLine, failureLine, headline, lateness } from './message.ts'

test('what is broken, by whom, where', () => {
  const alert = sampleAlert()
  expect(headline(alert)).toBe('acme/pay main is broken')
  expect(buildLine(alert)).toBe('build 42 of main build, 1a2b3c4 Charge cards at once')
  expect(blameLine(alert)).toBe('by Alice: 1a2b3c4 touches src/pay.ts:40, run by the failing src/pay.test.ts')
  expect(failureLine(failedTest)).toBe('src/pay.test.ts:12 pay > refuses an empty card: expected 1 to be 2')
})

test('what is not known is left out', () => {
  const build = {
    ...sampleAlert().build,
    branch: null,
    change: { id: '7', url: null },
    number: null,
    job: null,
    commit: null,
    subject: null,
  }
  const alert = sampleAlert({
    build,
    event: 'first-build',
    blame: { kind: 'nobody', suspects: [], why: 'no green build' },
  })
  expect(headline(alert)).toBe('acme/pay change 7 is broken in its first known build')
  expect(headline({ ...alert, status: 'SUCCESS' })).toBe('acme/pay change 7 is built for the first time')
  expect(buildLine(alert)).toBe('')
  expect(blameLine(alert)).toBe('')
  expect(failureLine({ ...failedTest, file: null, message: '' })).toBe('pay > refuses an empty card')
})

test('still broken says how many more', () => {
  expect(headline(sampleAlert({ event: 'still-broken', failureCount: 3, newFailureCount: 1 }))).toBe(
    'acme/pay main is still broken, and 1 test more',
  )
})

test.each([
  [0, ''],
  [119_000, ''],
  [180_000, '3 min late'],
  [3 * 3_600_000, '3 h late'],
  [50 * 3_600_000, '2 days late'],
])('%d ms is "%s"', (age, said) => {
  expect(lateness(age)).toBe(said)
})
