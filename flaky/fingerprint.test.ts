import { describe, expect, it } from 'vitest'
import { fingerprintOf, normalised } from './fingerprint.ts'

const of = (message: string, type = 'Error', detail = ''): string => fingerprintOf({ type, message, detail })

describe('a fingerprint is the same', () => {
  it.each([
    ['numbers', 'expected 3 to be 4', 'expected 17 to be 18'],
    ['signs and fractions', 'off by -0.25', 'off by 1,204.5'],
    ['exponents', 'drift 1e-7 too large', 'drift 2.5e+10 too large'],
    ['numbers in names', 'user42 is missing', 'user7 is missing'],
    ['hexadecimal addresses', 'at 0x7fff1a2b', 'at 0x55d0c0de'],
    ['commit hashes', 'no commit 3fa9c1d here', 'no commit 77b0e42 here'],
    [
      'uuids',
      'no order 0b5c1a4e-7a0f-4a51-9a3e-1fd0b8b5a111',
      'no order ffffffff-1111-4222-8333-abcdefabcdef',
    ],
    ['random ids', 'job a8Kq20ZmPw9dXv77 hangs', 'job Zt01bbQwe45RtyUi hangs'],
    ['unix paths', 'cannot open /home/ci/ws/a.json', 'cannot open /tmp/xyz-1/b/c.json'],
    ['Windows paths', 'cannot open C:\\agent\\ws\\a.json', 'cannot open D:\\b.json'],
    ['both kinds of paths', 'cannot open C:\\agent\\ws\\a.json', 'cannot open /tmp/a/b.json'],
    ['relative paths', 'in src/cart/total.ts:12:5', 'in lib/x.ts:7:1'],
    ['timestamps', 'late: 2026-11-24T12:09:56.123Z', 'late: 2025-01-02 03:04:05'],
    ['dates in words', 'late: Tue Nov 24 2026 12:09:56 GMT+0100', 'late: Fri Jan 02 2026 01:02:03 GMT+0000'],
    ['times of day', 'shop closes at 18:30', 'shop closes at 09:05:59'],
    ['ports', 'connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:33071'],
    ['ports of a host', 'listen on localhost:3000 failed', 'listen on localhost:41234 failed'],
    ['durations and their units', 'Test timed out in 5000ms.', 'Test timed out in 5 s.'],
    ['quoted values', "expected 'Ann' to equal 'Bob'", "expected 'Eve' to equal 'Zoë'"],
    ['values with quotes inside', 'got "a \\"b\\" c"', 'got "x"'],
    ['urls', 'GET http://127.0.0.1:3000/a?b=1 failed', 'GET https://example.org/c failed'],
    ['colours', '\u001b[31mexpected\u001b[39m 1', 'expected 2'],
    ['white space', 'too  late', 'too\tlate'],
  ])('for %s', (_, one, other) => {
    expect(of(one)).toBe(of(other))
    expect(of(one)).toMatch(/^[0-9a-f]{16}$/)
  })

  it('for assertion errors of different runners', () => {
    expect(of('no', 'AssertionError [ERR_ASSERTION]')).toBe(of('no', 'AssertionError'))
  })
})

describe('a fingerprint differs', () => {
  it.each([
    ['words', 'expected 3 to be 4', 'expected 3 to be above 4'],
    ['booleans', 'expected true to be false', 'expected false to be true'],
    [
      'properties',
      "Cannot read properties of undefined (reading 'id')",
      "Cannot read properties of undefined (reading 'name')",
    ],
    ['HTTP statuses', 'Request failed with status code 404', 'Request failed with status code 503'],
    ['exit codes', 'process exited with code 137', 'process exited with code 139'],
    ['error codes', 'connect ECONNREFUSED 127.0.0.1:80', 'connect ETIMEDOUT 127.0.0.1:80'],
    ['contractions', "can't open the door", "won't open the door"],
    ['fractions in words', 'read and/or write failed', 'read or write failed'],
  ])('for other %s', (_, one, other) => {
    expect(of(one)).not.toBe(of(other))
  })

  it('for another class', () => expect(of('no', 'TypeError')).not.toBe(of('no', 'RangeError')))
})

describe('the frames of a fingerprint', () => {
  const stack = (...frames: string[]): string =>
    ['Error: no', '', ...frames.map(each => `    at ${each}`)].join('\n')
  const withStack = (...frames: string[]): string => of('no', 'Error', stack(...frames))

  it('have no lines, no folders and no machine', () => {
    expect(withStack('total (/home/a/ws/src/cart.ts:10:5)')).toBe(
      withStack('total (C:\\b\\src\\cart.ts:99:1)'),
    )
    expect(withStack('async total (src/cart.ts:10:5)')).toBe(withStack('total (file:///w/src/cart.ts:1:1)'))
  })

  it('are of the own code', () => {
    const own = 'total (src/cart.ts:10:5)'
    expect(withStack('equal (node_modules/chai/index.js:1:1)', 'emit (node:events:5:1)', own)).toBe(
      withStack(own),
    )
    expect(withStack(own)).not.toBe(withStack('sum (src/cart.ts:10:5)'))
    expect(withStack(own)).not.toBe(withStack('total (src/order.ts:10:5)'))
  })

  it('are a helper’s, whichever test calls it', () => {
    const helper = 'login (test/session.ts:3:1)'
    expect(withStack(helper, 'test/a.test.ts:1:1')).toBe(withStack(helper, 'test/b.test.ts:1:1'))
    expect(withStack('test/a.test.ts:1:1')).not.toBe(withStack('test/b.test.ts:1:1'))
  })

  it('do not count where the machine failed', () => {
    const refused = (test: string): string =>
      of('connect ECONNREFUSED 127.0.0.1:5432', 'Error', stack(`query (test/${test}.ts:1:1)`))
    expect(refused('a')).toBe(refused('b'))
  })

  it('are read from Python and Java', () => {
    const python = (line: number, name: string): string =>
      `Traceback (most recent call last):\n  File "/w/test_a.py", line ${line}, in test_a\n  File "/w/cart.py", line ${line}, in ${name}\nValueError: no`
    expect(of('no', 'ValueError', python(3, 'total'))).toBe(of('no', 'ValueError', python(9, 'total')))
    expect(of('no', 'ValueError', python(3, 'total'))).not.toBe(of('no', 'ValueError', python(3, 'sum')))
    const deep = (caller: string): string =>
      `Traceback (most recent call last):\n  File "/w/${caller}.py", line 1, in run\n  File "/w/a.py", line 1, in a\n  File "/w/b.py", line 1, in b\nValueError: no`
    expect(of('no', 'ValueError', deep('one'))).toBe(of('no', 'ValueError', deep('other')))
    const java = (line: number, name: string): string =>
      `java.lang.RuntimeException: no\n\tat com.acme.Cart.${name}(Cart.java:${line})\n\tat java.base/java.lang.Thread.run(Thread.java:1)`
    expect(of('no', 'E', java(3, 'total'))).toBe(of('no', 'E', java(9, 'total')))
    expect(of('no', 'E', java(3, 'total'))).not.toBe(of('no', 'E', java(3, 'sum')))
  })
})

describe('a normalised message', () => {
  it('is one line, readable and bounded', () => {
    expect(normalised("expected 'a' to be 3\n+ diff")).toBe('expected <value> to be <number>')
    expect(normalised('x '.repeat(5_000)).length).toBeLessThanOrEqual(300)
  })

  it('takes the detail where there is no message', () => {
    expect(of('', 'Error', 'boom 1')).toBe(of('boom 2'))
  })

  it.each([
    ['/'.repeat(100_000)],
    [`${'a/'.repeat(50_000)}!`],
    [`'${'\\'.repeat(100_000)}`],
    ['a1'.repeat(50_000)],
    ['1.'.repeat(50_000)],
    [`${'    at '.repeat(20_000)}(`],
  ])('is made of hostile text too', text => {
    expect(fingerprintOf({ type: 'E', message: text, detail: text })).toMatch(/^[0-9a-f]{16}$/)
  })
})
