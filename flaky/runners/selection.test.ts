import { expect, it } from 'vitest'
import type { WantedTest } from './runner.ts'
import { selectionOf } from './selection.ts'

function wanted(more: Partial<WantedTest>): WantedTest {
  const test = {
    id: '',
    project: '',
    file: 'a.test.js',
    titlePath: ['a'],
    ordinal: 1,
    name: '',
    classname: '',
    line: null,
  }
  return { kind: 'test', ...test, ...more }
}

const root = '/repo'

it('gathers the tests of a file and project', () => {
  const selection = selectionOf(
    [wanted({}), wanted({ project: 'two' }), wanted({ titlePath: ['b', 'c'], ordinal: 2 })],
    { root },
  )
  expect(selection).toEqual([
    {
      file: '/repo/a.test.js',
      project: '',
      whole: false,
      describes: [],
      tests: [
        { titlePath: ['a'], ordinal: 1 },
        { titlePath: ['b', 'c'], ordinal: 2 },
      ],
    },
    {
      file: '/repo/a.test.js',
      project: 'two',
      whole: false,
      describes: [],
      tests: [{ titlePath: ['a'], ordinal: 1 }],
    },
  ])
})

it('takes the describe of a hook, and the file for what failed outside of all', () => {
  const hook = wanted({ kind: 'hook', titlePath: ['a', 'beforeAll hook'] })
  expect(selectionOf([hook], { root })).toMatchObject([{ whole: false, describes: [['a']], tests: [] }])
  for (const each of [
    wanted({ kind: 'hook', titlePath: ['beforeAll hook'] }),
    wanted({ kind: 'load', titlePath: ['(load)'] }),
    wanted({ kind: 'run', titlePath: ['(process)'] }),
  ])
    expect(selectionOf([each], { root })).toMatchObject([{ whole: true }])
})

it('leaves out what cannot be found again', () => {
  expect(selectionOf([wanted({ file: null }), wanted({ titlePath: [] })], { root })).toEqual([])
})
