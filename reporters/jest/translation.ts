import type { Recording } from '../recording.ts'
import { execErrors } from './errors.ts'
import type { JestCaseResult, JestCaseStart, JestFileResult, JestRunResult, JestTestFile } from './events.ts'
import { createJestFile, type JestFile } from './file.ts'

export interface JestTranslation {
  fileStarted(test: JestTestFile): void
  caseStarted(test: JestTestFile, start: JestCaseStart): void
  caseEnded(test: JestTestFile, result: JestCaseResult): void
  fileEnded(test: JestTestFile, result: JestFileResult): void
  runEnded(result: JestRunResult, bail: number): void
}

/**
 * Translates jest's reporter calls into the record.
 * @param sourceOf a file's text, `null` when it cannot be read
 */
export function createJestTranslation(
  recording: Recording,
  sourceOf: (path: string) => string | null,
): JestTranslation {
  const files = new Map<string, JestFile>()
  /** The files that are running, by path: with several projects jest tells a case with the first project's context. */
  const running = new Map<string, Map<string, JestTestFile>>()
  /** What still comes of these came too late. */
  const ended = new Set<string>()
  const keyOf = (test: JestTestFile) => JSON.stringify([projectOf(test), test.path])
  const fileOf = (test: JestTestFile): JestFile => {
    const key = keyOf(test)
    const file = files.get(key) ?? createJestFile(recording.suite(test.path, projectOf(test)), sourceOf)
    files.set(key, file)
    return file
  }
  /** Whose case this is; `null` when its file is over, or two projects run it at once: its result then tells. */
  const ownerOf = (test: JestTestFile): JestFile | null => {
    const [owner, other] = running.get(test.path)?.values() ?? []
    if (owner === undefined) return ended.has(keyOf(test)) ? null : fileOf(test)
    return other === undefined ? fileOf(owner) : null
  }
  return {
    fileStarted(test) {
      ended.delete(keyOf(test))
      const projects = running.get(test.path) ?? new Map<string, JestTestFile>()
      running.set(test.path, projects.set(projectOf(test), test))
      fileOf(test)
    },
    caseStarted(test, start) {
      ownerOf(test)?.started(start)
    },
    caseEnded(test, result) {
      ownerOf(test)?.attempt(result)
    },
    fileEnded(test, result) {
      fileOf(test).finish(result)
      files.delete(keyOf(test))
      running.get(test.path)?.delete(projectOf(test))
      ended.add(keyOf(test))
    },
    runEnded(result, bail) {
      const { numTotalTestSuites: planned, numFailedTests, numRuntimeErrorTestSuites, snapshot = {} } = result
      if (result.runExecError) recording.trouble('the run failed', execErrors(result.runExecError))
      // A snapshot that does not match is a failure of its test.
      const { unchecked = 0, filesRemoved = 0 } = snapshot
      if (snapshot.failure && unchecked + filesRemoved > 0)
        recording.trouble('obsolete snapshots', [obsolete(unchecked + filesRemoved)])
      if (result.wasInterrupted) recording.cutShort('the run was interrupted')
      const missing = planned - result.testResults.length
      if (missing > 0 && !result.wasInterrupted) {
        const reason = `the run stopped after ${plural(bail, 'failed test')} (bail)`
        recording.cutShort(reason)
        recording.trouble('bail', [
          plain(`${reason}: ${missing} of ${plural(planned, 'test file')} did not run`),
        ])
      }
      const failed = numFailedTests > 0 || numRuntimeErrorTestSuites > 0 || snapshot.failure === true
      recording.finish({ failed: failed || missing > 0 })
    },
  }
}

function projectOf({ context }: JestTestFile): string {
  const { displayName = '' } = context.config
  return typeof displayName === 'string' ? displayName : displayName.name
}

function obsolete(count: number): Error {
  return plain(`${plural(count, 'snapshot')} of tests that are no more; jest -u removes them`)
}

/** An error of ours has no stack worth showing. */
function plain(message: string): Error {
  const error = new Error(message)
  error.stack = `Error: ${message}`
  return error
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
