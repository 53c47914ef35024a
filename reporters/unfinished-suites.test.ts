import { expect, test } from 'vitest'
import { outcomeOf } from '../core/test-run.ts'
import type { JournalEntry } from './journal.ts'
import { unfinishedSuites } from './unfinished-suites.ts'
import { noCounts } from './xunit/write.ts'

const told = (...entries: readonly JournalEntry[]) =>
  unfinishedSuites({ head: null, entries }, 'mocha', [1000]).map(suite => ({
    suite: suite.name,
    cases: suite.cases.map(each => `${each.classname} ${each.name}: ${outcomeOf(each)}`),
  }))
const run = { suite: 'mocha', cases: ['mocha (run): errored'] }

test('what passed has passed, what was in flight is an error, what had not begun is not run; the file is red', () => {
  const suites = unfinishedSuites(
    {
      head: null,
      entries: [
        ['suite', '', 'src/a.test.js'],
        [
          'plan',
          0,
          0,
          [
            ['cart', 'one'],
            ['cart', 'two'],
            ['cart', 'two'],
          ],
        ],
        ['test', 0, 0],
        ['passed', 0, 0, 12],
        ['plan', 0, 3, [['late']]],
        ['test', 0, 1],
      ],
    },
    'mocha',
    [],
  )
  expect(
    suites
      .flatMap(each => each.cases)
      .map(each => [
        each.name,
        outcomeOf(each),
        each.attempts[0].problem?.message ?? each.attempts[0].reason,
      ]),
  ).toEqual([
    ['one', 'passed', ''],
    ['two', 'errored', 'did not finish: the run was killed before the results of this file were written'],
    ['two #2', 'not-run', 'the run was killed before it'],
    ['late', 'not-run', 'the run was killed before it'],
    [
      '(process)',
      'errored',
      'did not finish: the run was killed before the results of this file were written',
    ],
    ['(run)', 'errored', 'did not finish: the run was killed before it was over'],
  ])
  expect(suites[0]?.cases[0]).toMatchObject({ classname: 'src.a_test.cart', attempts: [{ durationMs: 12 }] })
})

test('what passed and began again is in flight', () => {
  expect(
    told(
      ['suite', '', 'a.js'],
      ['plan', 0, 0, [['one']]],
      ['test', 0, 0],
      ['passed', 0, 0, 1],
      ['test', 0, 0],
    ),
  ).toEqual([{ suite: 'a.js', cases: ['a one: errored', 'a (process): errored'] }, run])
})

test('suites that are written are left out, and entries of none are passed over', () => {
  expect(
    told(
      ['suite', '', 'a.js'],
      ['suite', 'web', 'b.js'],
      ['plan', 0, 0, [['one']]],
      ['plan', 1, 5, [['out of order']]],
      ['test', 7, 0],
      ['passed', -1, 0, 1],
      ['written', 0, 1, 1000, noCounts],
    ),
  ).toEqual([{ suite: 'b.js (web)', cases: ['web.b (process): errored'] }, run])
})
