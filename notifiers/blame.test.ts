import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blame } from './blame.ts'
import type { BlameEvidence, Covered, EvidenceCommit, FailureEvidence, TouchedFile } from './evidence.ts'
import type { FailedTest } from './model.ts'

const touched = (path: string, change: Partial<TouchedFile> = {}): TouchedFile => ({
  path,
  oldPath: null,
  kind: 'modified',
  lines: [],
  cuts: [],
  ...change,
})

/** Digits of a hash from a person's name and a number. */
const hashOf = (name: string, number: number) =>
  Buffer.from(`${name}${number}`).toString('hex').padEnd(40, '0').slice(0, 40)

const commit = (
  name: string,
  files: readonly TouchedFile[],
  change: Partial<EvidenceCommit> = {},
): EvidenceCommit => ({
  hash: hashOf(name, 1),
  author: { name, email: `${name}@x.test` },
  coAuthors: [],
  subject: `A commit of ${name}`,
  isMerge: false,
  files,
  ...change,
})

const failed: FailedTest = {
  id: '1',
  name: 'adds',
  classname: 'pay',
  file: 'test/pay.test.ts',
  line: 3,
  message: 'no',
  detail: '',
  isNew: true,
}

const failure = (change: Partial<FailureEvidence> = {}): FailureEvidence => ({
  test: failed,
  file: 'test/pay.test.ts',
  frames: [
    { file: 'src/pay.ts', line: 40 },
    { file: 'test/pay.test.ts', line: 3 },
  ],
  imports: [
    { file: 'src/cart.ts', via: null },
    { file: 'src/money.ts', via: 'src/cart.ts' },
    { file: 'src/deep.ts', via: 'src/index.ts' },
  ],
  ...change,
})

const evidence = (
  commits: readonly EvidenceCommit[],
  change: Partial<BlameEvidence> = {},
): BlameEvidence => ({
  lastGreen: 'f'.repeat(40),
  firstBuild: false,
  gap: null,
  commits,
  truncated: false,
  failures: [failure()],
  otherwiseRed: false,
  requester: null,
  ...change,
})

const told = (given: BlameEvidence) => {
  const { kind, suspects, why } = blame(given)
  return [kind, suspects.map(({ person }) => person.name), why]
}

const covered = (change: Partial<Covered>): Covered => ({
  file: 'src/fee.ts',
  by: 'test',
  lines: [7],
  missed: [],
  ...change,
})

describe('ties, from strong to weak', () => {
  const run = [covered({}), covered({ file: 'src/cart.ts', by: 'run', lines: [8], missed: [9] })]
  const ties: readonly (readonly [string, TouchedFile, string])[] = [
    [
      'stack-line',
      touched('src/pay.ts', { lines: [39, 40] }),
      'touches src/pay.ts:40, named in the stack of the failing pay.test.ts',
    ],
    [
      'stack-line cut',
      touched('src/pay.ts', { cuts: [40] }),
      'takes lines away at src/pay.ts:40, named in the stack of the failing pay.test.ts',
    ],
    [
      'covered-line',
      touched('src/fee.ts', { lines: [7] }),
      'touches src/fee.ts:7, run by the failing pay.test.ts',
    ],
    [
      'test-line',
      touched('test/pay.test.ts', { lines: [3] }),
      'touches test/pay.test.ts:3, where pay.test.ts fails',
    ],
    [
      'run-line',
      touched('src/cart.ts', { lines: [8, 9] }),
      'touches src/cart.ts:8, which the tests run and the failing pay.test.ts imports',
    ],
    [
      'stack-file',
      touched('src/pay.ts', { lines: [9] }),
      'changes src/pay.ts, named in the stack of the failing pay.test.ts',
    ],
    ['test-file', touched('test/pay.test.ts', { lines: [9] }), 'changes test/pay.test.ts, which fails'],
    [
      'snapshot',
      touched('test/__snapshots__/pay.test.ts.snap'),
      'changes test/__snapshots__/pay.test.ts.snap, which fails',
    ],
    [
      'import',
      touched('src/cart.ts', { lines: [7] }),
      'changes src/cart.ts, which the failing pay.test.ts imports',
    ],
    [
      'import, renamed',
      touched('src/basket.ts', { oldPath: 'src/cart.ts' }),
      'changes src/basket.ts, which the failing pay.test.ts imports',
    ],
    [
      'import through a barrel',
      touched('src/deep.ts'),
      'changes src/deep.ts, which the failing pay.test.ts imports through src/index.ts',
    ],
    [
      'import-of-import',
      touched('src/money.ts'),
      'changes src/money.ts, which the failing pay.test.ts imports through src/cart.ts',
    ],
  ]

  test.each(ties)('%s', (_, file, reason) => {
    const given = evidence(
      [commit('alice', [file, touched('other.ts')]), commit('bob', [touched('src/x.ts')])],
      {
        failures: [failure({ coveredBy: run })],
      },
    )
    expect(blame(given).suspects.map(each => each.reason)[0]).toBe(
      `${hashOf('alice', 1).slice(0, 7)} ${reason}`,
    )
  })

  test.each([
    ['stack-line', 'covered-line', 'one'],
    ['covered-line', 'test-line', 'one-of'],
    ['covered-line', 'run-line', 'one-of'],
    ['covered-line', 'stack-file', 'one'],
    ['run-line', 'stack-file', 'one-of'],
    ['run-line', 'test-file', 'one'],
    ['stack-file', 'test-file', 'one-of'],
    ['stack-file', 'import', 'one'],
    ['test-file', 'import', 'one-of'],
    ['test-file', 'import-of-import', 'one'],
    ['import', 'import-of-import', 'one'],
  ])('%s beside %s: %s', (strong, weak, kind) => {
    const fileOf = (name: string) => ties.find(each => each[0] === name)?.[1] ?? touched('none')
    const given = evidence([commit('bob', [fileOf(weak)]), commit('alice', [fileOf(strong)])], {
      failures: [failure({ coveredBy: run })],
    })
    expect(told(given)).toEqual([kind, kind === 'one' ? ['alice'] : ['alice', 'bob'], ''])
  })

  test.each([
    'package-lock.json',
    'sub/yarn.lock',
    'poetry.lock',
    'go.sum',
    'README.md',
    'docs/guide.rst',
    'CHANGELOG',
    'dist/pay.js',
    'src/__generated__/types.ts',
    'api/pay.pb.go',
  ])('%s is no evidence, unless the stack names it', path => {
    const commits = [commit('alice', [touched(path, { lines: [1] })]), commit('bob', [touched('src/x.ts')])]
    const coveredBy = [covered({ file: path, lines: [1] })]
    const imports = [{ file: path, via: null }]
    const silent = evidence(commits, { failures: [failure({ imports, coveredBy })] })
    expect(
      blame(silent)
        .suspects.map(each => each.reason)
        .join(),
    ).not.toContain(path)
    const frames = [{ file: path, line: 1 }]
    expect(told(evidence(commits, { failures: [failure({ frames })] }))).toEqual(['one', ['alice'], ''])
  })

  test.each(['requirements.txt', 'CMakeLists.txt', 'docs/conf.py', 'src/build.ts', 'src/documents.ts'])(
    '%s is evidence where it is imported',
    path => {
      const commits = [commit('alice', [touched(path)]), commit('bob', [touched('src/x.ts')])]
      const failures = [failure({ imports: [{ file: path, via: null }] })]
      expect(told(evidence(commits, { failures }))).toEqual(['one', ['alice'], ''])
    },
  )

  test('a line that all tests together run is no tie where this test does not import its file', () => {
    const coveredBy = [covered({ file: 'src/far.ts', by: 'run', lines: [7] })]
    const commits = [
      commit('alice', [touched('src/far.ts', { lines: [7] })]),
      commit('bob', [touched('src/cart.ts')]),
    ]
    expect(told(evidence(commits, { failures: [failure({ coveredBy })] }))).toEqual(['one', ['bob'], ''])
  })

  test('what a barrel passes on weighs as an import, what another file imports does not', () => {
    const strangers = ['bob', 'carol', 'dan'].map(name => commit(name, [touched(`src/${name}.ts`)]))
    const named = (path: string) => told(evidence([commit('alice', [touched(path)]), ...strangers]))[0]
    expect([named('src/deep.ts'), named('src/money.ts')]).toEqual(['one', 'nobody'])
  })

  test('lines that nobody ran break nothing', () => {
    const missed = [covered({ file: 'src/cart.ts', by: 'run', lines: [8], missed: [9] })]
    const commits = [
      commit('alice', [touched('src/cart.ts', { lines: [9] })]),
      commit('bob', [touched('src/money.ts')]),
      commit('carol', [touched('src/cart.ts', { lines: [9, 10] })]),
    ]
    // Line 10 was not measured: it may matter.
    expect(told(evidence(commits, { failures: [failure({ coveredBy: missed })] }))).toEqual([
      'one',
      ['carol'],
      '',
    ])
  })
})

describe('who is named', () => {
  test('one person with several commits counts once, with the strongest tie', () => {
    const strong = commit('alice', [touched('src/pay.ts', { lines: [40] })], { hash: hashOf('alice', 2) })
    const weak = commit('ALICE', [touched('src/cart.ts')])
    const given = blame(evidence([weak, commit('bob', [touched('src/cart.ts')]), strong]))
    expect(given.kind).toBe('one')
    expect(given.suspects).toHaveLength(1)
    expect(given.suspects[0]?.commit).toBe(strong.hash)
  })

  test('two people who broke a test each are both named, however many tests the one broke', () => {
    const alice = commit('alice', [touched('src/a.ts')])
    const bob = commit('bob', [touched('src/b.ts')])
    const of = (file: string, id: string) =>
      failure({ test: { ...failed, id }, frames: [], imports: [{ file, via: null }] })
    const failures = [...'123456789'].map(id => of('src/a.ts', id))
    expect(told(evidence([bob, alice], { failures }))).toEqual(['one', ['alice'], ''])
    expect(told(evidence([bob, alice], { failures: [...failures, of('src/b.ts', 'b')] }))).toEqual([
      'one-of',
      ['alice', 'bob'],
      '',
    ])
  })

  test('a failure that nobody’s commit touches takes nothing from the others', () => {
    const commits = [commit('alice', [touched('src/cart.ts')]), commit('bob', [touched('src/x.ts')])]
    const strange = failure({ test: { ...failed, id: '2' }, frames: [], imports: [], file: null })
    expect(told(evidence(commits, { failures: [strange, strange, failure()] }))).toEqual([
      'one',
      ['alice'],
      '',
    ])
  })

  test('a bot that wins is replaced by nobody', () => {
    const bot = { name: 'renovate[bot]', email: '' }
    const commits = [
      commit('x', [touched('src/pay.ts', { lines: [40] })], { author: bot }),
      commit('alice', [touched('src/cart.ts')]),
    ]
    expect(told(evidence(commits))).toEqual([
      'nobody',
      [],
      `renovate[bot] is a bot; ${hashOf('x', 1).slice(0, 7)} touches src/pay.ts:40, named in the stack of the failing pay.test.ts`,
    ])
  })

  test('a weak tie alone names nobody among many', () => {
    const strangers = ['bob', 'carol', 'dan'].map(name => commit(name, [touched(`src/${name}.ts`)]))
    const weak = commit('alice', [touched('src/money.ts')])
    expect(told(evidence([weak, ...strangers]))).toEqual([
      'nobody',
      [],
      `4 commits by 4 people since the last green build, and little ties one to what fails: ${hashOf('alice', 1).slice(0, 7)} changes src/money.ts, which the failing pay.test.ts imports through src/cart.ts`,
    ])
    expect(told(evidence([...strangers.slice(1), weak]))).toEqual(['one-of', ['alice', 'carol', 'dan'], ''])
  })

  test.each<readonly [string, Partial<BlameEvidence>, string]>([
    ['no green build', { lastGreen: null }, 'no earlier green build is known'],
    ['the first build', { firstBuild: true }, 'no earlier green build is known'],
    ['a gap', { gap: 'this clone is shallow' }, 'this clone is shallow'],
    ['no reason', { failures: [] }, 'no failure is confirmed'],
    ['no commits', { commits: [] }, 'nothing was changed since the last green build'],
    [
      'a merge alone',
      { commits: [commit('alice', [], { isMerge: true })] },
      'nothing was changed since the last green build',
    ],
    [
      'documents',
      { commits: [commit('alice', [touched('README.md')])] },
      'only documents were changed since the last green build',
    ],
    [
      'an empty commit',
      { commits: [commit('alice', [])] },
      'only documents were changed since the last green build',
    ],
  ])('nobody: %s', (_, change, why) => {
    const strong = commit('alice', [touched('src/pay.ts', { lines: [40] })])
    expect(told(evidence([strong], change))).toEqual(['nobody', [], why])
  })

  test('who changed documents alone is not among those who may have done it', () => {
    const commits = [commit('bob', [touched('README.md')]), commit('alice', [touched('src/x.ts')])]
    const given = blame(evidence(commits, { failures: [], otherwiseRed: true }))
    expect(given.suspects.map(({ reason }) => reason)).toEqual([
      `${hashOf('alice', 1).slice(0, 7)} is the only commit since the last green build`,
    ])
  })

  test('what is named is cut: a path at its beginning, a subject at its end', () => {
    const path = `${'😀'.repeat(300)}/pay.ts`
    const long = commit('alice', [touched(path, { lines: [1] })], { subject: 's'.repeat(500) })
    const frames = [{ file: path, line: 1 }]
    const [suspect] = blame(evidence([long], { failures: [failure({ frames })] })).suspects
    expect(suspect?.reason).toMatch(/^\w{7} touches …(?:😀)+\/pay\.ts:1, named in the stack of/u)
    expect(suspect?.reason.length).toBeLessThanOrEqual(400)
    expect(suspect?.subject).toHaveLength(200)
  })
})

describe('whatever the evidence', () => {
  const paths = [
    'src/pay.ts',
    'src/cart.ts',
    'src/money.ts',
    'test/pay.test.ts',
    'README.md',
    'a.lock',
    'src/x.ts',
  ]
  const path = fc.constantFrom(...paths)
  const line = fc.integer({ min: 1, max: 4 })
  const lines = fc.uniqueArray(line, { maxLength: 3 }).map(all => all.sort((one, other) => one - other))
  const file = fc.record({
    path,
    oldPath: fc.constant(null),
    kind: fc.constant('modified' as const),
    lines,
    cuts: lines,
  })
  const name = fc.constantFrom('alice', 'bob', 'carol', 'dan', 'Alice', 'x[bot]')
  const someCommit = fc
    .tuple(name, fc.uniqueArray(file, { maxLength: 3, selector: each => each.path }), fc.boolean())
    .map(([who, files, isMerge]) => commit(who, isMerge ? [] : files, { isMerge }))
  const commits = fc
    .array(someCommit, { maxLength: 6 })
    .map(all => all.map((each, index) => ({ ...each, hash: hashOf(each.author.name, index) })))
  const someFailure = fc.record({
    test: fc.constantFrom(failed, { ...failed, id: '2', name: 'other' }),
    file: fc.option(path),
    frames: fc.array(fc.record({ file: path, line }), { maxLength: 2 }),
    imports: fc.array(fc.record({ file: path, via: fc.option(path) }), { maxLength: 3 }),
    coveredBy: fc.array(
      fc.record({ file: path, by: fc.constantFrom('test' as const, 'run' as const), lines, missed: lines }),
      { maxLength: 2 },
    ),
  })
  const failures = fc.array(someFailure, { maxLength: 4 })
  const truncated = fc.boolean()

  test('the order of commits and failures changes nothing', () => {
    const orders = fc.tuple(fc.infiniteStream(fc.nat(1000)), fc.infiniteStream(fc.nat(1000)))
    const shuffled = <Item>(items: readonly Item[], keys: Iterator<number>) =>
      items
        .map(item => ({ item, key: keys.next().value as number }))
        .sort((one, other) => one.key - other.key)
        .map(each => each.item)
    fc.assert(
      fc.property(commits, failures, truncated, orders, (some, fails, cutOff, [first, second]) => {
        const given = evidence(some, { failures: fails, truncated: cutOff, otherwiseRed: true })
        const other = { ...given, commits: shuffled(some, first), failures: shuffled(fails, second) }
        expect(blame(other)).toEqual(blame(given))
      }),
      { numRuns: 3000 },
    )
  })

  test('at most three, each once, no bot, each with a commit of theirs and a file of its diff', () => {
    let named = 0
    fc.assert(
      fc.property(commits, failures, truncated, (some, fails, cutOff) => {
        const { kind, suspects, why } = blame(
          evidence(some, { failures: fails, truncated: cutOff, otherwiseRed: true }),
        )
        expect(suspects.length).toBeLessThanOrEqual(kind === 'one' ? 1 : 3)
        expect(suspects.length === 0).toBe(kind === 'nobody')
        expect(why !== '').toBe(kind === 'nobody')
        const people = suspects.map(({ person }) => person.email.toLowerCase())
        expect(new Set(people).size).toBe(people.length)
        for (const { person, commit: hash, reason } of suspects) {
          const own = some.find(each => each.hash === hash)
          expect(own).toMatchObject({
            isMerge: false,
            author: { name: expect.not.stringContaining('[bot]') },
          })
          expect(own?.author.email.toLowerCase()).toBe(person.email.toLowerCase())
          expect(reason.startsWith(hash.slice(0, 7))).toBe(true)
          if (reason.includes('since the last green build')) continue
          named += 1
          const files = own?.files.map(each => each.path) ?? []
          const place = / (?:touches|changes|takes lines away at) ([^\s:,]+)(?::\d+)?,/.exec(reason)?.[1]
          expect(files).toContain(place)
        }
      }),
      { numRuns: 3000 },
    )
    expect(named).toBeGreaterThan(100)
  })

  test('one who is named by a strong tie stays it beside a commit that shares nothing', () => {
    let checked = 0
    fc.assert(
      fc.property(commits, failures, (some, fails) => {
        const given = evidence(some, { failures: fails })
        const before = blame(given)
        const reason = before.suspects[0]?.reason ?? ''
        if (before.kind !== 'one' || / through |since the last green/.test(reason)) return
        checked += 1
        expect(blame({ ...given, commits: [...some, commit('zoe', [touched('src/unrelated.ts')])] })).toEqual(
          before,
        )
      }),
      { numRuns: 2000 },
    )
    expect(checked).toBeGreaterThan(50)
  })
})
