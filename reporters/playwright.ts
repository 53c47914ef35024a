import { dirname, join, relative } from 'node:path'
import { GateError } from '../core/errors.ts'
import { openRecording, refuse } from './open-recording.ts'
import type {
  Config,
  FullResult,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from './playwright/playwright-api.ts'
import { createTranslation, type Translation } from './playwright/translation.ts'
import { oneLine } from './refusal.ts'
import { readSettings } from './settings.ts'

/** Playwright's reporter: `reporter: [['list'], ['cd-gate/playwright', { output: 'reports/junit/playwright.xml' }]]`. */
export default class PlaywrightReporter {
  readonly #options: Readonly<Record<string, unknown>>
  /** `test`, `list` or `merge`. */
  readonly #mode: unknown
  /** The configuration's directory, or where Playwright was started. */
  readonly #directory: string
  #translation: Translation | null = null

  /** @throws Error of one line, where an option is wrong: Playwright then runs no test. */
  constructor(given: Readonly<Record<string, unknown>> = {}) {
    this.#mode = given._mode
    this.#directory = typeof given.configDir === 'string' ? given.configDir : process.cwd()
    this.#options = ownOptions(given)
    try {
      readSettings('playwright', this.#options, process.env)
    } catch (error) {
      throw error instanceof GateError ? this.#refuse(error) : error
    }
  }

  /** The form of the interface that hands over the configuration first, before a global setup can fail. */
  version(): 'v2' {
    return 'v2'
  }

  /** False: Playwright keeps its own reporter for the terminal. */
  printsToStdio(): boolean {
    return false
  }

  onConfigure(config: Config): void {
    // `--list` runs nothing, so that there is nothing to report.
    if (this.#mode === 'list') return
    const root = rootOf(config, this.#directory)
    const recording = openRecording({
      runner: 'playwright',
      options: this.#options,
      root,
      shard: config.shard ? String(config.shard.current) : null,
    })
    // Reports that are merged name the output directories of other machines.
    const outputDir = this.#mode === 'merge' ? join(root, 'test-results') : null
    this.#translation = createTranslation(config, recording, outputDir)
  }

  #refuse(fault: GateError): Error {
    if (this.#mode === 'list') return oneLine(fault)
    return refuse({ runner: 'playwright', options: this.#options, root: this.#directory }, fault)
  }

  onBegin(root: Suite): void {
    this.#translation?.begin(root)
  }

  onTestBegin(test: TestCase, result: TestResult): void {
    this.#translation?.testBegin(test, result)
  }

  onStdOut(chunk: string | Buffer, test?: TestCase): void {
    this.#translation?.output('stdout', chunk, test)
  }

  onStdErr(chunk: string | Buffer, test?: TestCase): void {
    this.#translation?.output('stderr', chunk, test)
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#translation?.testEnd(test, result)
  }

  onError(error: TestError, worker?: unknown): void {
    this.#translation?.error(error, worker !== undefined)
  }

  onEnd(result: FullResult): void {
    this.#translation?.end(result)
  }
}

/** Playwright adds what its own reporters need. */
function ownOptions(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name]) => !name.startsWith('_') && !['configDir', 'onlyFailures'].includes(name),
    ),
  )
}

/**
 * Where the report's path starts: the configuration's directory. Where its tests are elsewhere, as when a report is merged
 * far from the checkout, the tests' own.
 */
function rootOf({ configFile, rootDir }: Config, directory: string): string {
  const root = configFile ? dirname(configFile) : directory
  return relative(root, rootDir).startsWith('..') ? rootDir : root
}

export { PlaywrightReporter as 'module.exports' }
