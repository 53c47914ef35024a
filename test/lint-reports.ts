import { runCli } from './run-cli.ts'

/** One message of a report that is made for a test. Real linters' reports are in test/fixtures/lint. */
export interface Message {
  readonly line?: number
  readonly endLine?: number
  readonly rule?: string | null
  readonly severity?: 1 | 2
  readonly fatal?: boolean
  readonly message?: string
}

/** ESLint's JSON: a result for every file that was checked, those without messages too. */
export function eslint(files: Readonly<Record<string, readonly Message[]>>): string {
  const results = Object.entries(files).map(([filePath, messages]) => ({
    filePath,
    messages: messages.map(({ line = 1, endLine, rule = 'no-undef', severity = 2, fatal, message }) => ({
      ruleId: rule,
      severity,
      message: message ?? `${rule} is broken`,
      line,
      column: 1,
      ...(endLine === undefined ? {} : { endLine, endColumn: 2 }),
      ...(fatal ? { fatal } : {}),
    })),
    errorCount: messages.filter(each => each.severity !== 1).length,
    warningCount: messages.filter(each => each.severity === 1).length,
  }))
  return JSON.stringify(results)
}

/** flake8's default text: only files with findings, and nothing when all is well. */
export function flake8(findings: readonly (readonly [string, number, string, string])[]): string {
  return findings.map(([path, line, code, text]) => `${path}:${line}:1: ${code} ${text}\n`).join('')
}

export interface JsonFinding {
  readonly path: string
  readonly line: number | null
  readonly rule: string | null
  readonly standing: string
}

export interface JsonLintVerdict {
  readonly schema: string
  readonly outcome: string
  readonly summary: string
  readonly counts: Readonly<
    Record<'judged' | 'new' | 'caused' | 'old' | 'changedLines' | 'changedLinesWithFindings', number>
  >
  readonly files: readonly {
    readonly path: string
    readonly state: string
    readonly reason: string | null
    readonly findings: readonly JsonFinding[]
  }[]
  readonly elsewhere: readonly JsonFinding[]
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly message: string }[]
}

/** `cd-gate lint … --json`: the exit code and the verdict; throws where there is none. */
export async function lint(
  cwd: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly verdict: JsonLintVerdict }> {
  const { code, out, log } = await runCli(cwd, ['lint', ...args, '--json'], env)
  if (out === '') throw new Error(`exit code ${code}: ${log}`)
  return { code, verdict: JSON.parse(out) as JsonLintVerdict }
}

/** The gate's own statement of that rule, `''` where it makes none. */
export function said(verdict: JsonLintVerdict, rule: string): string {
  return verdict.findings.find(each => each.rule === rule)?.message ?? ''
}
