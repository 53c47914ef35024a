import assert from 'node:assert'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { chai, describe, expect, test } from 'vitest'
import { type ProblemContext, type ProblemReport, problemOf } from './problem.ts'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const file = 'reporters/problem.test.ts'
const context: ProblemContext = { root, file, sourceOf: path => readFileSync(path, 'utf8') }
const nowhere: ProblemContext = { root: '/repo', file: 'a.test.ts', sourceOf: () => null }

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

const hostile = new Proxy(
  {},
  {
    get: () => {
      throw new Error('no')
    },
    has: () => {
      throw new Error('no')
    },
    getPrototypeOf: () => {
      throw new Error('no')
    },
    ownKeys: () => {
      throw new Error('no')
    },
  },
)
const cyclic: { name: string; self?: unknown } = { name: 'Ring' }
cyclic.self = cyclic
const circularCause = new Error('outer')
circularCause.cause = new Error('inner', { cause: circularCause })

type Row = readonly [
  what: string,
  thrown: unknown,
  kind: ProblemReport['kind'],
  type: string,
  message: string,
]

/** Real values, thrown by what throws them. */
const table: readonly Row[] = [
  ['assert.equal', thrownBy(() => assert.equal(1, 2)), 'failure', 'AssertionError', '1 == 2'],
  [
    'assert with a message',
    thrownBy(() => assert.ok(0, 'no stock')),
    'failure',
    'AssertionError',
    'no stock',
  ],
  ['assert.fail', thrownBy(() => assert.fail('stop')), 'failure', 'AssertionError', 'stop'],
  [
    'assert.throws',
    thrownBy(() => assert.throws(() => 1)),
    'failure',
    'AssertionError',
    'Missing expected exception.',
  ],
  [
    'assert.match',
    thrownBy(() => assert.match('abc', /x/)),
    'failure',
    'AssertionError',
    "The input did not match the regular expression /x/. Input: 'abc'",
  ],
  [
    'vitest expect',
    thrownBy(() => expect(1).toBe(2)),
    'failure',
    'AssertionError',
    'expected 1 to be 2 // Object.is equality',
  ],
  [
    'vitest expect.unreachable',
    thrownBy(() => expect.unreachable('never')),
    'failure',
    'AssertionError',
    'expected "never" not to be reached',
  ],
  [
    'vitest not',
    thrownBy(() => expect([1]).not.toContain(1)),
    'failure',
    'AssertionError',
    'expected [ 1 ] to not include 1',
  ],
  [
    'chai expect',
    thrownBy(() => chai.expect('a').to.equal('b')),
    'failure',
    'AssertionError',
    "expected 'a' to equal 'b'",
  ],
  [
    'chai assert',
    thrownBy(() => chai.assert.isTrue(false, 'open')),
    'failure',
    'AssertionError',
    'open: expected false to be true',
  ],
  [
    'chai should',
    thrownBy(() => new chai.Assertion([1, 2]).to.have.lengthOf(3)),
    'failure',
    'AssertionError',
    'expected [ 1, 2 ] to have a length of 3 but got 2',
  ],
  [
    'a TypeError',
    thrownBy(() => (undefined as unknown as { a: 1 }).a),
    'error',
    'TypeError',
    "Cannot read properties of undefined (reading 'a')",
  ],
  [
    'a ReferenceError',
    thrownBy(() => runInNewContext('stock')),
    'error',
    'ReferenceError',
    'stock is not defined',
  ],
  [
    'an error of another realm',
    runInNewContext('new RangeError("far away")'),
    'error',
    'RangeError',
    'far away',
  ],
  ['a SyntaxError', thrownBy(() => runInNewContext('{')), 'error', 'SyntaxError', 'Unexpected end of input'],
  [
    'a system error',
    thrownBy(() => readFileSync('/no/such')),
    'error',
    'Error',
    "ENOENT: no such file or directory, open '/no/such'",
  ],
  [
    'an AggregateError',
    new AggregateError([new Error('a'), new Error('b')], 'both'),
    'error',
    'AggregateError',
    'both',
  ],
  [
    'an AggregateError of assertions',
    new AggregateError([thrownBy(() => assert.ok(0, 'x'))], 'all'),
    'failure',
    'AggregateError',
    'all',
  ],
  [
    'mocha err.multiple',
    Object.assign(new Error('first'), { multiple: [new Error('second')] }),
    'error',
    'Error',
    'first',
  ],
  [
    'a class of its own',
    new (class StockError extends Error {})('sold out'),
    'error',
    'StockError',
    'sold out',
  ],
  ['a DOMException', new DOMException('gone', 'AbortError'), 'error', 'AbortError', 'gone'],
  [
    'a time limit of sinon or others',
    Object.assign(new Error('late'), { name: 'TimeoutError' }),
    'error',
    'TimeoutError',
    'late',
  ],
  [
    'testdouble',
    Object.assign(new Error('not called'), { name: 'VerificationError' }),
    'failure',
    'VerificationError',
    'not called',
  ],
  [
    'a library with showDiff',
    Object.assign(new Error('differs'), { showDiff: true, actual: 1, expected: 2 }),
    'failure',
    'Error',
    'differs',
  ],
  ['an empty message', new Error(''), 'error', 'Error', 'Error'],
  ['blank lines first', new Error('\n \n\t  three\nfour'), 'error', 'Error', 'three'],
  [
    'colours',
    new Error('\u001b[31mred\u001b[39m \u009b1mbold\u009b22m \u001b]8;;http://x\u0007link\u001b]8;;\u0007'),
    'error',
    'Error',
    'red bold link',
  ],
  ['no text as stack', Object.assign(new Error('odd'), { stack: 42 }), 'error', 'Error', 'odd'],
  ['no stack', Object.assign(new Error('bare'), { stack: undefined }), 'error', 'Error', 'bare'],
  [
    'no text as message',
    Object.assign(new Error(), { message: { code: 7 } }),
    'error',
    'Error',
    '{ code: 7 }',
  ],
  ['a frozen error', Object.freeze(new Error('cold')), 'error', 'Error', 'cold'],
  ['a causal ring', circularCause, 'error', 'Error', 'outer'],
  ['a string', 'out of stock', 'error', '', 'out of stock'],
  ['an empty string', '', 'error', '', 'failed without a message'],
  ['a number', 42, 'error', '', 'thrown: 42'],
  ['undefined', undefined, 'error', '', 'thrown: undefined'],
  ['null', null, 'error', '', 'thrown: null'],
  ['a symbol', Symbol('s'), 'error', '', 'thrown: Symbol(s)'],
  ['a bigint', 10n, 'error', '', 'thrown: 10n'],
  ['a function', function pay() {}, 'error', '', 'thrown: [Function pay]'],
  ['an object', { status: 503, why: ['closed'] }, 'error', '', 'thrown: { status: 503, why: [ "closed" ] }'],
  ['an object without prototype', Object.create(null), 'error', '', 'thrown: {}'],
  ['a cyclic object', { ring: cyclic }, 'error', '', 'thrown: { ring: { name: "Ring", self: [Circular] } }'],
  ['a hostile proxy', hostile, 'error', '', 'thrown: [Unreadable]'],
  ['a revoked proxy', revoked(), 'error', '', 'thrown: [Unreadable]'],
]

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

test.each(table)('%s', (_, thrown, kind, type, message) => {
  const report = problemOf([thrown], nowhere)
  expect({ kind: report.kind, type: report.problem.type, message: report.problem.message }).toEqual({
    kind,
    type,
    message,
  })
  expect(report.problem.detail).not.toBe('')
})

describe('where it happened', () => {
  test('the line in the test file, a frame of its source, paths from the root', () => {
    const { problem, line } = problemOf([new Error('here')], context)
    const source = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('\n')
    expect(source[(line ?? 0) - 1]).toContain("new Error('here')")
    expect(problem.detail).toContain(`\n${file}:${line}\n`)
    expect(problem.detail).toMatch(
      new RegExp(`^> ${line} \\|     const .* problemOf\\(\\[new Error\\('here'\\)\\], context\\)$`, 'm'),
    )
    expect(problem.detail).toContain(`    at ${file}:${line}:`)
    expect(problem.detail).not.toContain(root)
  })

  test('the test file is preferred to where it was thrown; another file has no line', () => {
    const stack =
      'Error: x\n    at pay (/repo/src/pay.ts:3:5)\n    at /repo/a.test.ts:9:1\n    at /repo/b.test.ts:1:1'
    const sourceOf = (path: string): string => `// ${path}\n`.repeat(20)
    const error = { name: 'Error', message: 'x', stack }
    expect(problemOf([error], { ...nowhere, sourceOf })).toMatchObject({
      line: 9,
      problem: { detail: expect.stringContaining('a.test.ts:9\n') },
    })
    const other = problemOf([error], { root: '/repo', file: 'c.test.ts', sourceOf })
    expect(other.line).toBeNull()
    expect(other.problem.detail).toContain('src/pay.ts:3\n')
  })

  test("the runner's own places come before those of the stack, which may be of the compiled file", () => {
    const error = {
      name: 'Error',
      message: 'x',
      stack: 'Error: x\n    at http://localhost:63315/a.test.ts?t=1:70:1',
      stacks: [{ file: '/repo/a.test.ts', line: 7, column: 2, method: '' }],
    }
    expect(problemOf([error], nowhere).line).toBe(7)
    expect(problemOf([{ ...error, stacks: [] }], nowhere).line).toBe(70)
    expect(
      problemOf([{ message: 'x', location: { file: '/repo/a.test.ts', line: 4, column: 1 } }], nowhere).line,
    ).toBe(4)
  })

  test('a file that did not parse is named in the text', () => {
    const error = {
      name: 'Error',
      message: 'Transform failed\n/repo/a.test.ts:2:24: ERROR: Expected identifier',
      stack: '',
    }
    expect(problemOf([error], nowhere).line).toBe(2)
    const babel = { name: 'SyntaxError', message: '/repo/a.test.ts: Unexpected token (4:24)', stack: '' }
    const source = 'a\n'.repeat(3) + 'b'.repeat(30)
    const report = problemOf([babel], { ...nowhere, sourceOf: () => source })
    expect(report.line).toBe(4)
    expect(report.problem.detail).toMatch(/\n> 4 \| b{30}\n {4}\| {25}\^$/)
  })

  test('where the source cannot be read, what the runner shows of it is kept', () => {
    const error = {
      message: 'Error: x',
      snippet: '\u001b[31m> 4 |\u001b[39m go()',
      location: { file: '/repo/a.test.ts', line: 4 },
    }
    expect(problemOf([error], nowhere).problem.detail).toBe('Error: x\n\n> 4 | go()')
    const failing = { ...nowhere, sourceOf: () => assert.fail('unreadable') }
    expect(problemOf([error], failing).problem.detail).toContain('> 4 | go()')
  })
})

describe('the detail', () => {
  test('numbers several errors, and shows each with its own place', () => {
    const { problem, kind } = problemOf([new Error('one'), thrownBy(() => assert.equal(1, 2))], context)
    expect(problem.message).toBe('one')
    expect(kind).toBe('error')
    expect(problem.detail).toMatch(/^1 of 2: Error: one\n[\s\S]*\n\n2 of 2: AssertionError: 1 == 2\n/)
  })

  test('holds causes, members and notes', () => {
    const cause = new TypeError('no price', { cause: 'the shop is closed' })
    const error = Object.assign(new AggregateError([new Error('a')], 'top', { cause }), {
      code: 'E_TOP',
      left: 0,
    })
    const { detail } = problemOf([error], nowhere).problem
    expect(detail).toMatch(/^AggregateError \[E_TOP\]: top\n\nleft: 0\n/)
    expect(detail).toMatch(/\n\n1 of 1: Error: a\n/)
    expect(detail).toMatch(/\n\nCaused by: TypeError: no price\n[\s\S]*\n\nCaused by: the shop is closed$/)
  })

  test('a ring of causes ends', () => {
    const { detail } = problemOf([circularCause], nowhere).problem
    expect(detail).toContain('Caused by: Error: inner')
    expect(detail).toContain('Caused by: (the same error again)')
  })

  test('an endless chain of causes ends', () => {
    const endless = (): object => ({
      name: 'Error',
      message: 'next',
      get cause() {
        return endless()
      },
    })
    expect(problemOf([endless()], nowhere).problem.detail.split('Caused by').length).toBeLessThan(12)
    const wide = (): object => ({
      message: 'wide',
      get errors() {
        return Array.from({ length: 1_000 }, wide)
      },
    })
    expect(problemOf([wide()], nowhere).problem.detail.length).toBeLessThan(70_000)
  })

  test('shows a difference that the message does not show', () => {
    const actual = { name: 'tea', price: 3, tags: ['a', 'b'] }
    const error = Object.assign(new Error('differs'), {
      actual,
      expected: { ...actual, price: 4 },
      stack: '',
    })
    expect(problemOf([error], nowhere).problem.detail).toBe(
      [
        'Error: differs',
        '- Expected\n+ Received',
        '  {\n    name: "tea",\n-   price: 4,\n+   price: 3,\n    tags: [\n      "a",\n      "b",\n    ],\n  }',
      ].join('\n\n'),
    )
  })

  test.each([
    ['in the message', { message: 'expected 1 to be 2', actual: 1, expected: 2 }],
    [
      'a diff in the message',
      { message: 'Expected:\n+ actual - expected\n\n+ 1\n- 2', actual: 1, expected: 2 },
    ],
    ['unwanted', { message: 'x', actual: 'a', expected: 'b', showDiff: false }],
    ['nothing expected', { message: 'x', actual: 'a', expected: undefined }],
    ['assert.ok', { message: 'x', actual: 0, expected: true, operator: '==' }],
    ['looking the same', { message: 'x', actual: { a: 1 }, expected: { a: 1 } }],
  ])('shows no difference that is %s', (_, error) => {
    expect(problemOf([{ name: 'AssertionError', stack: '', ...error }], nowhere).problem.detail).toBe(
      `AssertionError: ${error.message}`,
    )
  })

  test('does not say twice what mocha says of a file that it cannot parse', () => {
    const stack = `SyntaxError[ @/repo/a.test.js ]: Unexpected token '='\n    at compile (node:internal/x:1:1)`
    const error = { name: 'SyntaxError', message: "Unexpected token '='", stack }
    expect(problemOf([error], nowhere).problem.detail).toBe("SyntaxError: Unexpected token '='")
  })

  test('tells what a stack says beyond the message', () => {
    const error = new Error('first words')
    // The stack is made when it is first read.
    expect(error.stack).toContain('first words')
    error.message = 'second words'
    const { detail } = problemOf([error], nowhere).problem
    expect(detail).toMatch(/^Error: second words\n\nError: first words\n/)
  })
})

describe('bounds', () => {
  test('the message is one line of at most 1,000 characters', () => {
    const { message } = problemOf([new Error('é'.repeat(5_000))], nowhere).problem
    expect(message).toHaveLength(1_000)
    expect(message.endsWith('é…')).toBe(true)
  })

  test.each([
    ['10 in one line', 'x'.repeat(10_000_000)],
    ['10 in many lines', 'line\n'.repeat(2_000_000)],
    ['blank lines', '\n \n'.repeat(700_000)],
    ['escapes that never end', '\u001b]'.repeat(1_000_000)],
    ['8-bit strings that never end', '\u009d0;'.repeat(700_000)],
    ['what looks like frames', '    at a (/repo/b.ts:1:2)\n'.repeat(80_000)],
    ['what nearly looks like frames', `    at a (${'('.repeat(3_000)}:1\n`.repeat(1_000)],
    ['digits and colons', ':1'.repeat(1_000_000)],
    ['the root', '/repo/'.repeat(300_000)],
    ['astral characters', '😀'.repeat(1_000_000)],
    ['lone surrogates', '\ud83d'.repeat(1_000_000)],
  ])('megabytes of %s are told in 64 kB', (_, text) => {
    for (const error of [
      text,
      new Error(text),
      { message: text },
      { stack: text },
      { name: text, message: 'm' },
    ]) {
      const { message, detail } = problemOf([error, error, error], nowhere).problem
      expect(message.length).toBeLessThanOrEqual(1_000)
      expect(message.trim()).not.toBe('')
      expect(Buffer.byteLength(detail)).toBeLessThanOrEqual(64 * 1024)
    }
  })

  test('what is cut is said; head and tail stay', () => {
    const { detail } = problemOf([new Error(`begin ${'x'.repeat(100_000)} end`)], nowhere).problem
    expect(detail).toMatch(/^Error: begin x+\n… 76,0\d\d characters left out …\nx+ end\n/)
    const many = Array.from({ length: 40 }, (_, index) => new Error(`${index} ${'y'.repeat(20_000)}`))
    const cut = problemOf(many, nowhere).problem.detail
    expect(cut).toMatch(/^1 of 40: Error: 0 y+/)
    expect(cut).toMatch(/\n… \d{3},\d{3} bytes left out …\n/)
    expect(cut).toMatch(/39 y+|y{20}\n/)
  })

  test('at most 100 frames', () => {
    const frames = Array.from(
      { length: 5_000 },
      (_, index) => `    at f${index} (/repo/src/a.ts:${index + 1}:1)`,
    )
    const { detail } = problemOf(
      [{ name: 'RangeError', message: 'deep', stack: `RangeError: deep\n${frames.join('\n')}` }],
      nowhere,
    ).problem
    expect(detail.match(/^ {4}at /gm)).toHaveLength(100)
    expect(detail).toMatch(/ {4}at f99 \(src\/a\.ts:100:1\)\n {4}… 4,?\d{3} more frames$/)
  })

  test('huge values are compared in part', () => {
    const rows = Array.from({ length: 300_000 }, (_, index) => ({ index }))
    const text = Array.from({ length: 400_000 }, (_, index) => `line ${index}`)
    for (const [expected, actual] of [
      [rows, rows.map(({ index }) => ({ index: index + 1 }))],
      [text.join('\n'), text.toReversed().join('\n')],
      [text.join('\n'), text.map(line => (line === 'line 399990' ? 'other' : line)).join('\n')],
      ['a'.repeat(3_000_000), 'b'.repeat(3_000_000)],
      [new Map(rows.map(row => [row, row])), new Set(rows)],
      [new Uint8Array(5_000_000), new Uint8Array(5_000_000).fill(1)],
      [Object.fromEntries(rows.map(row => [`k${row.index}`, row])), {}],
    ]) {
      const { detail } = problemOf([Object.assign(new Error('x'), { expected, actual })], nowhere).problem
      expect(detail).toMatch(/^[-+] ./m)
      expect(Buffer.byteLength(detail)).toBeLessThanOrEqual(64 * 1024)
    }
  })
})

describe('whatever is handed over', () => {
  const check = (errors: unknown): void => {
    const { problem, kind, line } = problemOf(errors as readonly unknown[], nowhere)
    expect(problem.message).toMatch(/\S/)
    expect(problem.message).not.toContain('\n')
    expect(problem.detail).toMatch(/\S/)
    expect(typeof problem.type).toBe('string')
    expect(['failure', 'error']).toContain(kind)
    expect(line === null || line > 0).toBe(true)
  }
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
  })
  const keys = [
    'name',
    'message',
    'stack',
    'stacks',
    'cause',
    'errors',
    'multiple',
    'code',
    'actual',
    'expected',
    'diff',
    'showDiff',
  ]
  const others = [
    'failureType',
    'matcherResult',
    'location',
    'snippet',
    'value',
    'constructor',
    'operator',
    'suppressed',
  ]

  test('has a problem', () => {
    fc.assert(fc.property(fc.array(anything), check), { numRuns: 500 })
  })

  test('has a problem, with the keys that are looked at', () => {
    const texts = fc.constantFrom(
      '',
      'Error: x\n    at f (/repo/a.test.ts:1:2)',
      '\u001b[31m',
      '[cause]: ',
      '\n\n[cause]: Error\n    at <anonymous>:1:1',
      'expect(',
    )
    const value = fc.oneof(anything, texts, fc.array(texts))
    const error = fc.dictionary(fc.constantFrom(...keys, ...others), value, { maxKeys: 8 })
    const real = error.map(given => define(new Error('real'), given))
    fc.assert(fc.property(fc.array(fc.oneof(error, real), { minLength: 1 }), check), { numRuns: 1_000 })
  })

  test('has a problem, where every getter throws but a few', () => {
    fc.assert(
      fc.property(fc.subarray([...keys, ...others]), anything, (readable, value) => {
        const get = (_: object, key: string | symbol): unknown => {
          if (readable.includes(String(key))) return value
          throw new Error(`no ${String(key)}`)
        }
        check([new Proxy(new Error('x'), { get }), new Proxy({}, { get, has: () => true })])
      }),
    )
  })

  test.each([
    ['nothing', []],
    ['no list', null],
    ['no list either', { length: 3 }],
    ['a hostile list', hostile],
    ['a list that lies', new Proxy([], { get: (_, key) => (key === 'length' ? 1e9 : new Error('again')) })],
  ])('%s', (_, errors) => {
    check(errors)
  })

  test('a rejection after a wait is no different', async () => {
    const error = await delay(0)
      .then(() => assert.equal(1, 2))
      .catch((reason: unknown) => reason)
    const { line, kind } = problemOf([error], context)
    expect(kind).toBe('failure')
    expect(line).toBeGreaterThan(300)
  })
})

function define(error: Error, given: Readonly<Record<string, unknown>>): Error {
  expect(error.stack).toContain('real')
  for (const [key, value] of Object.entries(given))
    Object.defineProperty(error, key, { value, enumerable: true })
  return error
}
