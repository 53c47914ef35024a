import type { FileSelection } from '../selection.ts'
import { createSelector, type Selector } from '../selector.ts'
import type { Done, MochaClass, MochaOptions, MochaRunner, MochaSuite, MochaTest } from './mocha-objects.ts'

/** Runs the chosen tests alone, whatever else the options select. */
export function rerunSelected(Mocha: MochaClass, selection: readonly FileSelection[]): void {
  const { prototype } = Mocha
  const { run } = prototype
  const wanted = new Set(selection.map(({ file }) => file))
  prototype.run = function (done) {
    override(this.options)
    const isPool = this.options.parallel === true && !this.options.isWorker
    // Each file is loaded by its worker alone. A serial run loads them all, as before: hooks of one serve the others.
    if (isPool) this.files = this.files.filter(file => wanted.has(file))
    if (this.options.isWorker) return selecting(Reflect.apply(run, this, [done]), selection)
    let ran = 0
    const runner = Reflect.apply(run, this, [(failures: number) => end(failures, ran, done)])
    for (const event of ['pass', 'fail'])
      runner.on(event, () => {
        ran += 1
      })
    return isPool ? runner : selecting(runner, selection)
  }
}

/** At the runner's start: what `.only` leaves is known then, and nothing has been told of any test. */
function selecting(runner: MochaRunner, selection: readonly FileSelection[]): MochaRunner {
  return runner.prependListener('start', () => keepSelected(runner, selection))
}

/** What could hide a failure, leave a wanted test out, or end the run before it. */
function override(options: MochaOptions): void {
  Object.assign(options, {
    grep: undefined,
    invert: false,
    bail: false,
    retries: 0,
    dryRun: false,
    forbidOnly: false,
    forbidPending: false,
    failZero: true,
  })
}

/** Takes what is not wanted out of the tests that mocha has loaded. */
export function keepSelected(runner: MochaRunner, selection: readonly FileSelection[]): void {
  const selectors = new Map<string, Selector>(selection.map(each => [each.file, createSelector(each)]))
  let total = 0
  const keep = (test: MochaTest): boolean => {
    const choice = selectors.get(fileOf(test))?.test(test.titlePath()) ?? 'drop'
    if (choice === 'skip') test.pending = true
    test.retries(0)
    if (choice !== 'drop') total += 1
    return choice !== 'drop'
  }
  const walk = (suite: MochaSuite): void => {
    suite.bail(false)
    suite.tests = suite.tests.filter(keep)
    suite.suites.forEach(walk)
  }
  walk(runner.suite)
  runner.total = total
}

/** A test made by a helper of another file belongs to the file that called it, as its outermost describe does. */
function fileOf(test: MochaTest): string {
  let top: MochaTest | MochaSuite = test
  while (top.parent && !top.parent.root) top = top.parent
  return top.file ?? ''
}

/**
 * mocha's parallel mode takes no notice of --fail-zero, and --pass-on-failing-test-suite none of a failure: both leave 0
 * as the exit code, some at once, some when the process ends.
 */
function end(failures: number, ran: number, done: Done): void {
  const isRed = failures > 0 || ran === 0
  const stayRed = (): void => {
    if (isRed) process.exitCode ||= 1
  }
  process.on('exit', stayRed)
  done?.(failures)
  process.removeListener('exit', stayRed)
  process.on('exit', stayRed)
}
