import { EventEmitter } from 'node:events'
import Mocha from 'mocha'
import { expect, it } from 'vitest'
import type { MochaRunner } from './mocha-objects.ts'
import { keepSelected } from './rerun.ts'

/** A describe that stands in `file`. */
function describeIn(parent: Mocha.Suite, title: string, file: string): Mocha.Suite {
  const suite = Mocha.Suite.create(parent, title)
  suite.file = file
  return suite
}

function testIn(suite: Mocha.Suite, title: string, file: string): Mocha.Test {
  const test = new Mocha.Test(title, () => undefined)
  test.file = file
  suite.addTest(test)
  return test
}

it('keeps the wanted tests, once each, and in view those of the same titles', () => {
  const root = new Mocha.Suite('', new Mocha.Context())
  root.root = true
  root.bail(true)
  root.retries(3)
  const around = describeIn(root, 'around', '/a.js')
  // Made by a helper of another file.
  const [first, second] = [testIn(around, 'same', '/helper.js'), testIn(around, 'same', '/helper.js')]
  testIn(around, 'beside', '/a.js')
  testIn(describeIn(root, 'around', '/b.js'), 'same', '/b.js')
  const runner = Object.assign(new EventEmitter(), { suite: root, total: 4 }) as unknown as MochaRunner
  keepSelected(runner, [
    {
      file: '/a.js',
      project: '',
      whole: false,
      describes: [],
      tests: [{ titlePath: ['around', 'same'], ordinal: 2 }],
    },
  ])
  expect(root.suites.map(({ tests }) => tests)).toEqual([[first, second], []])
  expect([first, second].map(test => Boolean(test.isPending()))).toEqual([true, false])
  expect([second.retries(), around.bail(), runner.total]).toEqual([0, false, 2])
})
