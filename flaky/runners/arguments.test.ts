import { expect, it } from 'vitest'
import { optionsWithout, readArguments, valuesOf } from './arguments.ts'
import { jestForms, notAgain } from './jest/options.ts'
import { notAgain as notAgainInPlaywright, playwrightForms } from './playwright/options.ts'

it('tells an option’s values from words that are none', () => {
  const args = [
    '-t',
    'a b',
    'src',
    '--reporters',
    'one',
    'two',
    '--ci',
    '-w=2',
    '--coverage',
    'false',
    '--',
    '-x',
  ]
  const found = readArguments(args, jestForms)
  expect(found.map(({ option, values }) => [option, ...values])).toEqual([
    ['testNamePattern', 'a b'],
    [null, 'src'],
    ['reporters', 'one', 'two'],
    ['ci'],
    ['maxWorkers', '2'],
    ['coverage', 'false'],
    [''],
    [null, '-x'],
  ])
  expect(found.flatMap(({ words }) => words)).toEqual(args)
  expect(valuesOf(found, 'reporters')).toEqual(['one', 'two'])
})

it.each([
  [
    ['--config', 'x.js', 'a.test.js', '-t', 'b', '--ci', '--maxWorkers=2'],
    ['--config', 'x.js', '--ci'],
  ],
  [['-i', '--testPathPatterns', 'a', 'b', '--verbose'], ['--verbose']],
  [
    ['-u', '--bail', '3', '--onlyChanged', '-w4', '--test-timeout', '9'],
    ['--test-timeout', '9'],
  ],
  [
    ['--selectProjects', 'a', 'b', '--findRelatedTests', 'x.ts'],
    ['--selectProjects', 'a', 'b'],
  ],
])('keeps of jest’s %j %j for a rerun', (args, kept) => {
  expect(optionsWithout(readArguments(args, jestForms), notAgain)).toEqual(kept)
})

it.each([
  [
    ['a.spec.js:3', '-g', 'x', '--project', 'one', 'two', '--headed'],
    ['--project', 'one', 'two', '--headed'],
  ],
  [
    ['-x', '-j', '4', '-c', 'p.config.ts', '--only-changed', 'main'],
    ['-c', 'p.config.ts'],
  ],
  [
    ['--debug', '--shard=1/3', '--trace=on'],
    ['--debug', '--trace=on'],
  ],
])('keeps of Playwright’s %j %j for a rerun', (args, kept) => {
  expect(optionsWithout(readArguments(args, playwrightForms), notAgainInPlaywright)).toEqual(kept)
})
