// @ts-check
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ files: number, tests: number }} Size Test files, and tests in each. */
/** @typedef {'vitest' | 'mocha'} Runner */

/**
 * Of the tests of a file 2 % fail with a difference of objects, 3 % are skipped and 10 % log a line.
 * @param {string} directory is made anew
 * @param {Runner} runner
 * @param {Size} size
 */
export function writeTestFiles(directory, runner, { files, tests }) {
  rmSync(directory, { recursive: true, force: true })
  for (let file = 0; file < files; file += 1) {
    const folder = join(directory, `src/part-${file % 10}`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `module-${file}.test.mjs`), testFile(runner, file, tests))
  }
}

/** @param {Runner} runner @param {number} file @param {number} tests */
function testFile(runner, file, tests) {
  const imports =
    runner === 'vitest'
      ? "import { describe, expect, it } from 'vitest'\nconst equal = (a, b) => expect(a).toEqual(b)\n"
      : "import { deepStrictEqual as equal } from 'node:assert'\n"
  const cases = Array.from({ length: tests }, (_, index) => testCase(file, index))
  return `${imports}\ndescribe('module ${file}', () => {\n${cases.join('')}})\n`
}

/** @param {number} file @param {number} index */
function testCase(file, index) {
  const title = `adds what is in cart ${index} of module ${file}`
  const at = index % 100
  if (at === 31 || at === 57 || at === 83) return `  it.skip('${title}', () => {})\n`
  const log = at % 10 === 5 ? `    console.log('cart ${index} of module ${file}')\n` : ''
  const total = at === 20 || at === 70 ? index + 1 : index
  return `  it('${title}', () => {
${log}    const cart = { id: ${index}, items: [{ name: 'bread', price: 3 }, { name: 'milk', price: ${index} }], open: true }
    equal(cart, { ...cart, items: [cart.items[0], { name: 'milk', price: ${total} }] })
  })
`
}
