import { describe, expect, it } from 'vitest'
import { mochaRunner } from './mocha.ts'
import { nodeRunner } from './node.ts'
import type { WantedTest } from './runner.ts'
import { vitestRunner } from './vitest.ts'

const place = { cwd: '/repo/pkg', root: '/repo', directory: '/run/1', output: '/run/1/xunit.xml' }
const wanted: WantedTest = {
  kind: 'test',
  id: '1',
  project: '',
  file: 'pkg/a.test.js',
  titlePath: ['$(rm) "a"', 'b\n'],
  ordinal: 1,
  name: '',
  classname: '',
  line: null,
}
const nothing = { ...wanted, file: null }

describe.each([
  {
    runner: vitestRunner,
    argv: ['cross-env', 'A=1', 'c8', 'vitest', 'run', '-t', 'x y'],
    recorded: ['cross-env', 'A=1', 'c8', 'node', '/run/1/cd-gate-runVitest.mjs', 'run', '-t', 'x y'],
    again: ['cross-env', 'A=1', 'node', '/run/1/cd-gate-runVitest.mjs', 'run', '-t', 'x y'],
  },
  {
    runner: mochaRunner,
    argv: ['nyc', 'mocha', '-w', '-g', 'x y'],
    recorded: ['nyc', 'mocha', '--require', '/run/1/cd-gate-hookMocha.mjs', '--no-watch', '-g', 'x y'],
    again: ['mocha', '--require', '/run/1/cd-gate-hookMocha.mjs', '--no-watch', '-g', 'x y'],
  },
])('$runner.name', ({ runner, argv, recorded, again }) => {
  it('is told by its command', () => {
    expect(runner.detect(argv)).toBe(true)
    expect(runner.detect(['jest', ...argv])).toBe(false)
  })

  it('keeps the words of the command as they are', () => {
    expect(runner.record(argv, place).command).toEqual(recorded)
    expect(runner.rerun(argv, [wanted], place).map(({ command }) => command)).toEqual([again])
  })

  it('writes its data as text that a program reads, and the report where it was told to', () => {
    const [{ files, env }] = runner.rerun(argv, [wanted], place) as [ReturnType<typeof runner.record>]
    expect(Object.values(files).join()).toContain(JSON.stringify('$(rm) "a"'))
    expect(Object.values(files).join()).toContain('/repo/pkg/a.test.js')
    expect(env).toEqual({
      CD_GATE_REPORTERS_OUTPUT: '/run/1/xunit.xml',
      CD_GATE_REPORTERS_ROOT: '/repo',
      CD_GATE_REPORTERS_PROFILE: 'jenkins',
      CD_GATE_REPORTERS_RETRIES: 'surefire',
    })
  })
})

it.each([vitestRunner, mochaRunner, nodeRunner])('$name reruns nothing that cannot be found', runner => {
  const argv = runner === nodeRunner ? ['node', '--test'] : [runner.name]
  expect(runner.rerun(argv, [nothing], place)).toEqual([])
})

it.each([
  [vitestRunner, ['vitest', 'list']],
  [vitestRunner, ['vitest', 'bench']],
  [mochaRunner, ['mocha', 'init', 'x']],
  [nodeRunner, ['node', 'a.js']],
] as const)('%o refuses what runs no tests: %j', (runner, argv) => {
  expect(() => runner.record(argv, place)).toThrow(expect.objectContaining({ code: 'usage.bad-value' }))
})

it('gives node the wanted files alone', () => {
  const [invocation] = nodeRunner.rerun(['c8', 'node', '--test', 'b.test.js'], [wanted, wanted], place)
  expect(invocation?.command[0]).toBe('node')
  expect(invocation?.command.at(-1)).toBe('/repo/pkg/a.test.js')
  expect(invocation?.command).not.toContain('b.test.js')
})
