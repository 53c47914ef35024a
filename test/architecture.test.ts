import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const layers = [
  'core',
  'core/system',
  'reporters',
  'flaky',
  'coverage-gate',
  'lint-gate',
  'notifiers',
  'cli',
  '.',
] as const
type Layer = (typeof layers)[number]

/** What each layer may import. Modules never import one another. */
const mayImport: Readonly<Record<Layer, readonly Layer[]>> = {
  core: ['core'],
  'core/system': ['core', 'core/system'],
  reporters: ['core', 'core/system', 'reporters'],
  flaky: ['core', 'core/system', 'flaky'],
  notifiers: ['core', 'core/system', 'notifiers'],
  'coverage-gate': ['core', 'core/system', 'coverage-gate'],
  'lint-gate': ['core', 'core/system', 'lint-gate'],
  cli: ['core', 'core/system', 'reporters', 'flaky', 'coverage-gate', 'lint-gate', 'notifiers', 'cli'],
  '.': ['core', 'reporters', 'flaky', 'coverage-gate', 'lint-gate', 'notifiers', 'cli'],
}

interface Source {
  readonly file: string
  readonly text: string
  readonly imports: readonly string[]
}

const sources: readonly Source[] = [
  'core',
  'reporters',
  'flaky',
  'coverage-gate',
  'lint-gate',
  'notifiers',
  'cli',
]
  .flatMap(folder => readdirSync(join(root, folder), { recursive: true }).map(name => `${folder}/${name}`))
  .concat('index.ts')
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map(file => {
    const text = readFileSync(join(root, file), 'utf8')
    const found = text.replace(/^import type .*?'$/gms, '').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
    return { file, text, imports: [...found].map(match => match[1] ?? '') }
  })

function layerOf(file: string): Layer {
  return layers.filter(layer => file.startsWith(`${layer}/`)).at(-1) ?? '.'
}

test('imports go in one direction: core, core/system, modules, cli', () => {
  expect(sources.length).toBeGreaterThan(30)
  const wrong = sources.flatMap(({ file, imports }) =>
    imports
      .filter(name => name.startsWith('.'))
      .map(name => relative(root, join(root, dirname(file), name)))
      .filter(target => !mayImport[layerOf(file)].includes(layerOf(target)))
      .map(target => `${file} imports ${target}`),
  )
  expect(wrong).toEqual([])
})

test('core is pure: it reaches no disk, no network, no other process', () => {
  const effects = /^node:(fs|net|http|https|dns|tls|child_process|worker_threads|process|readline)/
  const wrong = sources.filter(({ file }) => layerOf(file) === 'core')
  expect(
    wrong.filter(({ imports }) => imports.some(name => effects.test(name))).map(each => each.file),
  ).toEqual([])
  expect(wrong.filter(({ text }) => /\b(process|console)\.[a-z]/.test(text)).map(each => each.file)).toEqual(
    [],
  )
})

test('a package is imported in one file only', () => {
  const importers = new Map<string, string[]>()
  for (const { file, imports } of sources) {
    for (const name of imports.filter(each => !/^(\.|node:)/.test(each))) {
      importers.set(name, [...new Set([...(importers.get(name) ?? []), file])])
    }
  }
  expect([...importers].filter(([, files]) => files.length > 1)).toEqual([])
})

test('every file is a small room', () => {
  const long = sources.filter(({ text }) => text.split('\n').length > 301).map(each => each.file)
  expect(long).toEqual([])
})

test('no file is called by what it is not', () => {
  expect(
    sources
      .filter(({ file }) => /(util|helper|(?<!package-)manager|common-?func|misc)/i.test(file))
      .map(each => each.file),
  ).toEqual([])
})
