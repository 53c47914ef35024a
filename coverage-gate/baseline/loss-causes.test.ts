import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CauseQuestion, lossCauses } from './loss-causes.ts'
import type { LostTest, TestSeen } from './lost-tests.ts'

const seen = (name: string, file: string | null): TestSeen => {
  return { id: `${file} ${name}`, name, file, outcome: 'passed' }
}
const lost = (name: string, file: string | null, what: LostTest['what'] = 'skipped'): LostTest => {
  return { test: seen(name, file), what }
}
/** All of them ran then, and those of `others` still do. */
const causes = (
  all: readonly LostTest[],
  given: Partial<CauseQuestion> & { others?: readonly TestSeen[] } = {},
) => {
  const { others = [], ...more } = given
  return lossCauses({
    lost: all,
    before: [...all.map(each => each.test), ...others],
    now: { tests: others, isIncomplete: false, brokenFiles: new Set() },
    files: { deleted: new Set(), moved: new Map(), changed: new Set() },
    paths: ['src/orders.ts'],
    imports: new Map(),
    ...more,
  })
}
const importing = (entries: Readonly<Record<string, number>>) =>
  new Map(
    Object.entries(entries).map(
      ([file, distance]) => [file, new Map([['src/orders.ts', distance]])] as const,
    ),
  )

test('best tied first: its own name, a direct import, an import through others, nothing', () => {
  const all = ['src/a.test.ts', 'src/far.test.ts', 'src/near.test.ts', 'src/orders.test.ts']
  const found = causes(
    all.map(file => lost('works', file)),
    { imports: importing({ 'src/near.test.ts': 1, 'src/far.test.ts': 3 }) },
  )
  expect(found).toEqual([
    { test: 'orders.test.ts', file: 'src/orders.test.ts', what: 'skipped', paths: ['src/orders.ts'] },
    { test: 'near.test.ts', file: 'src/near.test.ts', what: 'skipped', paths: ['src/orders.ts'] },
    { test: 'far.test.ts', file: 'src/far.test.ts', what: 'skipped', paths: ['src/orders.ts'] },
    { test: 'a.test.ts', file: 'src/a.test.ts', what: 'skipped', paths: [] },
  ])
})

describe('a file that lost all its tests is one cause', () => {
  const file = 'src/orders.test.ts'
  const told = (...args: Parameters<typeof causes>) =>
    causes(...args).map(each => `${each.test} ${each.what}`)
  test('when all are gone', () => {
    expect(told([lost('a', file, 'disappeared'), lost('b', file, 'disappeared')])).toEqual([
      'orders.test.ts disappeared',
    ])
  })
  test('when some are skipped and the others gone', () => {
    expect(told([lost('a', file, 'disappeared'), lost('b', file)])).toEqual(['orders.test.ts skipped'])
  })
  test('when all fail', () => {
    expect(told([lost('a', file, 'failed'), lost('b', file, 'failed')])).toEqual(['orders.test.ts failed'])
  })
  test('but its only test that fails has a name', () => {
    expect(told([lost('refunds', file, 'failed')])).toEqual(['refunds failed'])
  })
  test('unless the file did not load', () => {
    const now = { tests: [], isIncomplete: false, brokenFiles: new Set([file]) }
    expect(told([lost('refunds', file, 'failed')], { now })).toEqual(['orders.test.ts failed'])
  })
  test('not when one still runs', () => {
    expect(told([lost('a', file)], { others: [seen('b', file)] })).toEqual(['a skipped'])
  })
  test('not when new tests run in it', () => {
    const now = { tests: [seen('new', file)], isIncomplete: false, brokenFiles: new Set<string>() }
    expect(told([lost('old', file, 'disappeared')], { now })).toEqual(['old disappeared'])
  })
  test('not when nobody knows the file', () => {
    expect(told([lost('a', null), lost('b', null)])).toEqual(['a skipped', 'b skipped'])
  })
  test('under its new name when it was moved', () => {
    const moved = new Map([[file, 'test/orders.spec.ts']])
    const [cause] = causes([lost('a', file)], {
      files: { deleted: new Set(), moved, changed: new Set([file]) },
    })
    expect(cause).toMatchObject({ test: 'orders.spec.ts', file: 'test/orders.spec.ts' })
  })
})

test('no file alone fills the list, and there are at most ten', () => {
  const many = (file: string) => Array.from({ length: 20 }, (_, index) => lost(`${index}`, file))
  const files = ['src/orders.test.ts', 'test/orders.test.ts']
  const found = causes(files.flatMap(many), { others: files.map(file => seen('still', file)) })
  expect(found).toHaveLength(10)
  expect(found.map(each => each.file)).toEqual(Array.from({ length: 5 }, () => files).flat())
})

test('a name from outside is one line, without control characters, and not endless', () => {
  const [cause] = causes([lost(`a\n\u001b[31mb ${'x'.repeat(10_000)}`, null)])
  expect(cause?.test).toMatch(/^a \\u\{1b\}\[31mb x+…$/)
  expect([...(cause?.test ?? '')]).toHaveLength(120)
})

const name = fc.constantFrom('orders', 'pay', 'ship', 'users')
const lostOnes = fc.array(
  fc.record({
    name: fc.string(),
    file: fc.option(name),
    what: fc.constantFrom<LostTest['what']>('skipped', 'failed', 'disappeared'),
  }),
  { maxLength: 40 },
)
const imported = fc.array(fc.tuple(name, name, fc.integer({ min: 1, max: 4 })))

test('every path of a cause lost lines; the tied come before the untied; no tie is passed over', () => {
  fc.assert(
    fc.property(lostOnes, fc.uniqueArray(name), imported, (all, names, edges) => {
      const imports = new Map<string, Map<string, number>>()
      for (const [from, to, distance] of edges) {
        const file = `src/${from}.test.ts`
        imports.set(file, (imports.get(file) ?? new Map()).set(`src/${to}.ts`, distance))
      }
      const paths = names.map(each => `src/${each}.ts`)
      const tests = all.map(({ name, file, what }) =>
        lost(name, file === null ? null : `src/${file}.test.ts`, what),
      )
      const found = causes(tests, { paths, imports })
      const ties = found.map(each => each.paths.length > 0)
      expect(ties).toEqual([...ties].sort((one, other) => Number(other) - Number(one)))
      for (const each of found) {
        for (const path of each.paths) expect(paths).toContain(path)
        const own = each.file?.replace('.test', '') ?? ''
        if (paths.includes(own)) expect(each.paths[0]).toBe(own)
      }
      expect(found.length > 0).toBe(tests.length > 0)
      expect(found.length).toBeLessThanOrEqual(10)
    }),
  )
})
