import { expect, test } from 'vitest'
import { scriptOf } from './script.ts'

const scripts = (text: string) => scriptOf('a.vue', text)

test.each([
  ['a.ts', 'ts'],
  ['a.MTS', 'ts'],
  ['a.cts', 'ts'],
  ['a.tsx', 'tsx'],
  ['a.js', 'js'],
  ['a.jsx', 'js'],
])('%s is %s, as it stands', (path, dialect) => {
  expect(scriptOf(path, '<script>a')).toEqual({ dialect, text: '<script>a', markupComments: [] })
})

test('of a component the scripts stay, on their lines', () => {
  const text = '<p>a</p>\n<script>\nb\n</script>\n<style>c</style>\n<SCRIPT setup lang="ts">d</SCRIPT >'
  const script = scripts(text)
  expect(script.dialect).toBe('ts')
  expect(script.text.length).toBe(text.length)
  expect(script.text.split('\n').map(line => line.trim())).toEqual(['', '', 'b', '', '', 'd'])
})

test.each([
  ['a bracket in an attribute', '<script lang=ts generic="A extends B<C>">d</script>', 'd'],
  ['a script that lies elsewhere', '<script src="a.js" /><p>b</p>', ''],
  ['a script in a comment', '<!-- <script>a</script> --><script>b</script>', 'b'],
  ['a comment without an end', '<!-- <script>a</script>', 'a'],
  ['a script without an end', '<p/><script>a', 'a'],
  ['a tag without an end', '<script>a</script><script lang="', 'a'],
  ['a word that begins like the tag', '<scripture>a</scripture>', ''],
  ['a language that begins like TypeScript', '<script data-lang="tsx">a</script>', 'a'],
])('%s', (_, text, expected) => {
  expect(scripts(text).text.trim()).toBe(expected)
})

test('the language is that of the script alone', () => {
  expect(scripts('<p lang="ts"/><script data-lang="tsx">a</script>').dialect).toBe('js')
  expect(scripts("<script lang='tsx'>a</script>").dialect).toBe('tsx')
})

test('comments of the markup are found, those in scripts left to the parser', () => {
  const text = '<!-- a --><script>"<!-- b -->"</script><!-- c -->'
  expect(scripts(text).markupComments.map(({ start, end }) => text.slice(start, end))).toEqual([
    '<!-- a -->',
    '<!-- c -->',
  ])
})

test('tags without end take no time', () => {
  const text = `${'<!--'.repeat(100_000)}${'<script '.repeat(100_000)}`
  expect(scripts(text).text.trim()).toBe('')
})
