import { expect, it } from 'vitest'
import { joinVariants } from './labels.ts'

const mocha = ['10 serial', '11 serial', '12 serial', '10 parallel', '11 parallel', '12 parallel']
const cells = (labels: readonly string[], texts: string) =>
  labels.map((label, index) => ({ label, text: texts[index] ?? '' }))

it.each([
  ['says once what all agree on', mocha, 'aaaaaa', 'a'],
  ['names versions', ['3', '4', '5'], 'aab', '3, 4: a<br>5: b'],
  ['names ways of running', ['workers', 'in band'], 'ab', 'workers: a<br>in band: b'],
  ['names a whole way of running', mocha, 'aaabbb', 'serial: a<br>parallel: b'],
  ['names a version that is alike in every way', mocha, 'aabaab', '10, 11: a<br>12: b'],
  [
    'names what is left, a version in a way',
    mocha,
    'aabccb',
    '10, 11 serial: a<br>12: b<br>10, 11 parallel: c',
  ],
  [
    'names a version in one way beside a whole way',
    mocha,
    'aaabba',
    'serial; 12 parallel: a<br>10, 11 parallel: b',
  ],
])('%s', (_what, labels, texts, expected) => {
  expect(joinVariants(cells(labels, texts))).toBe(expected)
})
