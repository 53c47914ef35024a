import { withoutAnsi } from '../../core/ansi.ts'
import type { Recording } from '../recording.ts'
import { thrownError } from './errors.ts'
import type { Config, TestError } from './playwright-api.ts'

/** What is known when an error that belongs to no test comes in. */
export interface ErrorMoment {
  readonly config: Config
  /** The tests are known: whatever did not load was told before. */
  readonly begun: boolean
  readonly fromWorker: boolean
}

/** Tells an error that Playwright reports outside any test. */
export function tellRunError(error: TestError, moment: ErrorMoment, recording: Recording): void {
  const message = withoutAnsi(error.message ?? error.value ?? '').replace(/^Error: /, '')
  const cut = cutReason(message)
  if (cut !== null) recording.cutShort(cut)
  // A failed test tells the rest, and a run without tests is told by the recorder.
  if (cut !== null && !/^Timed out/.test(message)) return
  const files = filesOf(error)
  const known = nameOf(files, moment)
  const file = moment.begun || known !== null ? undefined : (files.find(isTestFile) ?? files[0])
  if (file === undefined) recording.trouble(known ?? '(run)', [thrownError(error)])
  else recording.suite(file).loadError([thrownError(error)])
}

function cutReason(message: string): string | null {
  const stopped = /^Testing stopped early after (\d+) maximum allowed failures?/.exec(message)
  if (stopped) return stoppedAfter(Number(stopped[1]))
  if (message.startsWith('No tests found')) return message.split('\n', 1)[0] ?? message
  const timeout = /^Timed out waiting (.+?) for the .+ to run/.exec(message)
  return timeout ? `the global time limit of ${timeout[1]} was reached` : null
}

function stoppedAfter(failures: number): string {
  return `the run stopped after ${failures} failure${failures === 1 ? '' : 's'} (--max-failures)`
}

function nameOf(files: readonly string[], { config, fromWorker }: ErrorMoment): string | null {
  if (config.globalSetup && files.includes(config.globalSetup)) return 'global setup'
  if (config.globalTeardown && files.includes(config.globalTeardown)) return 'global teardown'
  return fromWorker ? 'worker teardown' : null
}

/** By Playwright's default pattern: a helper that throws is told of the test file that imports it, where the stack knows one. */
function isTestFile(file: string): boolean {
  return /\.(?:spec|test)\.[cm]?[jt]sx?$/.test(file)
}

/**
 * Where an error says that it comes from, the innermost place first: its location and stack, and the importing files in
 * the message of a failed import.
 */
function filesOf({ location, message = '', stack = '' }: TestError): readonly string[] {
  const frames = withoutAnsi(stack).matchAll(/^\s+at (?:.*\()?((?:[A-Za-z]:)?[/\\].*?):\d+:\d+\)?$/gm)
  const importers = withoutAnsi(message).matchAll(
    /(?: imported from |^- )((?:file:\/\/|[A-Za-z]:|\/)[^\n]+)/gm,
  )
  return [
    ...(location === undefined ? [] : [location.file]),
    ...[...frames, ...importers].map(match => match[1] ?? ''),
  ]
}
