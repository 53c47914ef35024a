import { expect, test } from 'vitest'
import { codeLines } from './code-lines.ts'

const code = (path: string, text: string) => {
  const lines = text.split('\n')
  return codeLines(
    path,
    lines,
    lines.map((_, index) => index + 1),
  )
}

const mixed = `f(
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
`

test('lines with code are told from blanks, comments, closing punctuation and a bare else', async () => {
  expect(await code('a.ts', mixed)).toEqual([1, 2, 6, 9, 10, 12, 13, 16, 18])
})

test('without a parse only what is plainly a comment is left out', async () => {
  expect(await code('a.ts', `${mixed})) no`)).toEqual([1, 2, 4, 5, 6, 9, 10, 12, 13, 15, 16, 18, 19])
})

test('words and opening brackets are code', async () => {
  expect(await code('a.js', 'do {\n  f(\n    start,\n    end\n  )\n} while (x)\n{\n  ({\n  })\n}\n')).toEqual(
    [1, 2, 3, 4, 6, 7, 8],
  )
})

test('comments are exact where source parses', async () => {
  const text =
    'const a = `\n// text\n/* text\n`\nconst b = /[/*]/\ncall()\n/*\nno\n*/ yes()\nconst u = "/*"\n  * 2\n'
  expect(await code('a.js', text)).toEqual([1, 2, 3, 4, 5, 6, 9, 10, 11])
})

test.each([
  ['a comment behind a bracket', 'if (a) {\n  b()\n} // no', 3],
  ['a comment around a bare else', 'if (a) {\n  b()\n} /* no */ else { // no\n  c()\n}', 3],
  ['in a comment whose opening looks like its end', '/*/\nno()\n*/\nf()', 2],
  ['in a comment that opens twice', 'f() /* no\n/* no\nno */', 2],
  ['behind the end of a comment', '/* no\n*/ // no\nf()', 2],
  ['HTML comments of old', 'f()\n--> no', 2],
  ['a hash-bang', '#!/usr/bin/env node\nf()', 1],
])('a line asked for alone: %s', async (_, text, line) => {
  expect(await codeLines('a.js', text.split('\n'), [line])).toEqual([])
})

test('lines beyond the end are none', async () => {
  expect(await codeLines('a.js', ['f()'], [1, 2])).toEqual([1])
})

test('markup of components counts, its comments and those of scripts do not', async () => {
  const text =
    '<template>\n  <p>{{ f() }}</p>\n  <!-- no\n  no -->\n</template>\n<script>\n// no\nf() /* no\nno */\n</script>'
  for (const path of ['a.vue', 'a.svelte']) expect(await code(path, text)).toEqual([1, 2, 5, 6, 8, 10])
})

test('other languages by their own comments; files of no known language by brackets alone', async () => {
  expect(await code('a.py', '# no\nif a:\n  b()\nelse:\n  c()\n)\n')).toEqual([2, 3, 5])
  expect(await code('a.sh', '# a\nb\n}\n')).toEqual([1, 2])
})
