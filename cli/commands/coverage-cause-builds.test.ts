import { describe, expect, test } from 'vitest'
import type { BuildRef, Result, TestHistory } from '../../flaky/model.ts'
import type { Segment } from '../../flaky/segment.ts'
import { isOfCommit, nearestBuilds, newestBuild, testsThen } from './coverage-cause-builds.ts'

const build = (id: string, more: Partial<BuildRef> = {}): BuildRef => {
  return { id, shard: '', at: 1, branch: 'main', commit: 'c'.repeat(40), environment: 'linux', ...more }
}
const segment = (of: BuildRef, complete = true): Segment => {
  return {
    build: of,
    dictionary: 'names/x',
    tests: 0,
    ran: new Uint8Array(),
    exceptions: new Map(),
    fileDurations: [],
    complete,
  }
}
const history = (file: string, runs: readonly (readonly [BuildRef, Result])[]): TestHistory => {
  return {
    test: { id: file, name: file, classname: '', file, project: '' },
    runs: runs.map(([build, result]) => ({ build, result, exception: null, incident: false })),
    bodyHash: null,
  }
}

test.each([
  ['0123456789abcdef', true],
  ['0123456', true],
  ['0123456789ABCDEF', true],
  ['012345', false],
  ['1123456', false],
  [null, false],
])('a build of %j is of the commit: %j', (commit, expected) => {
  expect(isOfCommit(build('1', { commit }), '0123456789abcdef')).toBe(expected)
})

test('the nearest commit with a build counts, with all its builds', () => {
  const [near, far] = ['a'.repeat(40), 'b'.repeat(40)]
  const all = [
    segment(build('1', { commit: far })),
    segment(build('2', { commit: near })),
    segment(build('3', { commit: near })),
  ]
  const commits = ['0'.repeat(40), near, far].map(commit => ({ commit }))
  expect(nearestBuilds(commits, all)?.commit).toBe(near)
  expect(nearestBuilds(commits, all)?.segments.map(each => each.build.id)).toEqual(['2', '3'])
  expect(nearestBuilds([], all)).toBeNull()
})

test('the newest whole build counts, with all its shards', () => {
  const shards = ['1/2', '2/2'].map(shard => segment(build('whole', { shard })))
  const all = [segment(build('old')), ...shards, segment(build('cut'), false)]
  expect(newestBuild(all)).toEqual(shards)
  expect(newestBuild([segment(build('cut'), false)])).toHaveLength(1)
  expect(newestBuild([])).toEqual([])
})

describe('of several builds of the commit', () => {
  const told = (builds: readonly BuildRef[], histories: readonly TestHistory[], now: readonly string[]) =>
    testsThen(
      histories,
      builds.map(each => segment(each)),
      new Set(now),
    ).tests.map(({ ref, outcome }) => `${ref.id} ${outcome}`)

  test('the one that is most like this run tells', () => {
    const [linux, windows] = [build('1'), build('2', { environment: 'windows', at: 2 })]
    const histories = [
      history('a', [
        [linux, 'passed'],
        [windows, 'failed'],
      ]),
      history('only-linux', [[linux, 'passed']]),
      history('only-windows', [[windows, 'passed']]),
    ]
    expect(told([linux, windows], histories, ['a', 'only-linux'])).toEqual(['a passed', 'only-linux passed'])
    expect(told([linux, windows], histories, ['a', 'only-windows'])).toEqual([
      'a failed',
      'only-windows passed',
    ])
  })
  test('another runner of the same environment adds its files', () => {
    const [vitest, pytest] = [build('1'), build('2')]
    const histories = [history('a', [[vitest, 'passed']]), history('b', [[pytest, 'flaky']])]
    expect(told([vitest, pytest], histories, ['a', 'b']).sort()).toEqual(['a passed', 'b passed'])
  })
  test('what was skipped in them did not run', () => {
    expect(told([build('1')], [history('a', [])], ['a'])).toEqual([])
  })
  test('a test that several shards ran passed if it passed in one', () => {
    const [one, two] = [build('1', { shard: '1/2' }), build('1', { shard: '2/2' })]
    const histories = [
      history('a', [
        [one, 'failed'],
        [two, 'passed'],
      ]),
    ]
    expect(told([one, two], histories, ['a'])).toEqual(['a passed'])
  })
})
