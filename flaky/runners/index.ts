import { gateError } from '../../core/errors.ts'
import { jestRunner } from './jest.ts'
import { mochaRunner } from './mocha.ts'
import { nodeRunner } from './node.ts'
import { playwrightRunner } from './playwright.ts'
import { pytestRunner } from './pytest.ts'
import type { FlakyRunner } from './runner.ts'
import { vitestRunner } from './vitest.ts'

/** Every runner that is known; each command line starts one of them at most. */
export const runners: readonly FlakyRunner[] = [
  vitestRunner,
  mochaRunner,
  jestRunner,
  playwrightRunner,
  pytestRunner,
  // Last: node starts the others too.
  nodeRunner,
]

export const runnerNames: readonly string[] = runners.map(({ name }) => name)

/** The runner of `--runner`; `null` when there is none of that name. */
export function runnerNamed(name: string): FlakyRunner | null {
  return runners.find(each => each.name === name) ?? null
}

/**
 * The runner that a command line starts (flaky/command.ts).
 * @throws GateError flaky.unknown-runner
 */
export function runnerOf(argv: readonly string[]): FlakyRunner {
  const found = runners.find(each => each.detect(argv))
  if (found) return found
  throw gateError('flaky.unknown-runner', { given: argv.join(' '), known: runnerNames.join(', ') })
}
