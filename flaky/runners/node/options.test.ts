import { describe, expect, it } from 'vitest'
import { nodeWords, recordOptions, rerunOptions } from './options.ts'

const optionsOf = (...words: string[]) => nodeWords(['node', '--test', ...words])?.options ?? []
const ours = ['--test-reporter=file:///ours.js', '--test-reporter-destination=stdout']

describe("node's test runner", () => {
  it('is started by node or tsx with --test', () => {
    expect(nodeWords(['node', '--import', 'tsx', '--test', 'a.js', '--test-only'])).toEqual({
      before: [],
      program: 'node',
      options: [
        { name: '--import', words: ['--import', 'tsx'] },
        { name: '--test', words: ['--test'] },
      ],
      files: ['a.js', '--test-only'],
    })
    expect(nodeWords(['cross-env', 'A=1', 'node_modules/.bin/tsx', '--test'])?.before).toEqual([
      'cross-env',
      'A=1',
    ])
    expect(nodeWords(['c8', '-r', 'lcov', 'node', '--test'])?.program).toBe('node')
  })

  it('is not, where a script is started', () => {
    for (const command of ['node run.js --test', 'vitest --test', 'node --run test', 'node -r --test x.js'])
      expect(nodeWords(command.split(' '))).toBeNull()
  })
})

describe('the reporters of a recorded run', () => {
  const record = (given: readonly string[], inherited = '') =>
    recordOptions(optionsOf(...given), inherited, 'file:///ours.js')

  it('are the one that node has without any, and ours', () => {
    expect(record([])).toEqual([
      ...ours,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test',
    ])
  })

  it("are the user's, with a destination that node would have chosen, and ours", () => {
    expect(record(['--test-reporter', 'dot'])).toEqual([
      ...ours,
      '--test-reporter-destination=stdout',
      '--test',
      '--test-reporter',
      'dot',
    ])
    expect(record([], '--test-reporter=dot')).toEqual([
      ...ours,
      '--test-reporter-destination=stdout',
      '--test',
    ])
    const two = ['--test-reporter=dot', '--test-reporter-destination=x']
    expect(record(two)).toEqual([...ours, '--test', ...two])
  })

  it('stay when ours is among them, and watch nothing', () => {
    expect(record(['--test-reporter', 'cd-gate/node-test', '--watch'])).toEqual([
      '--test',
      '--test-reporter',
      'cd-gate/node-test',
    ])
  })
})

it('keeps of the options for a rerun those that say how a test runs', () => {
  const options = optionsOf(
    ...[
      '--import=tsx',
      '--test-name-pattern',
      'a',
      '--test-only',
      '--test-shard=1/2',
      '--test-timeout',
      '50',
    ],
    ...[
      '--experimental-test-coverage',
      '--test-coverage-lines=90',
      '--test-reporter=junit',
      '--test-isolation=none',
    ],
    ...[
      '--test-rerun-failures',
      's.json',
      '--watch',
      '--test-concurrency',
      '9',
      '--experimental-test-module-mocks',
    ],
  )
  expect(rerunOptions(options, '/run/filter.mjs', 'file:///ours.js')).toEqual([
    '--import=file:///run/filter.mjs',
    '--import=tsx',
    '--test-timeout',
    '50',
    '--experimental-test-module-mocks',
    '--test',
    '--test-concurrency=1',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    ...ours,
  ])
})
