import { expect, test } from 'vitest'
import { parseHunks, parseHunksOfAll } from './hunks.ts'

test('the remark on a missing final newline moves no line', () => {
  const text = '@@ -3 +3,2 @@ b\n-c\n\\ No newline at end of file\n+C\n+d\n\\ No newline at end of file\n'
  expect(parseHunks(text)?.addedLines).toEqual([3, 4])
})

test('the remark counts as a remark in any language', () => {
  const text = '@@ -1,2 +1,2 @@\n a\n-b\n\\ Pas de fin de ligne\n+c\n'
  expect(parseHunks(text)?.addedLines).toEqual([2])
})

test('content that looks like diff syntax is content', () => {
  const text = '@@ -1,3 +1,3 @@\n--- a/x\n-@@ -1 +1 @@\n-diff --git a b\n+++ b/x\n+@@ -9 +9 @@\n+\u2028\f\n'
  expect(parseHunks(text)).toEqual({
    hunks: [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3 }],
    addedLines: [1, 2, 3],
  })
})

test('a hunk that ends too early is refused', () => {
  expect(parseHunks('@@ -1,2 +1,3 @@\n a\n+b\n')).toBeNull()
  expect(parseHunks('')).toBeNull()
})

test('many files at once are read as each by itself, whichever of them is cut off', () => {
  const whole = '@@ -1 +1,2 @@\n-a\n+b\n+diff --git\n\\ No newline at end of file\n@@ -9,0 +11 @@\n++ c\n'
  const texts = [whole, '@@ -1,2 +1,3 @@\n a\n+b\n', whole, '@@ -1 +1 @@\n-a\n+b\n--- a\n+++ b\n', '', whole]
  for (let count = 1; count <= texts.length; count += 1) {
    const some = texts.slice(-count)
    expect(parseHunksOfAll(some)).toEqual(some.map(parseHunks))
  }
  expect(parseHunksOfAll([whole, whole])[1]?.addedLines).toEqual([1, 2, 11])
})

test('a backslash behind a carriage return is content', () => {
  expect(parseHunks('@@ -1,0 +2,2 @@\n+a\r\\b\n+c\n\\ No newline at end of file\n')?.addedLines).toEqual([
    2, 3,
  ])
})
