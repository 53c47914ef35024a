import { readTextOrNull } from '../core/system/files.ts'
import type {
  JestCaseResult,
  JestCaseStart,
  JestFileResult,
  JestGlobalConfig,
  JestRunResult,
  JestTestFile,
} from './jest/events.ts'
import { createJestTranslation, type JestTranslation } from './jest/translation.ts'
import { openRecording } from './open-recording.ts'

/** The reporter for jest's `reporters: ['default', ['cd-gate/jest', { … }]]`. It prints nothing and writes its own file. */
export default class JestReporter {
  readonly #translation: JestTranslation
  readonly #bail: number

  constructor({ rootDir, shard, bail = 0 }: JestGlobalConfig, options: unknown) {
    this.#bail = Number(bail)
    this.#translation = createJestTranslation(
      openRecording({
        runner: 'jest',
        options: options ?? {},
        root: rootDir,
        shard: shard ? `${shard.shardIndex}-${shard.shardCount}` : null,
      }),
      readTextOrNull,
    )
  }

  onTestFileStart(test: JestTestFile): void {
    this.#translation.fileStarted(test)
  }

  onTestCaseStart(test: JestTestFile, start: JestCaseStart): void {
    this.#translation.caseStarted(test, start)
  }

  onTestCaseResult(test: JestTestFile, result: JestCaseResult): void {
    this.#translation.caseEnded(test, result)
  }

  onTestFileResult(test: JestTestFile, result: JestFileResult): void {
    this.#translation.fileEnded(test, result)
  }

  onRunComplete(_contexts: unknown, result: JestRunResult): void {
    this.#translation.runEnded(result, this.#bail)
  }
}

// jest loads a reporter with require() first.
export { JestReporter as 'module.exports' }
