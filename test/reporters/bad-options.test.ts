import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { outcomeOf } from '../../core/test-run.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import { forget, type Play, type Played, play, type RunnerUnderTest } from './scenario-run.ts'
import { scenarios } from './scenarios.ts'

const all: Played[] = []
afterAll(() => all.forEach(forget))

async function played(packages: readonly string[], given: Play): Promise<Played> {
  const runner: RunnerUnderTest = {
    title: packages.join(),
    packages: packages.map(name => [name, name]),
    play: () => given,
  }
  const done = await play(runner, scenarios[0]!, given)
  all.push(done)
  return done
}

const green = '<testsuite name="yesterday"><testcase name="old" classname="old" time="1"/></testsuite>\n'

interface Refusal {
  readonly runner: string
  readonly packages: readonly string[]
  readonly given: Play
  /** What the user wrote. */
  readonly key: string
  readonly meant: string
}

const output = 'reports/junit/all.xml'
const test = (from: string) =>
  `import { test } from '${from}'\ntest('passes', () => { console.log('RAN') })\n`
const global = `it('passes', () => { console.log('RAN') })\n`
const mocha = {
  runner: 'mocha',
  packages: ['mocha'],
  key: 'outputFile',
  meant: 'output',
  given: {
    files: { 'src/cart.test.js': global, 'src/pay.test.js': global },
    command: [
      'node_modules/mocha/bin/mocha.js',
      ...['--reporter', 'cd-gate/mocha', '--reporter-option', `outputFile=${output}`, 'src/*.test.js'],
    ],
    env: { NODE_PATH: 'node_modules' },
  },
} satisfies Refusal

const refusals: readonly Refusal[] = [
  {
    runner: 'vitest',
    packages: ['vitest'],
    key: 'outputFile',
    meant: 'output',
    given: {
      files: {
        'src/cart.test.js': test('vitest'),
        'vitest.config.js': `export default { test: { reporters: [['cd-gate/vitest', { outputFile: '${output}' }]] } }\n`,
      },
      command: ['node_modules/vitest/vitest.mjs', 'run'],
    },
  },
  mocha,
  {
    ...mocha,
    runner: 'mocha --parallel',
    given: { ...mocha.given, command: [...mocha.given.command, '--parallel', '--jobs=2'] },
  },
  {
    runner: 'node:test',
    packages: [],
    key: 'CD_GATE_REPORTERS_OUTPUTS',
    meant: 'CD_GATE_REPORTERS_OUTPUT',
    given: {
      files: { 'src/cart.test.js': test('node:test') },
      command: [
        '--test',
        ...['--test-reporter=cd-gate/node-test', '--test-reporter-destination=stdout', 'src/cart.test.js'],
      ],
      env: { CD_GATE_REPORTERS_OUTPUTS: 'x.xml', CD_GATE_REPORTERS_OUTPUT: output },
    },
  },
  {
    runner: 'jest',
    packages: ['jest'],
    key: 'outputDirectory',
    meant: 'output',
    given: {
      files: {
        'package.json': '{}',
        'src/cart.test.js': global,
        'jest.config.js': `module.exports = { reporters: [['cd-gate/jest', { output: '${output}', outputDirectory: 'x' }]] }\n`,
      },
      command: ['node_modules/jest/bin/jest.js', '--ci'],
    },
  },
  {
    runner: 'playwright',
    packages: ['@playwright/test'],
    key: 'outputFile',
    meant: 'output',
    given: {
      files: {
        'src/cart.test.js': test('@playwright/test'),
        'playwright.config.js': `export default { reporter: [['cd-gate/playwright', { outputFile: '${output}' }]] }\n`,
      },
      command: ['node_modules/@playwright/test/cli.js', 'test'],
    },
  },
]

describe('an option that is none', () => {
  it.each(refusals)('stops $runner with one line, and leaves a red report', async refusal => {
    const { runner, packages, given, key, meant } = refusal
    const usual = `reports/junit/${runner.split(' ')[0]!.replace(':', '-')}.xml`
    const old = { [output]: green, [usual]: green }
    const { directory, exitCode, stdout, stderr } = await played(packages, {
      ...given,
      files: { ...given.files, ...old },
    })
    expect(exitCode).not.toBe(0)
    expect(stdout).not.toContain('RAN')
    const lines = stderr.split('\n').filter(line => line.includes(key))
    expect(lines).toEqual([
      expect.stringContaining(`the unknown key "${key}"; did you mean ${meant}? the keys are`),
    ])
    expect(stderr).not.toMatch(/^\s+at /m)
    const suites = [...readXunit([readFileSync(join(directory, output))], output)]
    expect(suites.flatMap(each => each.cases).map(outcomeOf)).toEqual(['errored'])
    expect(readFileSync(join(directory, `${output}.previous`), 'utf8')).toBe(green)
    // Where the output was not understood, the usual place may have been meant as well.
    expect(readFileSync(join(directory, usual), 'utf8') === green).toBe(!key.startsWith('outputFile'))
  })
})

describe("mocha's reporterOption in a .mocharc", () => {
  it.each([
    { form: 'a list', option: ['output=reports/junit/own.xml', 'terminal=dot'] },
    { form: 'an object', option: { output: 'reports/junit/own.xml', outputPassed: 5 } },
    { form: 'a text', option: 'output=reports/junit/own.xml,profile=gitlab' },
  ])('may be $form', async ({ option }) => {
    const config = { reporter: 'cd-gate/mocha', reporterOption: option, spec: 'src/*.test.js' }
    const { exitCode, reports, stderr } = await played(['mocha'], {
      files: { 'src/cart.test.js': global, '.mocharc.json': JSON.stringify(config) },
      command: ['node_modules/mocha/bin/mocha.js'],
      env: { NODE_PATH: 'node_modules' },
    })
    expect(exitCode, stderr).toBe(0)
    expect(Object.keys(reports)).toEqual(['junit/own.xml'])
  })
})
