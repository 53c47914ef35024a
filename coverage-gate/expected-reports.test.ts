import { expect, test } from 'vitest'
import { requireReports } from './expected-reports.ts'

const missing = (names: readonly string[], wanted: readonly string[]): string => {
  try {
    requireReports(names, { names: wanted })
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test.each([
  [
    ['unit/lcov.info', 'unit-slow/lcov.info'],
    ['unit', 'unit-slow'],
  ],
  [
    ['unit-slow/lcov.info', 'unit/lcov.info'],
    ['unit', 'unit-slow'],
  ],
  [['cov-UNIT.xml'], ['unit']],
  [['C:\\build\\e2e\\lcov.info'], ['e2e']],
  [['out/e2e/lcov.info'], ['out\\e2e']],
  [
    ['a/x.info', 'a/b.info'],
    ['a', 'b'],
  ],
  [
    ['a/b.info', 'a/c.info'],
    ['b', 'a'],
  ],
  [
    ['a-b.info', 'a-c.info', 'b-c.info'],
    ['a', 'b', 'c'],
  ],
  [['grün/lcov.info'], ['grün']],
  [['cov.v1+x/lcov.info'], ['v1+x']],
])('%j has all of %j', (names, wanted) => {
  expect(missing(names, wanted)).toBe('')
})

test.each([
  [['unit-slow/lcov.info'], ['unit', 'unit-slow'], 'none for unit'],
  [['units/lcov.info'], ['unit'], 'none for unit'],
  [['unit1/lcov.info'], ['unit'], 'none for unit'],
  [['ungrün/lcov.info'], ['grün'], 'none for grün'],
  [['unit/lcov.info'], ['unit', 'e2e', 'api'], 'reports expected: 3, found: 1; none for e2e, api'],
  [['a/b.info'], ['a', 'b'], 'none for b'],
])('%j has not all of %j', (names, wanted, text) => {
  expect(missing(names, wanted)).toContain(text)
})

test('a number of them', () => {
  expect(() => requireReports(['a', 'b'], { count: 2 })).not.toThrow()
  expect(() => requireReports(['a', 'b', 'c'], { count: 2 })).not.toThrow()
  expect(() => requireReports(['a'], { count: 2 })).toThrow('reports expected: 2, found: 1')
  expect(() => requireReports([], null)).not.toThrow()
})
