import { expect, it } from 'vitest'
import { errorFromStderr, type FileFacts, judgeFileEnd } from './file-end.ts'

function facts(more: Partial<FileFacts>): FileFacts {
  return {
    failure: null,
    started: true,
    results: 1,
    unfinished: 0,
    cameToItsEnd: true,
    explained: false,
    stderr: '',
    usesTestRunner: () => true,
    ...more,
  }
}

const exit = (exitCode: number, failureType = 'testCodeFailure') => ({ exitCode, signal: null, failureType })

it.each<[string, Partial<FileFacts>, string]>([
  ['all results are in', {}, 'ordinary'],
  ['a filter left nothing', { results: 0 }, 'ordinary'],
  ['a plain script ended well', { results: 0, cameToItsEnd: false, usesTestRunner: () => false }, 'script'],
  ['a test file told nothing', { results: 0, cameToItsEnd: false }, 'load'],
  ['process.exit(0) between tests', { cameToItsEnd: false }, 'died'],
  ['the same, and this Node does not tell the end', { cameToItsEnd: null }, 'ordinary'],
  ['process.exit(0) in a test', { unfinished: 1 }, 'died'],
  ['tests failed', { failure: exit(1, 'subtestsFailed') }, 'ordinary'],
  [
    'a test failed, then process.exit(1)',
    { failure: exit(1, 'subtestsFailed'), cameToItsEnd: false },
    'died',
  ],
  ['process.exitCode = 1', { failure: exit(1) }, 'died'],
  ['an unhandled rejection that was told', { failure: exit(1), explained: true }, 'ordinary'],
  ['it did not load', { failure: exit(1), results: 0, cameToItsEnd: false }, 'load'],
  ['a file without a process did not load', { failure: { cause: new Error('no') }, results: 0 }, 'load'],
  ['a signal', { failure: { exitCode: null, signal: 'SIGKILL' } }, 'died'],
  ['a time limit', { failure: { failureType: 'testTimeoutFailure', message: 'timed out' } }, 'died'],
  ['interrupted', { failure: { failureType: 'cancelledByParent' } }, 'died'],
  ['interrupted before it began', { failure: { failureType: 'testAborted' }, started: false }, 'not-run'],
])('judges a file: %s', (_, more, kind) => {
  expect(judgeFileEnd(facts(more)).kind).toBe(kind)
})

it('names a full heap', () => {
  const stderr = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n'
  expect(judgeFileEnd(facts({ failure: { exitCode: null, signal: 'SIGABRT' }, stderr }))).toEqual({
    kind: 'died',
    reason: 'out of memory, killed by SIGABRT',
  })
})

it('reads the exception that ended a process', () => {
  const stderr = `node:internal/modules/esm/resolve:272
    throw new ERR_MODULE_NOT_FOUND(
          ^

Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/a/no.js' imported from /a/a.test.js
    at finalizeResolution (node:internal/modules/esm/resolve:272:11) {
  code: 'ERR_MODULE_NOT_FOUND'
}

Node.js v24.21.0
`
  expect(errorFromStderr(stderr)).toMatchObject({
    name: 'Error',
    message: "Cannot find module '/a/no.js' imported from /a/a.test.js",
    stack: expect.stringMatching(/^Error: Cannot find module .*\n {4}at finalizeResolution .* \{\n.*\n\}$/),
  })
})

it('puts the place of a syntax error before its frames, without colours', () => {
  const stderr = `file:///a/a.test.js:3\nconst = 1\n      ^\n\n\u001b[31mSyntaxError: Unexpected token '='\u001b[39m\n    at wrapSafe (node:internal:1:2)\n`
  expect(errorFromStderr(stderr)).toMatchObject({
    name: 'SyntaxError',
    message: "Unexpected token '='",
    stack: "SyntaxError: Unexpected token '='\n    at /a/a.test.js:3:1\n    at wrapSafe (node:internal:1:2)",
  })
})

it('finds no exception in other output', () => {
  expect(errorFromStderr('(node:1) ExperimentalWarning: soon\nhello\n')).toBeNull()
})
