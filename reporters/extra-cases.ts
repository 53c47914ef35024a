import type { Attempt, Totals } from '../core/test-run.ts'
import type { ProblemReport } from './problem.ts'
import { type ExtraCase, notRun } from './suite-cases.ts'

export function erroredBy({ problem }: ProblemReport, durationMs: number): Attempt {
  return { outcome: 'errored', startedAt: null, durationMs, problem, reason: '', stdout: '', stderr: '' }
}

export function isRed({ outcome }: Attempt): boolean {
  return outcome === 'failed' || outcome === 'errored'
}

export function processDied(reason: string): Error {
  return plainError('ProcessDied', `the process that ran this file died: ${reason}`)
}

export function runStopped(reason: string): Error {
  return plainError('IncompleteRun', reason)
}

export function unexplained(reason: string, { notRun: count }: Totals): Error {
  const what =
    count > 0
      ? `${count} of the planned tests did not run`
      : 'the runner says that the run failed, and not why'
  return plainError('IncompleteRun', count > 0 ? `${what}: ${reason}` : what)
}

/** A run without tests says nothing of the code. It is red when its runner says so, and never a silent pass. */
export function noTestRan(failed: boolean | undefined, reason: string): ExtraCase {
  const attempt: Attempt =
    failed === false
      ? notRun('the runner found no tests, and calls that a pass')
      : erroredBy(
          {
            problem: { type: 'NoTests', message: `no test ran: ${reason}`, detail: `no test ran: ${reason}` },
            kind: 'error',
            line: null,
          },
          0,
        )
  return { kind: 'run', titlePath: ['(no tests)'], attempts: [attempt], line: null }
}

/** An error of ours has no stack worth showing. */
function plainError(name: string, message: string): Error {
  const error = new Error(message)
  error.name = name
  error.stack = `${name}: ${message}`
  return error
}
