import Mocha from 'mocha'
import { expect, it } from 'vitest'
import type { MochaRunner } from './mocha-objects.ts'
import { splitOptions, terminalOf } from './terminal.ts'

it('keeps our own options from the reporter of the terminal, and gives it its own', () => {
  const reporterOption = { output: 'a.xml', maxDiffSize: '0', terminal: 'dot' }
  const { terminal, own, forTerminal } = splitOptions({ reporterOption, bail: true })
  expect(terminal).toBe('dot')
  expect(own).toEqual({ output: 'a.xml' })
  expect(forTerminal).toEqual({
    bail: true,
    reporterOption: { maxDiffSize: '0' },
    reporterOptions: { maxDiffSize: '0' },
  })
})

it('is spec unless said, and nothing for none', () => {
  expect(splitOptions({}).terminal).toBe('spec')
  expect(splitOptions({ reporterOptions: { terminal: 'none' } }).terminal).toBeNull()
})

it('makes the reporter of the mocha that runs, and refuses a name that it does not know', () => {
  const mocha = new Mocha()
  const runner = new Mocha.Runner(mocha.suite, {}) as unknown as MochaRunner
  expect(terminalOf(runner, { reporterOption: { terminal: 'min' } })).toBeInstanceOf(Mocha.reporters.Min)
  expect(terminalOf(runner, { reporterOption: { terminal: 'none' } })).toBeNull()
  for (const terminal of ['fancy', 'constructor'])
    expect(() => terminalOf(runner, { reporterOption: { terminal } })).toThrow(
      expect.objectContaining({ message: expect.stringContaining(terminal) }),
    )
})
