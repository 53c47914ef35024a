import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classnameOf, testId } from '../core/test-id.ts'
import { aliasesBetween, familiesOf, joinHistories, type KnownTest } from './identity.ts'
import type { TestHistory, TestRef } from './model.ts'

function known(
  file: string,
  titles: readonly string[],
  bodyHash: string | null = null,
  ordinal = 1,
): KnownTest {
  const place = { project: '', file, titlePath: titles, ordinal }
  const name = titles.at(-1) ?? ''
  const shown = ordinal > 1 ? `${name} [${ordinal}]` : name
  const test: TestRef = { id: testId(place), name: shown, classname: classnameOf(place), file, project: '' }
  return { test, bodyHash }
}
const renames = new Map([['src/a.test.ts', 'lib/b.test.ts']])
const pair = (one: KnownTest, other: KnownTest) => ({ from: one.test.id, to: other.test.id })

test('the tests of a renamed file go on, each by its titles', () => {
  const before = [
    known('src/a.test.ts', ['x', 'one']),
    known('src/a.test.ts', ['y', 'one']),
    known('src/a.test.ts', ['gone']),
  ]
  const after = [
    known('lib/b.test.ts', ['y', 'one']),
    known('lib/b.test.ts', ['x', 'one']),
    known('lib/b.test.ts', ['new']),
  ]
  expect(aliasesBetween(before, after, renames)).toEqual([
    pair(before[0]!, after[1]!),
    pair(before[1]!, after[0]!),
  ])
})

test('what stayed where it was is no alias, and without a rename a name in another file is another test', () => {
  const stays = known('src/c.test.ts', ['one'])
  expect(aliasesBetween([stays], [stays, known('lib/b.test.ts', ['one'])], renames)).toEqual([])
  expect(
    aliasesBetween([known('src/c.test.ts', ['one'])], [known('lib/b.test.ts', ['one'])], renames),
  ).toEqual([])
})

test('a new title over the same body goes on; a body that two tests have tells nothing', () => {
  const before = [
    known('s.test.ts', ['old'], 'h1'),
    known('s.test.ts', ['p'], 'h2'),
    known('s.test.ts', ['q'], 'h2'),
  ]
  const after = [known('s.test.ts', ['new'], 'h1'), known('s.test.ts', ['r'], 'h2')]
  expect(aliasesBetween(before, after, new Map())).toEqual([pair(before[0]!, after[0]!)])
})

const history = (id: string, builds: readonly number[]): TestHistory => ({
  test: { id, name: id, classname: '', file: null, project: '' },
  bodyHash: null,
  runs: builds.map(at => ({
    build: { id: `b${at}`, shard: '', at, branch: null, commit: null, environment: '' },
    result: 'passed',
    exception: null,
    incident: false,
  })),
})

test('histories of one test are joined under its last name, through chains and circles', () => {
  const families = familiesOf([
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'c', to: 'a' },
  ])
  const joined = joinHistories([history('a', [1, 5]), history('c', [3]), history('x', [2])], families)
  expect(joined.map(({ test, runs }) => [test.id, runs.map(({ build }) => build.at)])).toEqual([
    ['a', [1, 3, 5]],
    ['x', [2]],
  ])
})

test('two that ran in one build are two tests, whatever the aliases say', () => {
  const families = familiesOf([{ from: 'a', to: 'b' }])
  expect(joinHistories([history('a', [1, 2]), history('b', [2, 3])], families)).toHaveLength(2)
})

test('families do not depend on the order in which aliases became known', () => {
  const alias = fc.record({
    from: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    to: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  })
  fc.assert(
    fc.property(fc.array(alias), aliases => {
      const plain = (all: ReturnType<typeof familiesOf>) =>
        [...all].map(([id, family]) => [id, [...family].sort()]).sort()
      expect(plain(familiesOf(aliases.toReversed().concat(aliases)))).toEqual(plain(familiesOf(aliases)))
    }),
  )
})
