import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { framesOf } from './blame-frames.ts'
import { repositoryPaths } from './blame-paths.ts'
import { testFileOf } from './blame-places.ts'

const paths = repositoryPaths([
  'src/pay.ts',
  'src/cart.ts',
  'test/pay.test.ts',
  'app/(shop)/page.tsx',
  'packages/ui/src/button.tsx',
  'packages/ui/test/button.test.tsx',
  'packages/api/src/button.tsx',
  'pay.py',
  'shop/total.py',
  'tests/test_pay.py',
  'node_modules/x/src/y.js',
  'internal/pay/pay.go',
  'internal/pay/pay_test.go',
  'internal/cart/pay_test.go',
  'java/src/main/java/com/acme/Pay.java',
  'java/src/test/java/com/acme/PayTest.java',
  'java/src/main/java/com/acme/Assert.java',
  'kt/src/main/kotlin/shop/Cart.kt',
  'src/Pay.cs',
  'src/lib.rs',
  'spec/pay_spec.rb',
  'src/Pay.php',
])

const at = (detail: string, testFile: string | null = null, classname = '') =>
  framesOf(detail, { root: '/home/ci/shop', paths, testFile, classname }).map(
    ({ file, line }) => `${file}:${line}`,
  )

describe('places that a stack names', () => {
  test.each<readonly [string, string, readonly string[]]>([
    [
      'V8',
      `TypeError: no
    at fees (/home/ci/shop/src/pay.ts:40:11)
    at async Promise.all (index 0)
    at async file:///home/ci/shop/src/cart.ts:7:3
    at new Cart (src/cart.ts:7:3)
    at Object.<anonymous> [as x] (/home/ci/shop/test/pay.test.ts:3:1)
    at run (/home/ci/shop/node_modules/x/src/y.js:1:1)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
    at page (app/(shop)/page.tsx:5:2)
    at app/(shop)/page.tsx:6:2`,
      [
        'src/pay.ts:40',
        'src/cart.ts:7',
        'test/pay.test.ts:3',
        'app/(shop)/page.tsx:5',
        'app/(shop)/page.tsx:6',
      ],
    ],
    ['Vitest', ' ❯ fees src/pay.ts:40:11\n ❯ test/pay.test.ts:3:1', ['src/pay.ts:40', 'test/pay.test.ts:3']],
    ['colours', '\u001b[90m    at fees (\u001b[4msrc/pay.ts:40:11\u001b[24m)\u001b[39m', ['src/pay.ts:40']],
    [
      'a browser',
      'fees@http://localhost:5173/src/pay.ts?t=17:40:11\n    at x (http://h:1/@fs/home/ci/shop/src/cart.ts:2:1)',
      ['src/pay.ts:40', 'src/cart.ts:2'],
    ],
    ['webpack', '    at fees (webpack-internal:///./src/pay.ts:40:11)', ['src/pay.ts:40']],
    [
      'another checkout',
      '    at fees (/builds/ci/x/src/pay.ts:40:11)\n    at C:\\ci\\src\\cart.ts:7:3',
      ['src/pay.ts:40', 'src/cart.ts:7'],
    ],
    [
      'Python, innermost last',
      `Traceback (most recent call last):
  File "/home/ci/shop/tests/test_pay.py", line 4, in test_pay
    assert total() == 3
  File "/home/ci/shop/shop/total.py", line 9, in total
    return pay()
  File "/usr/lib/python3.11/json/pay.py", line 1, in x
ZeroDivisionError`,
      ['shop/total.py:9', 'tests/test_pay.py:4'],
    ],
    [
      'pytest',
      `tests/test_pay.py:4:
_ _ _ _
>   return 1 / 0
E   ZeroDivisionError: division by zero

shop/total.py:9: ZeroDivisionError`,
      ['shop/total.py:9', 'tests/test_pay.py:4'],
    ],
    [
      'Java',
      `org.opentest4j.AssertionFailedError: expected: <3>
\tat org.junit.jupiter.api.Assert.fail(Assert.java:89)
\tat app//com.acme.Pay$Inner.total(Pay.java:12)
\tat com.acme.PayTest.adds(PayTest.java:42)
\tat java.base/java.lang.reflect.Method.invoke(Method.java:580)`,
      ['java/src/main/java/com/acme/Pay.java:12', 'java/src/test/java/com/acme/PayTest.java:42'],
    ],
    [
      'Kotlin without the package’s beginning',
      '\tat org.acme.shop.Cart.add(Cart.kt:3)',
      ['kt/src/main/kotlin/shop/Cart.kt:3'],
    ],
    [
      'a Go panic',
      'panic: no\n\ngoroutine 7 [running]:\nx.Pay(0x1)\n\t/home/ci/shop/internal/pay/pay.go:9 +0x1d\n\t/usr/local/go/src/testing/testing.go:1 +0x2',
      ['internal/pay/pay.go:9'],
    ],
    ['testify', '        Error Trace:\t/go/x/internal/pay/pay.go:9', ['internal/pay/pay.go:9']],
    ['.NET', '   at Shop.Pay.Total() in /home/ci/shop/src/Pay.cs:line 40', ['src/Pay.cs:40']],
    ['Rust', "thread 'adds' panicked at src/lib.rs:12:5:\nno", ['src/lib.rs:12']],
    ['Ruby', "     # ./spec/pay_spec.rb:3:in `block'", ['spec/pay_spec.rb:3']],
    ['PHP', '/home/ci/shop/src/Pay.php:40', ['src/Pay.php:40']],
    ['a compiler', 'src/pay.ts(40,3): error TS2345', ['src/pay.ts:40']],
    ['a message beside a stack', 'expected src/cart.ts:1\n    at fees (src/pay.ts:40:1)', ['src/pay.ts:40']],
    ['each once', '    at a (src/pay.ts:4:1)\n    at b (src/pay.ts:4:9)', ['src/pay.ts:4']],
    ['nothing', 'at once (x), 12:30, http://example.org:80/, src/unknown.ts:3, ../src/pay.ts:3', []],
    ['a bare name at the end of a long path', '    at x (/opt/tools/lib/deep/pay.py:3:1)', []],
  ])('%s', (_, detail, expected) => {
    expect(at(detail)).toEqual(expected)
  })

  test('relative to the package that the test stands in', () => {
    const detail = '    at render (src/button.tsx:3:1)'
    expect(at(detail, 'packages/ui/test/button.test.tsx')).toEqual(['packages/ui/src/button.tsx:3'])
    expect(at(detail)).toEqual([])
  })

  test('go test tells file names alone: the package decides', () => {
    expect(at('    pay_test.go:12: got 3', null, 'github.com/acme/shop/internal/cart')).toEqual([
      'internal/cart/pay_test.go:12',
    ])
    expect(at('    pay_test.go:12: got 3')).toEqual([])
  })

  test('our own reports of every runner name the test’s line, and nothing of the runner', () => {
    const folder = 'test/golden/problems'
    const runners = readdirSync(folder).filter(name =>
      /^(?:jest|mocha|node|playwright-1.65\.|vitest)/.test(name),
    )
    expect(runners.length).toBeGreaterThan(5)
    for (const runner of runners) {
      const first = readFileSync(`${folder}/${runner}`, 'utf8').split('\n######## ')[0] ?? ''
      const [, line] = /^######## .*, line (\d+)$/m.exec(first) ?? []
      const [file = ''] = /[\w-]+\/cart\.\w+\.\w+/.exec(first) ?? []
      const own = repositoryPaths([file])
      const context = { root: '/nowhere', paths: own, testFile: file, classname: '' }
      expect(framesOf(first, context)).toEqual([{ file, line: Number(line) }])
    }
  })

  test('whatever the text, only files of the repository come out', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '    at ',
        '(',
        ')',
        'src/pay.ts',
        ':',
        '4',
        '\n',
        'File "',
        '", line ',
        '❯ ',
        '/',
        '..',
        '@',
      ),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), parts => {
        for (const frame of framesOf(parts.join(''), { root: '/', paths, testFile: null, classname: '' })) {
          expect(paths.has(frame.file)).toBe(true)
          expect(Number.isSafeInteger(frame.line)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the file of a failed test', () => {
  test.each([
    ['test/pay.test.ts', '', 'test/pay.test.ts'],
    ['/home/ci/shop/test/pay.test.ts', '', 'test/pay.test.ts'],
    ['/ci/build/test/pay.test.ts', '', 'test/pay.test.ts'],
    ['test/gone.test.ts', '', null],
    [null, 'tests.test_pay.TestPay', 'tests/test_pay.py'],
    [null, 'com.acme.PayTest', 'java/src/test/java/com/acme/PayTest.java'],
    [null, 'com.acme.PayTest$Nested', 'java/src/test/java/com/acme/PayTest.java'],
    [null, 'com.acme.OtherTest', null],
    [null, 'PayTest', null],
    [null, '', null],
  ])('%s, %s: %s', (file, classname, expected) => {
    expect(testFileOf({ file, classname }, '/home/ci/shop', paths)).toBe(expected)
  })
})
