import type { HookName, Recording } from '../recording.ts'
import { untouched } from './error-copy.ts'
import { createFiles } from './files.ts'
import { createHeldResult } from './held-result.ts'
import type { MochaHook, MochaRunner, MochaStray, MochaTest } from './mocha-objects.ts'

export interface Translation {
  /** What is printed now belongs to the test, the file or nobody that it is told for. */
  output(stream: 'stdout' | 'stderr', text: string): void
  /** The run is over: what was planned and did not run is told. */
  settle(): void
  /** The process is going to die: what was planned is declared, and what is in flight stays so. */
  declareRest(): void
}

export interface TranslationOptions {
  /** Tests are only listed, not run: mocha tells them as passed. */
  readonly dryRun: boolean
  readonly now: () => number
}

const uncaught = 'uncaught exception'

/**
 * The events of a mocha that runs the tests in this process, as calls on a recording. The result of a test is told after
 * its afterEach hooks, so that it keeps what they print, such as the name of a screenshot.
 */
export function translate(
  runner: MochaRunner,
  recording: Recording,
  { dryRun, now }: TranslationOptions,
): Translation {
  const files = createFiles(runner, recording, now)
  const held = createHeldResult()
  let startedAt = 0
  /** In flight, or waiting for the hooks after it. */
  let current: MochaTest | null = null
  /** It has its last result; a test that is tried again has not. */
  let resolved = false
  /** Failed by its beforeEach hook. */
  let charged: MochaTest | undefined

  const settleTest = (): void => {
    held.tell()
    if (current && resolved) files.resolved(current)
    current = null
    resolved = false
  }
  const take = (test: MochaTest): void => {
    if (current === test) return
    settleTest()
    current = test
  }
  const hold = (
    test: MochaTest,
    outcome: 'passed' | 'failed' | 'skipped',
    errors: readonly unknown[],
  ): void => {
    if (test === charged) return // with --fail-hook-affected-tests it is failed once more for the same
    take(test)
    const to = files.test(test)
    if (to === null) {
      if (errors.length > 0) recording.trouble(test.titlePath().join(' › '), errors)
      return
    }
    const durationMs = outcome === 'skipped' ? 0 : (test.duration ?? Math.max(0, now() - startedAt))
    held.hold(test, to, { outcome, errors, durationMs, ...(dryRun ? { reason: 'dry run' } : {}) })
    resolved = true
  }
  const hookFailed = (hook: MochaHook, error: unknown): void => {
    const name = hookNameOf(hook)
    if (hook.parent) files.block(hook.parent, `its ${name} hook failed`)
    const test = name.endsWith('Each') ? hook.ctx?.currentTest : undefined
    const to = test && files.test(test)
    if (test && to) {
      held.tell()
      to.attempt({ outcome: 'failed', hook: name, errors: [error], durationMs: hook.duration ?? 0 })
      files.resolved(test)
      charged = test
      current = null
      return
    }
    settleTest()
    const suite = files.suiteOf(hook)
    if (suite) suite.hook(name, hook.parent?.titlePath() ?? [], [error], hook.duration)
    else recording.trouble(`${name} hook`, [error])
  }

  runner.on('start', () => files.plan())
  runner.on('suite', suite => {
    settleTest()
    if (suite.parent?.root) files.begin(suite)
  })
  runner.on('suite end', suite => {
    settleTest()
    if (suite.parent?.root) files.end(suite)
  })
  runner.on('test', test => {
    if (test === charged) return
    take(test)
    startedAt = now()
    files.test(test)?.start(startedAt)
  })
  runner.on('hook', hook => {
    if (hookNameOf(hook).endsWith('All')) settleTest()
  })
  runner.on('pass', test => hold(test, dryRun ? 'skipped' : 'passed', []))
  runner.on('pending', test => hold(test, 'skipped', []))
  runner.on('retry', (test, error) => {
    hold(test, 'failed', [untouched(error)])
    resolved = false
  })
  runner.on('fail', (what, thrown) => {
    const error = untouched(thrown)
    if (isHook(what)) hookFailed(what, error)
    else if (isTest(what)) hold(what, 'failed', [error])
    else recording.trouble(uncaught, [error])
  })

  return {
    output(stream, text) {
      const to = current && files.test(current)
      if (to) to.output(stream, text)
      else files.current()?.output(stream, text)
    },
    settle() {
      settleTest()
      files.settle()
    },
    declareRest() {
      held.tell()
      files.declareRest()
    },
  }
}

function isHook(what: MochaTest | MochaHook | MochaStray): what is MochaHook {
  return what.type === 'hook'
}

function isTest(what: MochaTest | MochaHook | MochaStray): what is MochaTest {
  return what.type === 'test'
}

/** mocha says it in the title alone: `"before each" hook: …`, whichever interface (bdd, tdd …) it was declared with. */
export function hookNameOf({ title }: Pick<MochaHook, 'title'>): HookName {
  const each = /^"(before|after) (all|each)" hook/.exec(title)
  const when = each?.[1] === 'after' ? 'after' : 'before'
  return each?.[2] === 'each' ? `${when}Each` : `${when}All`
}
