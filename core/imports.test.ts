import { describe, expect, test } from 'vitest'
import { importedFiles } from './imports.ts'
import { javascriptImports } from './imports-javascript.ts'
import { pythonImports } from './imports-python.ts'

describe('JavaScript', () => {
  test.each<readonly [string, readonly string[]]>([
    ["import './a'", ['./a']],
    ["import a from './a'", ['./a']],
    ['import a, { b as c, default as d } from "./a"', ['./a']],
    ["import * as a from './a'", ['./a']],
    ["import {\n  a, // from './no'\n  b,\n} from './a' with { type: 'json' }", ['./a']],
    ["import{a}from'./a'", ['./a']],
    ["export { a } from './a'; export * from './b'; export * as c from './c'", ['./a', './b', './c']],
    ['const a = require(\'./a\'), { b } = require("./b")', ['./a', './b']],
    ["const a = await import('./a')", ['./a']],
    ['const a = await import(`./a`)', ['./a']],
    ["import a = require('./a')", ['./a']],
    ["import type from './a'", ['./a']],
    ["import { type A, b } from './a'", ['./a']],
    ["import { 'odd name' as a } from './a'", ['./a']],
    ["import a from './a'\nimport b from './a'", ['./a']],
    ["x = '`'; import('./a')", ['./a']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source text.
    ["const s = `${`${require('./a')}`} ${{ b: '}' }}`; require('./b')", ['./a', './b']],
    ["const r = /[/'\"]/.test(x) ? 1 / 2 : 3; require('./a')", ['./a']],
    ["if (a) /'/.test(b)\nrequire('./a')", ['./a']],
    ["const p = <p>Don't</p>\nimport('./a')", ['./a']],
    ["#!/usr/bin/env node '\nrequire('./a')", ['./a']],
  ])('%j', (text, names) => {
    expect(javascriptImports(text)).toEqual(names)
  })

  test.each([
    "// import './a'",
    "/* import './a'\n require('./a') */",
    '"import \'./a\'"',
    "`require('./a')`",
    "import type { A } from './a'",
    "import type A from './a'",
    "import type * as A from './a'",
    "export type { A } from './a'",
    'export type A = typeof import.meta',
    "export const from = './a'",
    "export { a }\nfrom; './a'",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source text.
    'import(`./${a}`)',
    "import(a + './a')",
    "loader.require('./a')",
    "loader?.import('./a')",
    "requires('./a')",
    "/require('.\\/a')/",
    "const text = 'it\\'s require(\"./a\")'",
    '',
    'import',
    'import { a } from',
    '`${',
    '/*',
    "'",
  ])('%j imports nothing', text => {
    expect(javascriptImports(text)).toEqual([])
  })

  const has =
    (...paths: readonly string[]) =>
    (path: string) =>
      paths.includes(path)

  test.each<readonly [string, readonly string[], string | undefined]>([
    ['./pay', ['src/pay.ts', 'src/pay.js'], 'src/pay.ts'],
    ['./pay.js', ['src/pay.js', 'src/pay.ts'], 'src/pay.js'],
    ['./pay.js', ['src/pay.ts'], 'src/pay.ts'],
    ['./pay.jsx', ['src/pay.tsx'], 'src/pay.tsx'],
    ['./pay.mjs', ['src/pay.mts'], 'src/pay.mts'],
    ['./pay.ts?raw', ['src/pay.ts'], 'src/pay.ts'],
    ['./pay', ['src/pay/index.tsx'], 'src/pay/index.tsx'],
    ['.', ['src/index.js'], 'src/index.js'],
    ['..', ['index.ts'], 'index.ts'],
    ['../lib/a', ['lib/a.mjs'], 'lib/a.mjs'],
    ['./data.json', ['src/data.json'], 'src/data.json'],
    ['@/a', ['src/a.ts', 'a.ts'], 'src/a.ts'],
    ['~/a', ['a.ts'], 'a.ts'],
    ['../../a', ['a.ts'], undefined],
    ['pay', ['src/pay.ts', 'pay.ts'], undefined],
    ['@acme/pay', ['acme/pay.ts', 'src/acme/pay.ts'], undefined],
    ['node:fs', ['src/node:fs.ts'], undefined],
  ])('%s among %j', (name, paths, expected) => {
    expect(importedFiles('src/a.test.ts', `import '${name}'`, has(...paths))).toEqual(
      expected === undefined ? [] : [expected],
    )
  })

  test('a text never imports itself, and other languages nothing', () => {
    expect(importedFiles('src/a.ts', "import './a'; import './b'", path => path.endsWith('.ts'))).toEqual([
      'src/b.ts',
    ])
    expect(importedFiles('src/a.go', 'import "./b"', () => true)).toEqual([])
  })
})

describe('Python', () => {
  test.each<readonly [string, readonly unknown[]]>([
    ['import a', [[0, 'a', []]]],
    [
      'import a.b as c, d',
      [
        [0, 'a.b', []],
        [0, 'd', []],
      ],
    ],
    ['from a.b import c as d, e', [[0, 'a.b', ['c', 'e']]]],
    ['from a import (\n  b, # from x import y\n  c,\n)', [[0, 'a', ['b', 'c']]]],
    ['from a import b, \\\n  c', [[0, 'a', ['b', 'c']]]],
    ['from . import a', [[1, '', ['a']]]],
    ['from .. a import b', [[2, 'a', ['b']]]],
    ['from .import a', [[1, '', ['a']]]],
    ['from\ta  import\tb', [[0, 'a', ['b']]]],
    ['from ...a.b import *', [[3, 'a.b', []]]],
    [
      'def f():\n    import a; import b',
      [
        [0, 'a', []],
        [0, 'b', []],
      ],
    ],
    ['try: import a\nexcept ImportError: a = None', [[0, 'a', []]]],
    ['# import a\n"""\nimport b\n"""\n\'\'\'import c\'\'\'\nx = "import d"\nimport e', [[0, 'e', []]]],
    ['x = """ \\""" \nimport a\n"""\nimport b', [[0, 'b', []]]],
    ['importa\nfromage = 1\nx = from_y', []],
    ['"""never closed\nimport a', []],
  ])('%j', (text, expected) => {
    expect(pythonImports(text).map(({ dots, module, names }) => [dots, module, names])).toEqual(expected)
  })

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['import pay.fees', ['pay/fees.py'], ['pay/fees.py']],
    ['import pay', ['src/pay/__init__.py'], ['src/pay/__init__.py']],
    ['import pay', ['tests/pay.py', 'pay.py'], ['tests/pay.py']],
    ['from pay import fees, total', ['pay/__init__.py', 'pay/fees.py'], ['pay/__init__.py', 'pay/fees.py']],
    ['from pay import fees', ['pay/fees.py'], ['pay/fees.py']],
    ['from .pay import fees', ['tests/pay.py', 'pay.py'], ['tests/pay.py']],
    ['from ..pay import fees', ['pay.py'], ['pay.py']],
    ['from ...pay import fees', ['pay.py'], []],
    ['import os', ['tests/osx.py'], []],
  ])('%j among %j', (text, paths, expected) => {
    expect(importedFiles('tests/test_pay.py', text, path => paths.includes(path))).toEqual(expected)
  })
})
