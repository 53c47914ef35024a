import { expect, test } from 'vitest'
import { createRepository, numberedLines } from './repository.ts'
import { gate } from './run-cli.ts'

const js = numberedLines(8, 'call').replaceAll(/call (\d+)/g, 'call($1)')

/** Each file by its path (Istanbul, OpenClover) or by its name (PHPUnit), with its lines as they are written. */
function clover(files: Readonly<Record<string, readonly string[]>>, by: 'path' | 'name' = 'path'): string {
  const written = Object.entries(files).map(
    ([path, lines]) =>
      `<file ${by === 'path' ? `name="${path.replace(/.*\//, '')}" ` : ''}${by}="${path}">${lines.join('')}</file>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<coverage generated="1" clover="3.2.0"><project timestamp="1" name="All files">${written.join('\n')}</project></coverage>\n`
}

const stmt = (num: number, count: number) => `<line num="${num}" count="${count}" type="stmt"/>`

test('9: /index.js is not packages/x/index.js', async () => {
  const repository = createRepository({ 'index.js': js, 'packages/x/index.js': js })
  const changed = js.replace('call(2)', 'two()').replace('call(3)', 'three()')
  repository.write('index.js', changed)
  const top = repository.directory
  for (const root of [`${top}/`, '/builds/app/', '']) {
    const report = clover({
      [`${root}index.js`]: [stmt(2, 1), stmt(3, 4)],
      [`${root}packages/x/index.js`]: [stmt(2, 0), stmt(3, 0)],
    })
    repository.write('coverage/clover.xml', report)
    const { code, verdict } = await gate(top, ['--base', 'HEAD', 'coverage/clover.xml'])
    expect(code).toBe(0)
    expect(verdict.files).toMatchObject([{ path: 'index.js', lines: { total: 2, covered: 2 } }])
  }
})

test('Istanbul: a condition of which one way out was not taken is partial', async () => {
  const repository = createRepository({ '.gitignore': 'coverage/\n', 'a.js': js })
  repository.write(
    'a.js',
    js.replace('call(2)', 'two()').replace('call(3)', 'three()').replace('call(4)', 'four()'),
  )
  const condition = '<line num="2" count="5" type="cond" truecount="3" falsecount="1"/>'
  repository.write('coverage/clover.xml', clover({ 'a.js': [condition, stmt(3, 1), stmt(4, 0)] }))
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD'])
  expect(code).toBe(1)
  expect(verdict.files).toMatchObject([
    { lines: { total: 3, covered: 2, missed: [4], partial: [2] }, branches: { total: 4, covered: 3 } },
  ])
})

test('OpenClover: a condition that was both true and false is whole, one that never was false is partial', async () => {
  const path = 'src/main/java/com/shop/Cart.java'
  const source = (sign: string) =>
    `class Cart {\n  int f(int a) {\n    if (a ${sign} 1) a++;\n    if (a ${sign} 2) a++;\n    return a;\n  }\n}\n`
  const repository = createRepository({ [path]: source('<'), 'src/main/java/B.java': 'class B {}\n' })
  repository.write(path, source('>'))
  const lines = [
    '<line complexity="3" visibility="package" num="2" count="9" signature="f(int) : int" type="method"/>',
    '<line num="3" count="9" type="stmt"/>',
    '<line falsecount="4" num="3" truecount="5" type="cond"/>',
    '<line num="4" count="9" type="stmt"/>',
    '<line falsecount="0" num="4" truecount="9" type="cond"/>',
  ]
  repository.write(
    'clover.xml',
    clover({ [`/home/ci/${path}`]: lines, '/home/ci/src/main/java/B.java': [stmt(1, 1)] }),
  )
  const { verdict } = await gate(repository.directory, ['--base', 'HEAD', 'clover.xml'])
  const found = verdict.files.find(file => file.path === path)
  expect(found).toMatchObject({
    lines: { total: 2, covered: 2, missed: [], partial: [4] },
    branches: { total: 4, covered: 3 },
  })
})

test('PHPUnit: files by their absolute names; a method is a line of its own', async () => {
  const source = (n: number) =>
    `<?php\nclass A {\n  function f() {\n    return ${n};\n  }\n  function g() {\n    return ${n};\n  }\n}\n`
  const repository = createRepository({ 'src/A.php': source(1), 'src/B.php': source(1) })
  repository.write('src/A.php', source(2))
  const method = (num: number, name: string, count: number) =>
    `<line num="${num}" type="method" name="${name}" visibility="public" complexity="1" crap="1" count="${count}"/>`
  const plain = (num: number, count: number) => `<line num="${num}" type="stmt" count="${count}"/>`
  const lines = [method(3, 'f', 1), plain(4, 1), method(6, 'g', 0), plain(7, 0)]
  repository.write('clover.xml', clover({ '/app/src/A.php': lines, '/app/src/B.php': lines }, 'name'))
  const { code, verdict } = await gate(repository.directory, ['--base', 'HEAD', 'clover.xml'])
  expect(code).toBe(1)
  expect(verdict.files).toMatchObject([{ path: 'src/A.php', lines: { total: 2, covered: 1, missed: [7] } }])
  expect(verdict.project.lines).toMatchObject({ total: 8, covered: 4 })
})
