import { expect, test } from 'vitest'
import { readFrame, relativePath } from './stack.ts'

test.each([
  ['at f (/repo/src/a.ts:1:2)', '/repo', 'f', 'src/a.ts', 1, 2, 'own'],
  ['at /repo/src/a.ts:1:2', '/repo', '', 'src/a.ts', 1, 2, 'own'],
  ['at async f (file:///repo/src/a.mjs:3:4)', '/repo', 'async f', 'src/a.mjs', 3, 4, 'own'],
  ['at async /repo/src/a.ts:1:2', '/repo', 'async', 'src/a.ts', 1, 2, 'own'],
  [
    'at new Cart [as Basket] (/repo/Copy (2)/a.ts:1:2)',
    '/repo',
    'new Cart [as Basket]',
    'Copy (2)/a.ts',
    1,
    2,
    'own',
  ],
  ['at file:///repo/my%20src/a.mjs:1:2', '/repo', '', 'my src/a.mjs', 1, 2, 'own'],
  ['at file:///repo/100%/a.mjs:1:2', '/repo', '', '100%/a.mjs', 1, 2, 'own'],
  ['at f (C:\\work\\app\\src\\a.ts:1:2)', 'C:/work/app', 'f', 'src/a.ts', 1, 2, 'own'],
  ['at f (c:\\work\\app\\src\\a.ts:1:2)', 'C:/work/app', 'f', 'src/a.ts', 1, 2, 'own'],
  ['at f (file:///C:/work/app/src/a.ts:1:2)', 'c:/work/app', 'f', 'src/a.ts', 1, 2, 'own'],
  ['at f (webpack-internal:///./src/a.ts:1:2)', '/repo', 'f', 'src/a.ts', 1, 2, 'own'],
  ['at f (webpack-internal:///(ssr)/./src/a.ts:1:2)', '/repo', 'f', 'src/a.ts', 1, 2, 'own'],
  ['at f (webpack://shop/./src/a.ts?5f2a:1:2)', '/repo', 'f', 'src/a.ts', 1, 2, 'own'],
  ['at f (http://localhost:5173/src/a.ts?t=1700000000000:1:2)', '/repo', 'f', 'src/a.ts', 1, 2, 'own'],
  ['at f (http://localhost:5173/@fs/repo/src/a.ts?v=1a2b:1:2)', '/repo', 'f', 'src/a.ts', 1, 2, 'own'],
  ['at f (/repo/src/a.ts?import&t=17:1:2)', '/repo', 'f', 'src/a.ts', 1, 2, 'own'],
  ['f@http://localhost:5173/src/a.ts:1:2', '/repo', 'f', 'src/a.ts', 1, 2, 'own'],
  ['@file:///repo/src/a.ts:1:2', '/repo', '', 'src/a.ts', 1, 2, 'own'],
  ['at eval (eval at f (/repo/src/a.ts:1:2), <anonymous>:3:4)', '/repo', 'eval', 'src/a.ts', 1, 2, 'own'],
  [
    'at f (/repo/node_modules/.pnpm/x@1/node_modules/@s/x/i.js:1:2)',
    '/repo',
    'f',
    'node_modules/.pnpm/x@1/node_modules/@s/x/i.js',
    1,
    2,
    'package',
  ],
  ['at f (/elsewhere/a.ts:1:2)', '/repo', 'f', '/elsewhere/a.ts', 1, 2, 'foreign'],
  ['at f (/repository/a.ts:1:2)', '/repo', 'f', '/repository/a.ts', 1, 2, 'foreign'],
  ['at readFileSync (node:fs:10:2)', '/repo', 'readFileSync', 'node:fs', 10, 2, 'internal'],
  ['at JSON.parse (<anonymous>)', '/repo', 'JSON.parse', null, 0, 0, 'native'],
  ['at async Promise.all (index 0)', '/repo', 'async Promise.all', null, 0, 0, 'native'],
])('%s', (text, root, call, path, line, column, origin) => {
  expect(readFrame(`    ${text}`, root)).toMatchObject({ call, path, line, column, origin })
})

test.each([
  'at the end (of the day)',
  'at last',
  'me@example.org:25:1',
  'Error: no',
  '',
  ':1:2',
  'at :1:2',
  `at f (${'x'.repeat(5_000)}:1:2)`,
])('%s is no frame', text => {
  expect(readFrame(text, '/repo')).toBeNull()
})

test.each([
  ['/repo/node_modules/@vitest/runner/dist/i.js:1:1', '@vitest/runner'],
  ['C:\\repo\\node_modules\\mocha\\lib\\runner.js:1:1', 'mocha'],
  ['/repo/node_modules/.pnpm/jest@30/node_modules/jest-circus/build/a.js:1:1', 'jest-circus'],
])('%s is of the package %s', (place, name) => {
  expect(readFrame(`at ${place}`, '/repo')?.package).toBe(name)
})

test('a root of / or with a slash at its end is a root', () => {
  expect(relativePath('/repo/a.ts', '/repo/')).toBe('a.ts')
  expect(relativePath('/repo/a.ts', '/')).toBe('repo/a.ts')
})
