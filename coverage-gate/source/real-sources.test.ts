import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { codeLines } from './code-lines.ts'
import { type ParsedScript, parseScript } from './javascript.ts'
import { scriptOf } from './script.ts'
import { blankOut } from './spans.ts'
import { statementRanges } from './statements.ts'

const require = createRequire(import.meta.url)
const project = fileURLToPath(new URL('../..', import.meta.url))
const installed = (name: string) => join(project, 'node_modules', name)

/** Written by many hands: this project, what it runs with, and what tests it. */
const places = [
  join(project, 'core'),
  join(project, 'coverage-gate'),
  ...['commander', 'picomatch', 'parse-diff', 'istanbul-lib-coverage', 'fast-check'].map(installed),
]

interface Sample {
  readonly path: string
  readonly text: string
  readonly parsed: ParsedScript
}

async function samples(): Promise<readonly Sample[]> {
  const found: Sample[] = []
  for (const place of places) {
    for (const entry of readdirSync(place, { recursive: true, encoding: 'utf8' })) {
      if (!/(?<!\.d)\.[mc]?[jt]s$/.test(entry)) continue
      const path = join(place, entry)
      const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
      const parsed = await parseScript(scriptOf(path, text))
      if (!parsed) throw new Error(`${path} does not parse`)
      found.push({ path, text, parsed })
    }
  }
  return found
}

/** What vitest's own coverage would list, were no line of the source run. */
async function statementsOfVitest({ path, text, parsed }: Sample): Promise<readonly number[]> {
  const provider = createRequire(require.resolve('@vitest/coverage-v8'))
  const { convert } = await import(pathToFileURL(provider.resolve('ast-v8-to-istanbul')).href)
  const coverage = await convert({
    code: text.replaceAll('sourceMappingURL', 'sourceMappingNot'),
    ast: parsed.program(),
    coverage: { url: pathToFileURL(path).href, functions: [] },
  })
  const [file] = Object.values<{ statementMap: Record<string, { start: { line: number } }> }>(coverage)
  return Object.values(file?.statementMap ?? {}).map(({ start }) => start.line)
}

test('the statements of real sources start where those of vitest start', async () => {
  let compared = 0
  for (const sample of await samples()) {
    const { path, text, parsed } = sample
    if (/(?:istanbul|v8|c8) ignore/.test(text)) continue
    const lines = text.split('\n')
    const ours = new Set(statementRanges(parsed.program(), text).map(({ start }) => start.line))
    const theirs = new Set(await statementsOfVitest(sample))
    // The known difference: Istanbul does not count the value that a module exports as its default.
    const more = [...ours].filter(
      line => !theirs.has(line) && !lines[line - 1]?.startsWith('export default '),
    )
    const less = [...theirs].filter(line => !ours.has(line))
    expect({ path, more, less }).toEqual({ path, more: [], less: [] })
    compared += theirs.size
  }
  expect(compared).toBeGreaterThan(10_000)
})

test('each line of real sources, asked for alone, is what a parse of the whole file tells', async () => {
  let comments = 0
  for (const { path, text, parsed } of await samples()) {
    const lines = text.split('\n')
    const everyLine = lines.map((_, index) => index + 1)
    const code = blankOut(text, parsed.comments).split('\n')
    const exact = everyLine.filter(line => !/^[\s)\]};,]*(?:else[\s{:]*)?$/.test(code[line - 1] ?? ''))
    expect({ path, lines: await codeLines(path, lines, everyLine) }).toEqual({ path, lines: exact })
    const known = new Set(exact)
    const disguised = everyLine.filter(line => !known.has(line) && /\w/.test(lines[line - 1] ?? ''))
    comments += disguised.length
    for (const line of disguised.filter((_, index) => index % 50 === 0)) {
      expect({ path, line, code: await codeLines(path, lines, [line]) }).toEqual({ path, line, code: [] })
    }
  }
  expect(comments).toBeGreaterThan(5_000)
})
