import { expect, test } from 'vitest'
import { unmeasuredCode } from './unmeasured-code.ts'

const missed = async (path: string, text: string) => {
  const { lines } = await unmeasuredCode(path, text.split('\n'))
  return [...lines.keys()].filter(line => lines[line] === 1)
}

test.each([
  [
    'imports',
    "import a from 'a'\nimport 'b'\nimport type { C } from 'c'\nexport * from 'd'\nexport { e } from 'e'\n",
    [],
  ],
  [
    'types',
    'interface A { x: number }\ntype B = A\nexport type { B }\ndeclare const c: number\ndeclare module "d" { const e = 1 }\nabstract class F { abstract g(): void }\nfunction h(): void\nconst enum I { J }\ndeclare enum K { L }\nexport default interface M {}\n',
    [],
  ],
  ['a default overload', 'export default function a(): void\nexport default function a(): void {}\n', []],
  ['functions alone', 'function a() {}\nclass B {\n  c() {}\n}\nexport { a, B }\n', []],
  [
    'what is in them',
    'function a() {\n  return 1\n}\nclass B {\n  c = 1\n  d\n  static { e() }\n}\n',
    [2, 5, 7],
  ],
  ['arrow bodies and exports', 'export const a = () =>\n  b()\nexport default { c: 1 }\n', [1, 2, 3]],
  ['a body in brackets', 'f(() => (\n  b\n))\n', [1, 2]],
  [
    'control flow',
    'if (a)\n  b()\nelse\n  c()\nfor (const d of e) f(d)\ntry {\n  g()\n} catch {\n}\ndo {\n} while (h)\n',
    [1, 2, 4, 5, 6, 7, 10],
  ],
  ['variables without a value', 'let a\nlet b,\n  c = 1\n', [3]],
  ['an enum that exists', 'export enum A {\n  B,\n}\n', [1]],
  ['a namespace that exists', 'namespace A {\n  export const b = 1\n}\n', [2]],
  ['export =', 'export = a\n', [1]],
  ['a directive', "'use strict'\nconst a = 1\n", [2]],
  ['overloads with a body', 'function a(x: string): void\nfunction a(x: unknown) {\n  b(x)\n}\n', [3]],
  [
    'what a type is asserted of',
    'const a = <T>(() => {\n  b()\n})\nconst c = (d as () => void)()\n',
    [1, 2, 4],
  ],
])('executable lines of TypeScript: %s', async (_, text, lines) => {
  expect(await missed('a.ts', text)).toEqual(lines)
})

test.each([
  ['JSX', 'a.jsx', 'const A = () => <p>\n  {b()}\n</p>\n', [1]],
  ['JSX in .js', 'a.js', 'export function A() {\n  return <b/>\n}\n', [2]],
  ['TSX', 'a.TSX', 'interface A { b: C }\nconst d = <A<B>/>\n', [2]],
  ['capital extensions', 'a.TS', 'interface A {\n  b: string\n}\n', []],
  ['CommonJS that returns', 'a.js', 'function a() {\n}\nif (b) return\nreturn\n', [3, 4]],
  ['a script with HTML comments', 'a.js', '<!-- no\nf()\n--> no\n', [2]],
  ['Flow', 'a.js', '// @flow\nimport type { A } from "a"\ntype B = A\nfunction f(b: B) {\n  g(b)\n}\n', [5]],
  ['decorators', 'a.js', '@a\nclass B {\n  @c() d = 1\n}\n', [3]],
])('sources are parsed as what they are: %s', async (_, path, text, lines) => {
  expect(await missed(path, text)).toEqual(lines)
})

test('what does not parse counts too much rather than nothing', async () => {
  expect(await missed('a.js', "import a from 'a'\n// no\nconst = (\n  b(\n")).toEqual([3, 4])
  expect(await missed('a.js', 'const = /[/*]/\nf()\ng("*/")\n')).toEqual([1, 2, 3])
})

test.each([
  ['brackets', `x = ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['operators', `x = ${'1 + '.repeat(100_000)}1`],
  ['type arguments', `type A = ${'B<'.repeat(100_000)}C${'>'.repeat(100_000)}`],
  ['conditions', `if (a) {}${' else if (b) {}'.repeat(100_000)}`],
])('source nested deeper than any stack counts: %s', async (_, text) => {
  expect(await missed('a.ts', text)).toEqual([1])
})

test('deep and long source that a stack holds is parsed', async () => {
  expect(await missed('a.js', `import 'a'\nx = ${'['.repeat(900)}${']'.repeat(900)}`)).toEqual([2])
  expect(await missed('a.js', `import 'a'\nx = [\n${'1,\n'.repeat(200_000)}]`)).toEqual([2])
})
