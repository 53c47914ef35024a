import { gateError } from '../../core/errors.ts'
import { oneLine } from '../refusal.ts'
import { mochaOf } from './installed-mocha.ts'
import type { MochaOptions, MochaReporterObject, MochaRunner } from './mocha-objects.ts'
import { namedOptions } from './named-options.ts'

/** Options of mocha's own reporters, which go to the one that drives the terminal. */
const terminalOptions = new Set([
  'maxDiffSize',
  'suiteName',
  'showRelativePaths',
  'tapVersion',
  'open',
  'complete',
  'incomplete',
  'close',
  'verbose',
])

export interface SplitOptions {
  /** The name of the reporter for the terminal; null for none. */
  readonly terminal: string | null
  /** The reporter's own, as they came. */
  readonly own: Readonly<Record<string, unknown>>
  /** What the terminal's reporter gets: our `output` is not the place for its output. */
  readonly forTerminal: MochaOptions
}

/** mocha takes one reporter, so that the options of two come in one bag. */
export function splitOptions(options: MochaOptions): SplitOptions {
  const { terminal: told = 'spec', ...given } = {
    ...namedOptions(options.reporterOptions),
    ...namedOptions(options.reporterOption),
  }
  const terminal = process.env.CD_GATE_REPORTERS_TERMINAL || told
  const entries = Object.entries(given)
  const theirs = Object.fromEntries(entries.filter(([name]) => terminalOptions.has(name)))
  return {
    terminal: terminal === 'none' ? null : String(terminal),
    own: Object.fromEntries(entries.filter(([name]) => !terminalOptions.has(name))),
    forTerminal: { ...options, reporterOption: theirs, reporterOptions: theirs },
  }
}

/**
 * The reporter that drives the terminal, of the very mocha that runs.
 * @throws Error of one line, where there is no such reporter
 */
export function terminalOf(runner: MochaRunner, options: MochaOptions): MochaReporterObject | null {
  const { terminal, forTerminal } = splitOptions(options)
  if (terminal === null) return null
  const reporters = mochaOf(runner)?.Mocha.reporters
  const Terminal = reporters && Object.hasOwn(reporters, terminal) ? reporters[terminal] : undefined
  if (Terminal !== undefined) return new Terminal(runner, forTerminal)
  throw oneLine(
    gateError('usage.bad-value', {
      source: 'terminal in the configuration of cd-gate/mocha',
      given: terminal,
      expected: "the name of one of mocha's own reporters, or none",
      example: 'spec',
    }),
  )
}
