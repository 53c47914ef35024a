import { expect, test } from 'vitest'
import { languageOf } from './languages.ts'
import { lexicalUnits } from './lexical-units.ts'

function units(path: string, text: string): string {
  const language = languageOf(path)
  if (!language) throw new Error(`${path} is no source`)
  return lexicalUnits(language, text.split('\n'))
    .map(({ first, last }) => `${first}-${last}`)
    .sort()
    .join(' ')
}

test.each([
  [
    'a.py',
    'class A:\n    @b\n    async def c(\n        self,\n    ) -> int:\n        """Doc."""\n        return 1\n\nx = 1\n',
    '3-7',
  ],
  ['a.py', 'def a():\n    """Doc."""\n\ndef b():\n    ...\n\ndef c():\n    pass\n', ''],
  ['a.rb', 'class A\n  def b\n    "end {"\n    c\n  end\n  def self.d(x) = x\nend\n', '2-5'],
  [
    'A.java',
    'class A {\n  @B({1, 2})\n  public <T> List<T> c(int[] x)\n      throws D {\n    if (x) { e("}"); } else if (y) { z(); }\n    new F() { void g() { h(); } };\n  }\n}\n',
    '3-7 6-6',
  ],
  ['A.java', 'interface A {\n  int b();\n}\nclass C {\n  int d = 1;\n  static { e(); }\n}\n', ''],
  [
    'a.go',
    'package a\n\nvar b = func() int { return 1 }\n\nfunc (c *D) E(\n\tx int,\n) int {\n\treturn x\n}\n',
    '5-9',
  ],
  [
    'a.kt',
    'fun interface A {\n  fun b()\n}\ninline fun c() {\n  d()\n}\nsuspend fun e(x: Int = 1) {\n  f()\n}\n',
    '7-9',
  ],
  [
    'a.rs',
    'fn a<T>(x: T) {\n  b()\n}\n#[cfg(test)]\nmod tests {\n  fn c() { d() }\n}\nfn e() {\n  f()\n}\n',
    '8-10',
  ],
  ['a.c', 'int a(void) {\n  return 1;\n}\n', ''],
])('functions that hold code: %s, %#', (path, text, expected) => {
  expect(units(path, text)).toBe(expected)
})
