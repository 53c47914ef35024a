import { readdirSync, readFileSync } from 'node:fs'
import type { LintContent } from '../lint-gate/model.ts'
import { detectLintReader } from '../lint-gate/readers/index.ts'

const folder = new URL('fixtures/lint/', import.meta.url)

/** Real reports of linters by name, as `eslint/clean.json`; test/fixtures/lint/SOURCES.md tells where they come from. */
export const lintReports: readonly string[] = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter(each => each.isFile() && each.name !== 'SOURCES.md')
  .map(each => `${each.parentPath.replaceAll('\\', '/').replace(/\/$/, '').split('/').at(-1)}/${each.name}`)
  .sort()

export function lintReport(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}

/** A text read as the gate reads it: by what it shows. */
export async function readLintText(text: string, name = 'report'): Promise<LintContent> {
  const read = await detectLintReader(text, name).load()
  return read(text, name)
}

/** Findings in a line each: `path:line:column-endLine:endColumn severity rule`, with `!` for a fatal one. */
export function shown({ findings }: LintContent): readonly string[] {
  return findings.map(
    ({ path, line, column, endLine, endColumn, severity, rule, fatal }) =>
      `${path}:${line}:${column}-${endLine}:${endColumn} ${severity} ${rule}${fatal ? '!' : ''}`,
  )
}
