import type { ReporterOptions } from '../options.ts'
import type { Recording } from '../recording.ts'
import { tellAttachments } from './attachments.ts'
import { tellFailedDependencies } from './dependencies.ts'
import { plainError } from './errors.ts'
import { createLooseOutput } from './loose-output.ts'
import { tellParticulars } from './particulars.ts'
import type { Config, FullResult, Suite, TestCase, TestError, TestResult } from './playwright-api.ts'
import { tellResult } from './result.ts'
import { tellRunError } from './run-errors.ts'
import { declareTests, finishFile, isSettled, type KnownTest, lengthen, type TestFile } from './test-files.ts'

export type Stream = 'stdout' | 'stderr'

/** Playwright's events, as it hands them to a reporter. */
export interface Translation {
  begin(root: Suite): void
  testBegin(test: TestCase, result: TestResult): void
  output(stream: Stream, chunk: string | Buffer, test: TestCase | undefined): void
  testEnd(test: TestCase, result: TestResult): void
  error(error: TestError, fromWorker: boolean): void
  end(result: FullResult): void
}

export function createTranslation(
  config: Config,
  recording: Recording & { readonly settings: Pick<ReporterOptions, 'attachments'> },
  /** Where bytes are written that a test attached; `null`: to the output directory of its project. */
  outputDir: string | null,
): Translation {
  let root: Suite | null = null
  let known: ReadonlyMap<TestCase, KnownTest> = new Map()
  const loose = createLooseOutput()
  /** Files without a test that could still get a result; what a worker prints next may belong to them. */
  const over = new Set<TestFile>()
  /** Files of which a test has begun. */
  const begun = new Set<TestFile>()
  const finish = (files: Set<TestFile>) => {
    for (const file of files) {
      begun.delete(file)
      finishFile(file)
    }
    files.clear()
  }

  return {
    begin(suite) {
      root = suite
      known = declareTests(suite, recording)
    },
    testBegin(test, result) {
      const entry = known.get(test)
      if (entry === undefined) return
      over.delete(entry.file)
      begun.add(entry.file)
      loose.begun(entry.file)
      finish(over)
      // Without a worker the test is only told off: it never starts.
      if (result.workerIndex >= 0) entry.recording.start(result.startTime.getTime())
    },
    output(stream, chunk, test) {
      const entry = test && known.get(test)
      const text = typeof chunk === 'string' ? chunk : chunk.toString('utf8')
      if (entry) entry.recording.output(stream, text)
      else loose.add(stream, text)
    },
    testEnd(test, result) {
      const entry = known.get(test)
      if (entry === undefined) return
      tellParticulars(entry, result)
      if (recording.settings.attachments)
        tellAttachments(entry, result.attachments, outputDir ?? test.parent.project()?.outputDir)
      tellResult(entry, result)
      entry.file.span = lengthen(entry.file, result)
      const { unsettled } = entry.file
      if (isSettled(test)) unsettled.delete(test)
      else unsettled.add(test)
      if (unsettled.size === 0) over.add(entry.file)
    },
    error(error, fromWorker) {
      tellRunError(error, { config, begun: root !== null, fromWorker }, recording)
    },
    end({ status }) {
      if (status === 'interrupted') {
        recording.cutShort('the run was interrupted')
        recording.trouble('(run)', [plainError('IncompleteRun', 'the run was interrupted')])
      }
      if (root !== null) tellFailedDependencies(root, known.values())
      loose.end()
      finish(begun)
      const flaky = [...known.keys()].filter(test => test.outcome() === 'flaky')
      if (status === 'failed' && config.failOnFlakyTests && flaky.length > 0)
        recording.trouble('(flaky tests)', [failedByFlaky(flaky.length)])
      recording.finish({ failed: status !== 'passed', reason: 'Playwright did not start it' })
    },
  }
}

function failedByFlaky(count: number) {
  return plainError('FlakyTests', `flaky tests fail this run (failOnFlakyTests), and there are ${count}`)
}
