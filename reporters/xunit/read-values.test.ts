import { expect, test } from 'vitest'
import { readCount, readDuration, readTimestamp, splitAttachments } from './read-values.ts'

test.each([
  ['1.5', 1500],
  ['0', 0],
  [' 0.0015 ', 1.5],
  ['2,503.1', 2_503_100],
  ['1,234,567.5', 1_234_567_500],
  ['1,234', 1_234_000],
  ['0,123', 123],
  ['12,5', 12_500],
  ['1e-3', 1],
  ['-345345', 0],
  ['1e20', 31_536_000_000],
  ['Infinity', 31_536_000_000],
])('a duration of %s seconds is %d ms', (text, ms) => {
  expect(readDuration(text)).toBe(ms)
})

test.each(['', ' ', 'NaN', 'soon', '<<computed>>', undefined])('%s is no duration', text => {
  expect(readDuration(text)).toBeNull()
})

test.each([
  ['2026-11-24T10:00:00', '2026-11-24T10:00:00.000Z'],
  ['2026-11-24T10:00:00.123456', '2026-11-24T10:00:00.123Z'],
  ['2026-11-24T10:00:00+02:00', '2026-11-24T08:00:00.000Z'],
  ['2026-11-24T10:00:00-0130', '2026-11-24T11:30:00.000Z'],
  ['2026-11-24 10:00:00Z', '2026-11-24T10:00:00.000Z'],
  ['2026-11-24T 10:00', '2026-11-24T10:00:00.000Z'],
  ['2026-11-24', '2026-11-24T00:00:00.000Z'],
  ['Tue, 24 Nov 2026 10:00:00 GMT', '2026-11-24T10:00:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(new Date(readTimestamp(text) ?? Number.NaN).toISOString()).toBe(expected)
})

test.each(['', 'yesterday', '0001-01-01T00:00:00Z', '2026-13-45T99:00:00Z', '24/11/2026', undefined])(
  '%s is no time',
  text => {
    expect(readTimestamp(text)).toBeNull()
  },
)

test('counts', () => {
  expect(['3', ' 1,234 ', '', '-1', '1.5', 'x', undefined].map(readCount)).toEqual([
    3,
    1234,
    null,
    null,
    null,
    null,
    null,
  ])
})

test('attachment lines are taken out, and nothing else', () => {
  expect(
    splitAttachments('a\n[[ATTACHMENT|x/y z.png]]\nb [[ATTACHMENT|no]] c\n  [[ATTACHMENT|/abs|more]]\r\n'),
  ).toEqual({
    text: 'a\nb [[ATTACHMENT|no]] c\n',
    attachments: ['x/y z.png', '/abs'],
  })
})
