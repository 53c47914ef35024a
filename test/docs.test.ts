import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { readers } from '../coverage-gate/readers/index.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (file: string) => readFileSync(join(root, file), 'utf8')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'examples/vitest/README.md',
  'bench/README.md',
].concat(
  readdirSync(join(root, 'docs'), { recursive: true })
    .map(name => `docs/${name}`)
    .filter(name => name.endsWith('.md')),
)

test.each(['configuration.md', 'errors.md', 'flaky-rules.md'])(
  'docs/%s is what the tables say',
  async name => {
    const { configurationPage, errorsPage, flakyRulesPage } = await import(
      pathToFileURL(join(root, 'docs/generate.mjs')).href
    )
    const pages = new Map([
      ['configuration.md', configurationPage],
      ['errors.md', errorsPage],
      ['flaky-rules.md', flakyRulesPage],
    ])
    expect(at(`docs/${name}`)).toBe(await pages.get(name)())
  },
)

test('every format has its page', () => {
  for (const { format } of readers) expect(existsSync(join(root, `docs/formats/${format}.md`))).toBe(true)
})

test.each(pages)('the links of %s lead somewhere', page => {
  const links = [...at(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(match => match[1] ?? '')
  const local = links.filter(link => !/^https?:/.test(link))
  expect(local.filter(link => !existsSync(join(root, dirname(page), link)))).toEqual([])
})

test('the flags that the pages speak of exist', () => {
  const help = execFileSync(process.execPath, [join(root, 'dist/cli/bin.js'), 'coverage', '--help'], {
    encoding: 'utf8',
  })
  const flags = new Set(help.match(/--[a-z-]+/g))
  for (const page of [
    'README.md',
    'docs/exit-codes.md',
    'docs/ci.md',
    'examples/vitest/README.md',
    'Jenkinsfile',
  ]) {
    for (const [, command] of at(page).matchAll(/cd-gate coverage([^\n`]*(?:\\\n[^\n`]*)*)/g)) {
      for (const flag of command?.match(/--[a-z-]+/g) ?? []) expect(flags, `${page}: ${flag}`).toContain(flag)
    }
  }
})
