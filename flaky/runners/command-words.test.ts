import { describe, expect, it } from 'vitest'
import { commandWords, firstPositional, withoutCoverage } from './command-words.ts'

const isMocha = (name: string) => name === 'mocha' || name === 'mocha.js'

describe('a command that starts a runner', () => {
  it('is its name, a path to it, or node with its script', () => {
    expect(commandWords(['mocha', 'a.js'], isMocha)).toEqual({
      before: [],
      node: null,
      program: 'mocha',
      args: ['a.js'],
    })
    expect(commandWords(['node_modules/.bin/mocha.cmd'], isMocha)?.program).toBe(
      'node_modules/.bin/mocha.cmd',
    )
    expect(
      commandWords(['/opt/node', '--import', 'tsx', '--inspect=0', 'bin/mocha.js', '-g', 'node'], isMocha),
    ).toEqual({
      before: [],
      node: { program: '/opt/node', options: ['--import', 'tsx', '--inspect=0'] },
      program: 'bin/mocha.js',
      args: ['-g', 'node'],
    })
  })

  it('may stand behind programs that set variables or measure coverage', () => {
    const words = commandWords(
      ['cross-env', 'A=1', 'B=mocha', 'nyc', '--reporter', 'lcov', 'mocha', 'nyc'],
      isMocha,
    )
    expect(words).toEqual({
      before: ['cross-env', 'A=1', 'B=mocha', 'nyc', '--reporter', 'lcov'],
      node: null,
      program: 'mocha',
      args: ['nyc'],
    })
    expect(withoutCoverage(words?.before ?? [])).toEqual(['cross-env', 'A=1', 'B=mocha'])
  })

  it('is none where the runner is only an argument', () => {
    expect(commandWords(['jest', 'mocha'], isMocha)).toBeNull()
    expect(commandWords(['node', 'run.js', 'mocha'], isMocha)).toBeNull()
    expect(commandWords(['node', '--require', 'mocha'], isMocha)).toBeNull()
    expect(commandWords([], isMocha)).toBeNull()
  })
})

it('knows which options of node take the next word', () => {
  expect(firstPositional(['--test', '--test-timeout', '5', '--test-only', 'a.js'])).toBe(4)
  expect(firstPositional(['--test-timeout=5', '-r', 'x', '--', '--a.js'])).toBe(4)
  expect(firstPositional(['--test'])).toBe(1)
})
