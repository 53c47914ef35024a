import { expect, it } from 'vitest'
import { createSelector } from './selector.ts'

const file = { file: '/a', project: '', whole: false, describes: [], tests: [] }

it('tells tests of the same titles apart by their order, and keeps the others in view', () => {
  const selector = createSelector({ ...file, tests: [{ titlePath: ['a', 'b'], ordinal: 2 }] })
  expect(['1', '2', '3'].map(() => selector.test(['a', 'b']))).toEqual(['skip', 'run', 'skip'])
  expect(selector.test(['a'])).toBe('drop')
  expect(selector.test(['a b'])).toBe('drop')
  expect(selector.test(['a', 'b', 'c'])).toBe('drop')
  expect(selector.chosen).toBe(1)
})

it('goes into describes in which something is wanted', () => {
  const selector = createSelector({
    ...file,
    describes: [['x', 'y']],
    tests: [{ titlePath: ['a', 'b', 'c'], ordinal: 1 }],
  })
  const open = [['a'], ['a', 'b'], ['x'], ['x', 'y'], ['x', 'y', 'z']]
  expect(open.map(each => selector.describe(each))).toEqual(open.map(() => true))
  const shut = [['b'], ['a', 'c'], ['x', 'z']]
  expect(shut.map(each => selector.describe(each))).toEqual(shut.map(() => false))
  expect(selector.test(['x', 'y', 'z', 'any'])).toBe('run')
  expect(selector.test(['x', 'any'])).toBe('drop')
  expect(selector.within(['a', 'b'])).toBe(true)
  expect(selector.within(['a', 'b', 'c'])).toBe(false)
})

it('takes everything of a whole file, and nothing of an empty selection', () => {
  expect(createSelector({ ...file, whole: true }).test(['any'])).toBe('run')
  expect(createSelector(file).test(['any'])).toBe('drop')
  expect(createSelector(file).describe(['any'])).toBe(false)
})
