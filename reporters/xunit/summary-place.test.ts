import { expect, test } from 'vitest'
import type { TestCase } from '../../core/test-run.ts'
import { failurePlace } from './summary-place.ts'

const place = (detail: string, known: Partial<TestCase> = {}) =>
  failurePlace({ file: null, line: null, classname: 'c', ...known } as TestCase, {
    type: '',
    message: '',
    detail,
  })

test.each([
  [
    'Error: x\n    at f (/home/u/repo/src/a.test.ts:12:3)',
    { file: 'src/a.test.ts' },
    { file: 'src/a.test.ts', line: 12 },
  ],
  ['    at file:///r/node_modules/x/y.js:1:2\n ❯ src/b.test.ts:6:61', {}, { file: 'src/b.test.ts', line: 6 }],
  ['  File "/r/tests/test_a.py", line 7, in test_x', {}, { file: '/r/tests/test_a.py', line: 7 }],
  [
    'at org.junit.Assertions.fail(Assertions.java:55)\nat org.acme.FlakyTest.x(FlakyTest.java:18)',
    { classname: 'org.acme.FlakyTest' },
    { file: 'FlakyTest.java', line: 18 },
  ],
  ["thread 'x' panicked at tests/parry3d.rs:154:5:", {}, { file: 'tests/parry3d.rs', line: 154 }],
  ['C:\\Users\\m\\src\\a.test.js:9:1', { file: 'src/a.test.js' }, { file: 'src/a.test.js', line: 9 }],
  ['nothing', { file: 'a.ts' }, { file: 'a.ts', line: null }],
  ['a.ts:5', { file: 'a.ts', line: 3 }, { file: 'a.ts', line: 3 }],
  ['nothing', {}, { file: null, line: null }],
])('%s', (detail, known, expected) => {
  expect(place(detail, known)).toEqual(expected)
})
