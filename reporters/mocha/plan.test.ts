import Mocha from 'mocha'
import { expect, it } from 'vitest'
import type { MochaSuite } from './mocha-objects.ts'
import { planOf } from './plan.ts'

it('gathers what the root holds by file, though suites have the same titles', () => {
  const { suite: root } = new Mocha()
  const add = (file: string, title: string, ...titles: readonly string[]) => {
    const suite = Mocha.Suite.create(root, title)
    suite.file = file
    for (const each of titles) suite.addTest(new Mocha.Test(each, () => undefined))
  }
  const loose = Object.assign(new Mocha.Test('loose', () => undefined), { file: 'b.js' })
  root.addTest(loose)
  add('a.js', 'same', 'one', 'left out')
  add('b.js', 'same', 'two')
  add('c.js', 'same', 'left out')
  const plans = planOf(root as unknown as MochaSuite, ({ title }) => title !== 'left out')
  expect(
    [...plans.values()].map(({ file, left, tests }) => [file, left, tests.map(each => each.fullTitle())]),
  ).toEqual([
    ['b.js', 2, ['loose', 'same two']],
    ['a.js', 1, ['same one']],
  ])
})
