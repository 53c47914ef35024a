import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codeLines } from './code-lines.ts'
import { statementsOf } from './javascript.ts'
import { languageOf } from './languages.ts'
import { unmeasuredCode } from './unmeasured-code.ts'

const missed = async (path: string, text: string) => {
  const { lines } = await unmeasuredCode(path, text.split('\n'))
  return [...lines.keys()].filter(line => lines[line] === 1)
}
const code = (path: string, text: string) => {
  const lines = text.split('\n')
  return codeLines(
    path,
    lines,
    lines.map((_, index) => index + 1),
  )
}

test.each([
  [
    'imports',
    "import a from 'a'\nimport 'b'\nimport type { C } from 'c'\nexport * from 'd'\nexport { e } from 'e'\n",
    [],
  ],
  [
    'types',
    'interface A { x: number }\ntype B = A\nexport type { B }\ndeclare const c: number\ndeclare module "d" { const e: number }\nabstract class F { abstract g(): void }\nfunction h(): void\nconst enum I { J }\n',
    [],
  ],
  ['functions alone', 'function a() {}\nclass B {\n  c() {}\n}\nexport { a, B }\n', []],
  [
    'what is in them',
    'function a() {\n  return 1\n}\nclass B {\n  c = 1\n  d\n  static { e() }\n}\n',
    [2, 5, 7],
  ],
  ['arrow bodies and exports', 'export const a = () =>\n  b()\nexport default { c: 1 }\n', [1, 2, 3]],
  [
    'control flow',
    'if (a)\n  b()\nelse\n  c()\nfor (const d of e) f(d)\ntry {\n  g()\n} catch {\n}\n',
    [1, 2, 4, 5, 6, 7],
  ],
  ['variables without a value', 'let a\nlet b,\n  c = 1\n', [3]],
  ['an enum that exists', 'export enum A {\n  B,\n}\n', [1]],
  ['a directive', "'use strict'\nconst a = 1\n", [2]],
  ['overloads with a body', 'function a(x: string): void\nfunction a(x: unknown) {\n  b(x)\n}\n', [3]],
  ['a type assertion', 'const a = b as unknown as C<D>\n', [1]],
])('executable lines of TypeScript: %s', async (_, text, lines) => {
  expect(await missed('a.ts', text)).toEqual(lines)
})

test('JSX, CommonJS, Vue and Svelte are parsed', async () => {
  expect(await missed('a.jsx', 'const A = () => <p>\n  {b()}\n</p>\n')).toEqual([1])
  expect(
    await missed(
      'a.js',
      "const a = require('a')\nmodule.exports = function () {\n  return <b/>\n}\nreturn\n",
    ),
  ).toContain(1)
  const vue =
    '<template>\n  <p>if (a) b()</p>\n</template>\n<script setup lang="ts">\nconst a: number = 1\n// no\n</script>\n<style>\na { b: c }\n</style>\n'
  expect(await missed('a.vue', vue)).toEqual([5])
})

test('what does not parse counts too much rather than nothing', async () => {
  expect(await missed('a.js', "import a from 'a'\n// no\nconst = (\n  b(\n")).toEqual([3, 4])
})

test('source that is nested without end is no danger', async () => {
  const deep = `a(${'['.repeat(3000)}1${']'.repeat(3000)})\n`
  expect((await missed('a.js', deep)).length).toBeGreaterThan(0)
})

test.each([
  [
    'a.py',
    'import os\nfrom a import b\n\n"""A module.\n\nMore.\n"""\n@decorator\ndef f(x):\n    """Doc."""\n    # no\n    return """a\n    b"""\n',
    [9, 12, 13],
  ],
  [
    'a.go',
    'package a\n\nimport (\n\t"fmt"\n)\n\n// no\nfunc f() {\n\tfmt.Println("/* no")\n\tx := 1 /* c */\n}\n',
    [8, 9, 10],
  ],
  [
    'A.java',
    'package a;\nimport b.C;\n/**\n * no\n */\n@Override\npublic int f() {\n  return 1; // one\n}\n',
    [7, 8],
  ],
  ['a.rb', "require 'a'\n=begin\nno\n=end\ndef f\n  g # no\nend\n", [5, 6]],
  ['a.rs', 'use a::b;\n#[derive(Debug)]\nfn f() {\n    g();\n    /* no\n    no */\n}\n', [3, 4]],
  ['a.cs', 'using System;\nnamespace A\n{\n  [Test]\n  void F() { G(); }\n}\n', [5]],
  ['a.hs', 'module A where\nimport B\n-- no\nf :: Int\nf = 1\n{- no\n-}\n', [5]],
  ['a.php', '<?php\nnamespace A;\nuse B;\n# no\nf();\n', [5]],
])('other languages count what is neither comment nor declaration: %s', async (path, text, lines) => {
  expect(await missed(path, text)).toEqual(lines)
})

test('lines with code are told from blanks, comments, closing punctuation and a bare else', async () => {
  const text = `f(
  1, // one
  // no
  /* no
     no */
  2
)

if (x) {
  g()
} else {
  h([
    1,
  ])
} // end
if (y) i()
else
  j()
)) no`
  expect(await code('a.ts', text.slice(0, text.lastIndexOf('\n')))).toEqual([1, 2, 6, 9, 10, 12, 13, 16, 18])
  // Without a parse only what is plainly a comment is left out.
  expect(await code('a.ts', text)).toEqual([1, 2, 4, 5, 6, 9, 10, 12, 13, 15, 16, 18, 19])
})

test('comments are exact where source parses', async () => {
  const text =
    'const a = `\n// text\n/* text\n`\nconst b = /[/*]/\ncall()\n/*\nno\n*/ yes()\nconst u = "/*"\n  * 2\n'
  expect(await code('a.js', text)).toEqual([1, 2, 3, 4, 5, 6, 9, 10, 11])
})

test('the languages of files', () => {
  expect(languageOf('src/a.TS')?.id).toBe('javascript')
  expect(languageOf('src/a.py')?.id).toBe('python')
  for (const path of ['a.d.ts', 'README.md', 'a.json', 'Makefile', 'a.sh', 'a.css', 'py', 'x.min'])
    expect(languageOf(path)).toBeNull()
})

test("this project's own files have statements where one would look for them", async () => {
  const path = new URL('./code-lines.ts', import.meta.url)
  const ranges = await statementsOf('code-lines.ts', readFileSync(path, 'utf8'))
  expect(ranges?.length).toBeGreaterThan(25)
  expect(ranges?.every(range => range.start.line <= range.end.line)).toBe(true)
})
