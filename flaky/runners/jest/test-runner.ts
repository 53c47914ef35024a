import type { FileSelection } from '../selection.ts'
import type { CircusDescribe, CircusState, CircusTest, JestTestRunner } from './jest-api.ts'

/**
 * jest's `--testRunner`: jest-circus, with every test skipped that is not wanted. Skipped and not removed: their snapshots
 * are not obsolete, and the hooks of a describe without a wanted test do not run.
 */
export function createTestRunner(
  require: NodeJS.Require,
  { selection }: { readonly selection: readonly FileSelection[] },
): JestTestRunner {
  const { realpathSync } = require('node:fs') as typeof import('node:fs')
  const real = (file: string): string => {
    try {
      return realpathSync(file)
    } catch {
      return file
    }
  }
  interface Placed {
    readonly test: CircusTest
    readonly titles: readonly string[]
    /** jest itself would run it. */
    readonly enabled: boolean
  }
  const testsIn = (state: CircusState): readonly Placed[] => {
    const found: Placed[] = []
    const walk = (block: CircusDescribe, titles: readonly string[], skipped: boolean): void => {
      // jest.retryTimes() within a describe: a rerun is one attempt.
      state.describeRetryOptions?.delete(block)
      for (const child of block.children) {
        const own = [...titles, child.name]
        const off = skipped || child.mode === 'skip'
        if (child.type === 'describeBlock') walk(child, own, off)
        else {
          const unfocused = state.hasFocusedTests && child.mode !== 'only'
          found.push({ test: child, titles: own, enabled: !off && !unfocused && child.mode !== 'todo' })
        }
      }
    }
    walk(state.rootDescribeBlock, [], false)
    return found
  }
  const startsWith = (titles: readonly string[], start: readonly string[]): boolean =>
    start.length < titles.length && start.every((title, index) => title === titles[index])
  const sameTitles = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length && one.every((title, index) => title === other[index])

  return async (globalConfig, config, environment, runtime, testPath, send) => {
    const project =
      typeof config.displayName === 'object' ? config.displayName.name : (config.displayName ?? '')
    const file = real(testPath)
    const places = selection.filter(each => each.project === project && real(each.file) === file)
    const titled = places.flatMap(each => each.tests)
    /** Skipped tests of a wanted one's titles: the report counts it among them. */
    const told = new Map<CircusTest, readonly string[]>()

    const select = (state: CircusState): void => {
      const counts = new Map<string, number>()
      for (const { test, titles, enabled } of testsIn(state)) {
        const key = JSON.stringify(titles)
        const ordinal = enabled ? (counts.get(key) ?? 0) + 1 : 0
        if (enabled) counts.set(key, ordinal)
        const isWanted =
          places.some(({ whole, describes }) => whole || describes.some(each => startsWith(titles, each))) ||
          titled.some(each => each.ordinal === ordinal && sameTitles(titles, each.titlePath))
        if (isWanted || test.mode === 'todo') continue
        test.mode = 'skip'
        if (enabled && titled.some(each => sameTitles(titles, each.titlePath))) told.set(test, titles)
      }
    }

    const users = environment.handleTestEvent?.bind(environment)
    environment.handleTestEvent = async (event, state) => {
      if (event.name === 'run_start') {
        select(state)
        // jest.retryTimes() of a file.
        Reflect.set(environment.global, Symbol.for('RETRY_TIMES'), 0)
      }
      const titles = event.name === 'test_skip' ? told.get(event.test) : undefined
      // jest tells nothing of what it skips until the file ends, too late for the count.
      if (titles !== undefined) {
        const result = {
          ancestorTitles: titles.slice(0, -1),
          title: titles.at(-1),
          fullName: titles.join(' '),
          status: 'pending',
          duration: null,
          failureDetails: [],
          failureMessages: [],
          invocations: 1,
          location: null,
          numPassingAsserts: 0,
          retryReasons: [],
        }
        await send?.('test-case-result', [testPath, result])
      }
      await users?.(event, state)
    }
    const circus = require(process.env.CD_GATE_JEST_CIRCUS ?? 'jest-circus/runner') as
      | JestTestRunner
      | { readonly default: JestTestRunner }
    const run = typeof circus === 'function' ? circus : circus.default
    return run(globalConfig, config, environment, runtime, testPath, send)
  }
}
