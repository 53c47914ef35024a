import { expect, test } from 'vitest'
import { scriptUnits } from './script-units.ts'

const units = async (text: string, path = 'a.ts') =>
  (await scriptUnits(path, text))
    ?.map(({ first, last }) => `${first}-${last}`)
    .sort()
    .join(' ')

test.each([
  ['a function', 'export function b(x) {\n  return 1\n}\n', '1-3'],
  ['an arrow function, not its variable once more', 'export const b = () => {\n  one()\n}\n', '1-3'],
  ['a method', 'class B {\n  c() {\n    d()\n  }\n  e = 1\n}\n', '2-4 5-5'],
  ['nothing', 'interface A {}\nexport type B = 1\nimport c from "c"\nexport { c }\nfunction d() {}\n', ''],
])('%s', async (_, text, expected) => {
  expect(await units(text)).toBe(expected)
})

test('of a component only functions', async () => {
  const text = '<script setup>\ndefineProps()\nfunction a() {\n  b()\n}\n</script>\n'
  expect(await units(text, 'a.vue')).toBe('3-5')
})

test('what does not parse holds nothing that is known', async () => {
  expect(await scriptUnits('a.ts', 'function (')).toBeNull()
})
