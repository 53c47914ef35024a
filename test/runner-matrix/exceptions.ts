import type { ScenarioName } from '../reporters/scenarios.ts'
import type { Column, Variant } from './columns.ts'
import type { Left, Reading } from './reading.ts'

/** A known difference from "a red run is a red report, at the run's end, with another exit code than 0". */
export interface Exception {
  /** Our column's title. */
  readonly column: string
  /** The variants that have it. */
  readonly label: RegExp
  readonly scenarios: readonly ScenarioName[]
  /** `finished`: the report is complete only after `cd-gate xunit finish`. `exit 0`: the runner itself passes the run. */
  readonly seen: 'finished' | 'exit 0'
  /** A sentence without its full stop. */
  readonly why: string
}

const killedItself =
  'The test kills the runner itself, and nobody is left to complete the report: `cd-gate xunit finish` or the next run does'

export const exceptions: readonly Exception[] = [
  {
    column: 'mocha',
    label: /serial$/,
    scenarios: ['worker-sigkill', 'out-of-memory'],
    seen: 'finished',
    why: killedItself,
  },
  {
    column: 'jest',
    label: /^in band$/,
    scenarios: ['worker-sigkill', 'out-of-memory'],
    seen: 'finished',
    why: killedItself,
  },
  {
    column: 'node:test',
    label: /^22$/,
    scenarios: ['after-all'],
    seen: 'exit 0',
    why: "Node 22's runner exits with 0 although the hook failed; the report tells of it",
  },
]

/** What is a matter of chance: the counts, and of some reporters what they leave at all. */
export interface Unsteady {
  readonly column: string
  readonly label: RegExp
  readonly scenarios: readonly ScenarioName[]
  /** What may be left there, where that is not the same from run to run. */
  readonly left?: readonly Left[]
  /** A sentence without its full stop. */
  readonly why: string
}

const notFlushed = 'How many tests it can name depends on what had reached the disk'
const otherFile = 'How much of the other file still ran is a matter of chance'

export const unsteady: readonly Unsteady[] = [
  { column: 'mocha', label: /serial$/, scenarios: ['worker-sigkill', 'out-of-memory'], why: notFlushed },
  { column: 'jest', label: /^in band$/, scenarios: ['worker-sigkill', 'out-of-memory'], why: notFlushed },
  { column: 'mocha', label: /parallel$/, scenarios: ['bail'], why: otherFile },
  { column: 'mocha `xunit`', label: /parallel$/, scenarios: ['bail'], why: otherFile },
  {
    column: 'mocha `xunit`',
    label: /serial$/,
    scenarios: ['worker-sigkill', 'out-of-memory', 'process-exit-0', 'process-exit-1', 'sigterm', 'sigint'],
    left: ['broken', 'old'],
    why: 'Whether the old report is emptied by then is a matter of chance',
  },
]

export function exceptionFor(
  { title }: Column,
  { label }: Variant,
  scenario: ScenarioName,
): Exception | undefined {
  return exceptions.find(
    each => each.column === title && each.label.test(label) && each.scenarios.includes(scenario),
  )
}

export function unsteadyFor(
  { title }: Column,
  { label }: Variant,
  scenario: ScenarioName,
): Unsteady | undefined {
  return unsteady.find(
    each => each.column === title && each.label.test(label) && each.scenarios.includes(scenario),
  )
}

/** In which ways a reading of ours is not what the scenario asks for. */
export function differences({ left, finished, exit }: Reading, expected: 'green' | 'red'): readonly string[] {
  return [
    left === expected ? [] : [`${left} report`],
    finished ? ['finished'] : [],
    (exit === '0') === (expected === 'green') ? [] : [`exit ${exit}`],
  ].flat()
}
