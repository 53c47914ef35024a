import { afterAll, describe, expect, it } from 'vitest'
import { readXunit } from '../../reporters/xunit/read.ts'
import { mochaRunner } from './mocha.ts'
import { forget, type Play, type Played, play } from './scenario-run.ts'
import { scenarios } from './scenarios.ts'

const all: Played[] = []
afterAll(() => all.forEach(forget))

const mixed: Play = {
  files: {
    'src/a.test.js': `import assert from 'node:assert'
describe('calc', () => {
  afterEach(() => { console.log('after each') })
  it('adds', () => { console.log('adding'); console.error('to stderr') })
  it('differs', () => { assert.deepEqual({ a: [1, 2] }, { a: [1, 3] }) })
  it.skip('skips', () => {})
})
`,
    'src/b.test.js': `describe('calc', () => { it('divides', () => { console.log('dividing') }) })\n`,
  },
  command: [],
}

describe('the terminal', () => {
  async function printed(alias: string, ...args: readonly string[]): Promise<Played> {
    const command = ['node_modules/mocha/bin/mocha.js', ...args, 'src/*.test.js']
    const runner = mochaRunner(alias, { parallel: false })
    const played = await play(runner, scenarios[0]!, {
      ...mixed,
      command,
      env: { NODE_PATH: 'node_modules' },
    })
    all.push(played)
    const plain = (text: string) =>
      text.replaceAll(played.directory, '<dir>').replace(/\d+(\.\d+)?ms|(time|timestamp)="[^"]*"/g, '<time>')
    return { ...played, stdout: plain(played.stdout), stderr: plain(played.stderr) }
  }
  const ours = ['--reporter', 'cd-gate/mocha']

  it.each(['spec', 'dot', 'tap', 'xunit', 'list'])('looks as with %s alone', async reporter => {
    const alone = await printed('mocha', '--reporter', reporter)
    const both = await printed('mocha', ...ours, '--reporter-option', `terminal=${reporter}`)
    expect(both.stdout).toBe(alone.stdout)
    expect(both.exitCode).toBe(alone.exitCode)
  })

  it('looks as with spec alone in parallel mode', async () => {
    const parallel = ['--parallel', '--jobs=2', '--sort']
    const lines = ({ stdout }: Played) => stdout.split('\n').sort()
    expect(lines(await printed('mocha', ...parallel, ...ours))).toEqual(
      lines(await printed('mocha', ...parallel)),
    )
  })

  it('shows nothing but what the tests print with terminal=none, and records it', async () => {
    const played = await printed('mocha', ...ours, '--reporter-option', 'terminal=none')
    expect(played.stdout).toBe('adding\nafter each\nafter each\ndividing\n')
    const cases = [...readXunit([Buffer.from(played.reports['junit/mocha.xml'] ?? '')], 'mocha.xml')].flatMap(
      each => each.cases,
    )
    expect(
      cases.map(({ name: test, attempts: [{ stdout, stderr }] }) => [test, stdout.trim(), stderr.trim()]),
    ).toEqual([
      ['adds', 'adding\nafter each', 'to stderr'],
      ['differs', 'after each', ''],
      ['skips', '', ''],
      ['divides', 'dividing', ''],
    ])
  })

  it.each([
    ['profile=nobody', 'profile in the configuration of cd-gate/mocha: "nobody" is not one of jenkins, '],
    ['terminal=nobody', 'terminal in the configuration of cd-gate/mocha: "nobody" is not the name of one of'],
  ])('stops the run at the wrong option %s, in one line', async (option, told) => {
    const played = await printed('mocha', ...ours, '--reporter-option', option)
    expect(played.exitCode).not.toBe(0)
    expect(played.stderr.trim().split('\n')).toEqual([expect.stringContaining(told)])
    expect(played.stderr).toMatch(/; give (jenkins|spec)\n/)
    expect(played.stdout).not.toContain('adding')
    expect(played.reports['junit/mocha.xml']).toContain('<error message=')
  })
})
