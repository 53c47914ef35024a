import { expect, test } from 'vitest'
import { createRepository } from './repository.ts'
import { gate, runCli } from './run-cli.ts'

/** Line, missed and covered instructions, missed and covered branches. */
type Line = readonly [nr: number, mi: number, ci: number, mb?: number, cb?: number]

/** What JaCoCo writes of these source files, each given as package/name. */
function packagesOf(files: Readonly<Record<string, readonly Line[]>>): string {
  const packages = Object.entries(files).map(([path, lines]) => {
    const at = path.lastIndexOf('/')
    const written = lines.map(
      ([nr, mi, ci, mb = 0, cb = 0]) => `<line nr="${nr}" mi="${mi}" ci="${ci}" mb="${mb}" cb="${cb}"/>`,
    )
    return `<package name="${path.slice(0, Math.max(at, 0))}"><sourcefile name="${path.slice(at + 1)}">${written.join('')}</sourcefile></package>`
  })
  return packages.join('')
}

function jacoco(inside: string | Readonly<Record<string, readonly Line[]>>): string {
  const content = typeof inside === 'string' ? inside : packagesOf(inside)
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="shop"><sessioninfo id="host-1" start="1" dump="2"/>${content}</report>`
}

const cart = `package com.shop;

public class Cart {
    int total(int items) {
        return items;
    }
}
`
const changedCart = `package com.shop;

public class Cart {
    int total(int items) {
        if (items < 0) {
            throw new IllegalArgumentException();
        }
        int sum = items * 3;
        return sum;
    }
}
`
const price = `package com.shop

fun price(): Int {
    return 1
}
`

const java = 'src/main/java/com/shop/Cart.java'
const kotlin = 'src/main/kotlin/com/shop/Price.kt'

test('Java under src/main/java: changed lines 5 to 9, of which 5 is partial and 6 missed', async () => {
  const repository = createRepository({ '.gitignore': 'target/\n', [java]: cart, [kotlin]: price })
  repository.write(java, changedCart)
  const lines: readonly Line[] = [
    [3, 0, 3],
    [5, 0, 2, 1, 1],
    [6, 4, 0],
    [8, 0, 4],
    [9, 0, 2],
  ]
  const report = jacoco({ 'com/shop/Cart.java': lines, 'com/shop/Price.kt': [[4, 0, 2]] })
  repository.write('target/site/jacoco/jacoco.xml', report)
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD'])
  expect(code).toBe(1)
  expect(verdict.files).toMatchObject([
    {
      path: java,
      state: 'measured',
      lines: { total: 4, covered: 3, missed: [6], partial: [5] },
      branches: { total: 2, covered: 1 },
    },
  ])
  expect(verdict.project.lines).toMatchObject({ total: 6, covered: 5 })
  const lenient = ['--base', 'HEAD', '--fail-under', '75', 'target/site/jacoco/jacoco.xml']
  expect((await gate(repository.directory, lenient)).code).toBe(0)
})

test('24: Kotlin under src/main/kotlin is found, and its missed line fails', async () => {
  const repository = createRepository({ [java]: cart, [kotlin]: price })
  repository.write(kotlin, price.replace('return 1', 'return 2'))
  const args = ['--base', 'HEAD', 'report.xml']
  for (const covered of [0, 3]) {
    repository.write('report.xml', jacoco({ 'com/shop/Price.kt': [[4, covered > 0 ? 0 : 3, covered]] }))
    const { code, verdict } = await gate(repository.directory, args)
    expect(code).toBe(covered > 0 ? 0 : 1)
    expect(verdict.files).toMatchObject([
      { path: kotlin, state: 'measured', lines: { total: 1, covered: covered > 0 ? 1 : 0 } },
    ])
  }
})

test('Kotlin that leaves out com/shop is found by the report as a whole; one file alone is not', async () => {
  const repository = createRepository({
    'src/main/kotlin/Price.kt': price,
    'src/main/kotlin/sub/Tax.kt': price,
  })
  repository.write('src/main/kotlin/Price.kt', price.replace('return 1', 'return 2'))
  const args = ['--base', 'HEAD', 'report.xml']
  const missed: readonly Line[] = [[4, 3, 0]]
  repository.write('report.xml', jacoco({ 'com/shop/Price.kt': missed, 'com/shop/sub/Tax.kt': missed }))
  const { code, verdict } = await gate(repository.directory, args)
  expect(code).toBe(1)
  expect(verdict.files).toMatchObject([{ state: 'measured', lines: { missed: [4] } }])
  repository.write('report.xml', jacoco({ 'com/shop/Price.kt': missed }))
  const alone = await runCli(repository.directory, ['coverage', ...args])
  expect(alone.code).toBe(3)
  expect(alone.log).toContain('com/shop/Price.kt')
  expect(alone.log).toContain('--map com/shop=src/main/kotlin')
  const mapped = await gate(repository.directory, [...args, '--map', 'com/shop=src/main/kotlin'])
  expect(mapped.code).toBe(1)
  expect(mapped.verdict.files).toMatchObject([{ state: 'measured', lines: { missed: [4] } }])
})

test('two modules with the same package and file: each by its group', async () => {
  const [shop, stock] = ['shop/src/main/java/com/shop/Cart.java', 'stock/src/main/java/com/shop/Cart.java']
  const repository = createRepository({ [shop]: cart, [stock]: cart })
  for (const path of [shop, stock]) repository.write(path, cart.replace('return items', 'return 2 * items'))
  const group = (name: string, line: Line) =>
    `<group name="${name}">${packagesOf({ 'com/shop/Cart.java': [line] })}</group>`
  const args = ['--base', 'HEAD', 'report.xml']
  repository.write('report.xml', jacoco(group('shop', [5, 0, 2]) + group('stock', [5, 2, 0])))
  const { code, verdict } = await gate(repository.directory, args)
  expect(code).toBe(1)
  expect(verdict.files.map(({ path, lines }) => [path, lines.missed])).toEqual([
    [shop, []],
    [stock, [5]],
  ])
})

test('what may be either of two modules cannot be told', async () => {
  const [one, two] = ['a/src/main/java/com/shop/Cart.java', 'b/src/main/java/com/shop/Cart.java']
  const repository = createRepository({ [one]: cart, [two]: cart })
  repository.write(one, cart.replace('return items', 'return 2 * items'))
  repository.write('report.xml', jacoco({ 'com/shop/Cart.java': [[5, 0, 2]] }))
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD', 'report.xml'])
  expect(code).toBe(3)
  expect(verdict.files).toMatchObject([{ path: one, state: 'ambiguous' }])
  expect(verdict.files[0]?.reason).toContain(`may be ${one} or ${two}`)
})

test('a report without line numbers, and one of another project, tell nothing', async () => {
  const repository = createRepository({ [java]: cart })
  repository.write(java, changedCart)
  const counter = '<counter type="METHOD" missed="1" covered="0"/>'
  const reports = [
    jacoco(`<package name="com/shop"><class name="com/shop/Cart">${counter}</class></package>`),
    jacoco({ 'org/other/Cart.java': [[5, 0, 2]] }),
    jacoco({ 'com/shop/Cart.java': [[5, 0, 2]] }).slice(0, -9),
  ]
  for (const report of reports) {
    repository.write('report.xml', report)
    expect(await runCli(repository.directory, ['coverage', '--base', 'HEAD', 'report.xml'])).toMatchObject({
      code: 3,
      out: '',
    })
  }
})
