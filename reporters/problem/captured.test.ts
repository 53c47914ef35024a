import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type ProblemReport, problemOf } from '../problem.ts'

/** What the runners really handed over: test/fixtures/thrown/README.md tells how it was captured. */
const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../../test/fixtures/thrown')
const captures = readdirSync(fixtures)
  .filter(name => name.endsWith('.json'))
  .map(name => name.slice(0, -5))
  .sort()

interface Captured {
  readonly title: string
  readonly errors: readonly unknown[]
}

const testFiles: Readonly<Record<string, string>> = {
  vitest: 'vitest/cart.test.ts',
  mocha: 'mocha/cart.test.mjs',
  node: 'node/cart.test.mjs',
  jest: 'jest/cart.test.cjs',
  playwright: 'playwright/cart.spec.ts',
}

/** The file of a test, or of what did not load. */
function fileOf(capture: string, title = ''): string {
  const own = testFiles[capture.split('-')[0] ?? ''] ?? ''
  if (capture.endsWith('-load')) return 'pw-import/syntax.spec.ts'
  return /^\(load\) .*\/repo\/(.*)$/.exec(title)?.[1] ?? own
}

function casesOf(capture: string): readonly Captured[] {
  const cases = JSON.parse(readFileSync(join(fixtures, `${capture}.json`), 'utf8')) as Captured[]
  return cases.map(({ title, errors }) => ({ title, errors: revive(errors) as unknown[] }))
}

/** Errors were captured with their class, and what JSON has no word for under a `$`. */
function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  const { $error, $class, $undefined, $cycle, $text, ...rest } = value as Record<string, unknown>
  if ($undefined || $cycle) return undefined
  if ($text) return $text
  const entries = Object.entries(rest).map(([key, each]) => [key, revive(each)] as const)
  if ($error === undefined) return Object.fromEntries(entries)
  const name = String($error)
  const error = new ({ [name]: class extends Error {} }[name] as ErrorConstructor)()
  for (const [key, each] of entries) {
    const enumerable = !['name', 'message', 'stack', 'cause'].includes(key)
    Object.defineProperty(error, key, { value: each, enumerable, configurable: true })
  }
  return error
}

function report(errors: readonly unknown[], file: string): ProblemReport {
  return problemOf(errors, { root: '/repo', file, sourceOf })
}

function sourceOf(path: string): string | null {
  try {
    return readProject(path.replace('/repo/', ''))
  } catch {
    return null
  }
}

/** Kept with .txt behind its name, so that no tool takes it for a file of ours. */
function readProject(file: string): string {
  return readFileSync(join(fixtures, 'project', `${file}.txt`), 'utf8')
}

/** The line of the test file on which the test of this title throws. */
function throwingLine(file: string, title: string, statement: RegExp): number {
  const lines = readProject(file).split('\n')
  const start = lines.findIndex(line => line.includes(`('${title}'`))
  return lines.findIndex((line, index) => index > start && statement.test(line)) + 1
}

interface Expected {
  readonly kind: ProblemReport['kind']
  readonly type: string
  /** What the test's own line holds; `null` where no stack passes the test. */
  readonly statement: RegExp | null
  readonly message?: string
}

const error = (type: string, statement: RegExp | null, message?: string): Expected => ({
  kind: 'error',
  type,
  statement,
  ...(message === undefined ? {} : { message }),
})
const failure = (type: string, statement: RegExp): Expected => ({ kind: 'failure', type, statement })

/** The same in each runner that has such a test. */
const everywhere: Readonly<Record<string, Expected>> = {
  'assert equal': failure('AssertionError', /strictEqual/),
  'assert deep equal': failure('AssertionError', /deepStrictEqual/),
  'assert with own message': failure('AssertionError', /assert\.equal/),
  'assert rejects nothing': failure('AssertionError', /rejects/),
  'type error in the source': error(
    'TypeError',
    /totalOf/,
    "Cannot read properties of undefined (reading 'items')",
  ),
  'cause chain': error('Error', /load/, 'The cart cannot be read'),
  'error without message': error('RangeError', /RangeError/, 'RangeError'),
  'error of several lines': error('Error', /throw/, 'line one'),
  'system error': error(
    'Error',
    /readFileSync/,
    "ENOENT: no such file or directory, open '/no/such/file.json'",
  ),
  'stack without message': error('Error', /new Error/, 'told later'),
}

const ofExpect: Readonly<Record<string, RegExp>> = {
  'expect toBe': /toBe/,
  'expect toEqual': /toEqual/,
  'expect strings of lines': /toBe/,
  'expect throws': /toThrow/,
  'expect contains': /toContain/,
  'expect called with': /CalledWith/,
  'expect soft': /soft/,
  snapshot: /Snapshot/,
}

const ofLibraries: Readonly<Record<string, Expected>> = {
  'chai 4': failure('AssertionError', /chai/),
  'chai strings': failure('AssertionError', /chai/),
  should: failure('AssertionError', /should\.eql/),
  sinon: failure('AssertError', /calledWith/),
  'sinon mock': failure('ExpectationError', /verify/),
  unexpected: failure('UnexpectedError', /to equal/),
  'power-assert': failure('AssertionError', /power-assert/),
  uvu: failure('Assertion', /uvu/),
}

/** Jest hands over the stacks beside the details, which arrive empty from a worker: the adapter puts them together. */
function ownCases(capture: string): readonly Captured[] {
  const cases = casesOf(capture)
  if (!capture.startsWith('jest')) return cases
  return cases.flatMap(({ title, errors }) => {
    const messages = cases.find(each => each.title === `${title} (messages)`)?.errors
    return messages
      ? [{ title, errors: errors.map((each, index) => ({ ...(each as object), stack: messages[index] })) }]
      : []
  })
}

test('every runner and version was captured', () => {
  const versions = ['jest-30', 'mocha-10', 'mocha-10-parallel', 'mocha-11', 'mocha-11-parallel', 'mocha-12']
  const others = ['mocha-12-parallel', 'node-test-20', 'node-test-22', 'node-test-24', 'playwright-1.65']
  expect(captures).toEqual(
    [...versions, ...others, 'playwright-1.65-load', 'vitest-3', 'vitest-4', 'vitest-5'].sort(),
  )
})

const runs = captures.filter(capture => !capture.endsWith('-load'))

test.each(runs)('%s: the same thrown value is the same problem as in the other runners', capture => {
  const file = fileOf(capture)
  const cases = ownCases(capture)
  for (const [title, expected] of Object.entries(everywhere)) {
    const { problem, kind, line } = report(cases.find(each => each.title === title)?.errors ?? [], file)
    const told = { title, kind, type: problem.type, line, message: expected.message && problem.message }
    const { statement, ...rest } = expected
    expect(told).toEqual({
      title,
      message: undefined,
      ...rest,
      // Jest's text of an error without a first line has its first frame behind the message.
      ...(capture.startsWith('jest') && title === 'stack without message' ? jestsOwn(problem) : {}),
      line: statement && throwingLine(file, title, statement),
    })
  }
})

function jestsOwn({ type, message }: ProblemReport['problem']): object {
  expect(message).toMatch(/^told later {4}at /)
  return { type, message }
}

test.each(runs.filter(capture => /^(vitest|jest|playwright)/.test(capture)))(
  '%s: what expect throws is a failure, in the line of its statement',
  capture => {
    const file = fileOf(capture)
    let seen = 0
    for (const { title, errors } of ownCases(capture)) {
      const statement = ofExpect[title]
      if (!statement) continue
      seen += 1
      const { kind, line } = report(errors, file)
      expect({ title, kind, line }).toEqual({
        title,
        kind: 'failure',
        line: throwingLine(file, title, statement),
      })
    }
    expect(seen).toBeGreaterThanOrEqual(6)
  },
)

test.each(runs.filter(capture => capture.startsWith('mocha')))(
  '%s: the common assertion libraries are known by what they throw',
  capture => {
    const file = fileOf(capture)
    const cases = casesOf(capture)
    for (const [title, { kind, type, statement }] of Object.entries(ofLibraries)) {
      const told = report(cases.find(each => each.title === title)?.errors ?? [], file)
      expect({ title, kind: told.kind, type: told.problem.type, line: told.line }).toEqual({
        title,
        kind,
        type,
        line: throwingLine(file, title, statement!),
      })
    }
  },
)

test.each(runs)('%s: time limits, hooks and what is no error are errors', capture => {
  const file = fileOf(capture)
  const titles = ['time limit', 'thrown string', 'thrown object', 'thrown undefined', 'rejected number']
  const found = ownCases(capture).filter(
    ({ title }) => titles.includes(title) || /hook|never starts/.test(title),
  )
  expect(found.length).toBeGreaterThanOrEqual(6)
  for (const { title, errors } of found)
    expect({ title, kind: report(errors, file).kind }).toEqual({ title, kind: 'error' })
})

test.each(runs.filter(capture => !capture.startsWith('mocha')))(
  '%s: a thrown value that is no error is told as such',
  capture => {
    const cases = ownCases(capture)
    const messageOf = (title: string): string =>
      report(cases.find(each => each.title === title)?.errors ?? [], fileOf(capture)).problem.message
    expect(messageOf('thrown undefined')).toBe('thrown: undefined')
    expect(messageOf('thrown null')).toBe('thrown: null')
    expect(messageOf('rejected number')).toBe('thrown: 42')
    expect(messageOf('thrown string')).toContain('out of stock')
  },
)

test.each(captures)('%s: no path of the machine, no colour, no frame of the runner is left', capture => {
  for (const { title, errors } of casesOf(capture)) {
    const { problem } = report(errors, fileOf(capture))
    const text = `${problem.message}\n${problem.detail}`
    expect({ title, root: text.includes('/repo/'), colour: /[\u001b\u009b]/.test(text) }).toEqual({
      title,
      root: false,
      colour: false,
    })
    // mocha quotes a whole stack in one of its messages.
    if (title !== 'done twice')
      expect(text).not.toMatch(/^ {4}at .*(?:node:internal|node_modules\/(?:mocha|vitest|jest-\w+)\/)/m)
  }
})

test.each([
  'vitest-4',
  'vitest-5',
  'mocha-12',
  'mocha-12-parallel',
  'node-test-24',
  'jest-30',
  'playwright-1.65',
  'playwright-1.65-load',
])('%s reads as the golden', async capture => {
  const loads = casesOf(capture).filter(({ title }) => title.startsWith('(load)'))
  const cases = capture.startsWith('jest') ? [...ownCases(capture), ...loads] : casesOf(capture)
  const told = cases.map(({ title, errors }) => {
    const { problem, kind, line } = report(errors, fileOf(capture, title))
    const heading = `######## ${title}: ${kind}${problem.type && ` (${problem.type})`}, line ${line ?? 'unknown'}`
    return `${heading}\n#### ${problem.message}\n\n${problem.detail}\n`
  })
  await expect(told.join('\n\n')).toMatchFileSnapshot(`../../test/golden/problems/${capture}.txt`)
})
