import type { TestFailure } from './events.ts'
import { thrownIn } from './result.ts'

/** What is known of a test file when its process is over. */
export interface FileFacts {
  /** The runner's verdict on the file as a whole; `null` = it passed. */
  readonly failure: TestFailure | null
  readonly started: boolean
  /** Tests and suites whose result is in. */
  readonly results: number
  /** Tests that were told of and have no result. */
  readonly unfinished: number
  /** Whether the run inside the file came to its own end; `null` = this version of Node does not say. */
  readonly cameToItsEnd: boolean | null
  /** An error outside the tests was told already. */
  readonly explained: boolean
  readonly stderr: string
  /** Whether the file is one for node:test, and no plain script that passes by ending well. */
  readonly usesTestRunner: () => boolean
}

export type FileEnd =
  /** Its tests say everything. */
  | { readonly kind: 'ordinary' }
  /** The file itself is the test. */
  | { readonly kind: 'script' }
  | { readonly kind: 'load'; readonly error: unknown }
  | { readonly kind: 'died'; readonly reason: string }
  | { readonly kind: 'not-run'; readonly reason: string }

const noTest =
  'the file told of no test and ended with exit code 0: process.exit in a test, or a file without tests'
const interrupted = 'the run was interrupted'

/**
 * How a test file ended. Its parent calls every file that exits with 0 a pass, one that lost its tests to
 * `process.exit(0)` too: nothing of what its process had not yet written arrives.
 */
export function judgeFileEnd(facts: FileFacts): FileEnd {
  const { failure } = facts
  return failure === null ? endedWell(facts) : endedBadly(facts, failure)
}

function endedWell({ results, unfinished, cameToItsEnd, usesTestRunner }: FileFacts): FileEnd {
  if (unfinished > 0) return died('exit code 0 before its tests were done (process.exit?)')
  if (cameToItsEnd === true) return { kind: 'ordinary' }
  if (results > 0)
    return cameToItsEnd === null
      ? { kind: 'ordinary' }
      : died('exit code 0 before its test run was over (process.exit?)')
  if (!usesTestRunner()) return { kind: 'script' }
  return { kind: 'load', error: plainError('Error', noTest, '') }
}

function endedBadly(facts: FileFacts, failure: TestFailure): FileEnd {
  const { started, results, unfinished, cameToItsEnd, explained, stderr } = facts
  const { failureType = '', exitCode, signal } = failure
  if (failureType === 'cancelledByParent' || failureType === 'testAborted')
    return started ? died(interrupted) : { kind: 'not-run', reason: interrupted }
  if (failureType === 'testTimeoutFailure') return died(failure.message ?? 'its time was over')
  if (signal) return died(`${outOfMemory(stderr)}killed by ${signal}`)
  // No process of its own (isolation none), or one that did not start.
  if (exitCode === undefined || exitCode === null) return { kind: 'load', error: thrownIn(failure) }
  if (unfinished > 0) return died(`${outOfMemory(stderr)}exit code ${exitCode}`)
  if (results === 0 && cameToItsEnd !== true)
    return { kind: 'load', error: errorFromStderr(stderr) ?? noCause(exitCode) }
  if (cameToItsEnd === false) return died(`exit code ${exitCode} before its test run was over`)
  if (explained || failureType === 'subtestsFailed') return { kind: 'ordinary' }
  return died(`exit code ${exitCode} after its tests`)
}

function died(reason: string): FileEnd {
  return { kind: 'died', reason }
}

function outOfMemory(stderr: string): string {
  return /JavaScript heap out of memory|ERR_WORKER_OUT_OF_MEMORY/.test(stderr) ? 'out of memory, ' : ''
}

function noCause(exitCode: number): Error {
  return plainError('Error', `the file's process ended with exit code ${exitCode} before any test`, '')
}

const heading = /^(?:Uncaught )?((?:[A-Z]\w*)?(?:Error|Exception))(?: \[\w+\])?: (.*)$/m
const place = /^(?:file:\/\/)?(\/.+|[A-Za-z]:[\\/].+|node:.+):(\d+)$/m

/**
 * The exception that ended a process, from what Node prints of it: the place, the line with a caret, the stack. A syntax
 * error's place is in none of its frames, therefore it is put before them.
 */
export function errorFromStderr(stderr: string): Error | null {
  const text = stderr.replace(/\u001b\[[\d;]*m/g, '')
  const found = heading.exec(text)
  if (found === null) return null
  const [line = '', name = 'Error', message = ''] = found
  const before = text.slice(0, found.index)
  const after = text.slice(found.index + line.length).replace(/\n+Node\.js v\d[\s\S]*$/, '')
  const at = name === 'SyntaxError' ? place.exec(before) : null
  const frame = at === null ? '' : `\n    at ${at[1]}:${at[2]}:1`
  return plainError(name, message, `${name}: ${message}${frame}${after.trimEnd()}`)
}

function plainError(name: string, message: string, stack: string): Error {
  const error = new Error(message)
  error.name = name
  error.stack = stack || `${name}: ${message}`
  return error
}
