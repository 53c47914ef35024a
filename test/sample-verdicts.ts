import type { ChangedFile } from '../core/change-set.ts'
import type { SourceFile, SourceText } from '../core/source-file.ts'
import { noCounts } from '../coverage-gate/baseline/categories.ts'
import { addUp, judge } from '../coverage-gate/judge.ts'
import type { CoverageVerdict, FileResult, FileState, LineResult } from '../coverage-gate/model.ts'
import { coverageOptions } from '../coverage-gate/options.ts'
import { summarize } from '../coverage-gate/summary.ts'

/** Verdicts made by hand, for the tests of their renderings. */

const invoice = `import { round } from './money.ts'
import type { Customer, Line } from './types.ts'

const FREE_SHIPPING_FROM = 50

export interface Invoice {
  readonly net: number
  readonly tax: number
  readonly shipping: number
}

/** Adds up the lines, with the customer's own tax rate. */
export function invoiceFor(customer: Customer, lines: readonly Line[]): Invoice {
  const net = lines.reduce((sum, line) => sum + line.price * line.count, 0)
  if (customer.country !== 'DE' && customer.vatId) {
    return { net, tax: 0, shipping: shippingOf(net) }
  }
  const tax = round(net * customer.taxRate)
  return { net, tax, shipping: shippingOf(net) }
}

function shippingOf(net: number): number {
  return net >= FREE_SHIPPING_FROM ? 0 : 4.9
}

export function refund(invoice: Invoice, part: number): Invoice {
  if (part <= 0 || part > 1) throw new RangeError(\`\${part} is no part of an invoice\`)
  return {
    net: round(invoice.net * part),
    tax: round(invoice.tax * part),
    shipping: 0,
  }
}`.split('\n')

const sources: Readonly<Record<string, readonly string[]>> = {
  'src/billing/invoice.ts': invoice,
  'src/billing/money.ts': [
    '/** Half away from zero. */',
    'export function round(amount: number): number {',
    '  return (Math.sign(amount) * Math.round(Math.abs(amount) * 100)) / 100',
    '}',
  ],
  'src/jobs/send-reminders.ts': [
    "import { overdue } from '../billing/overdue.ts'",
    '',
    'for (const invoice of await overdue()) {',
    '\tawait mail(invoice.customer, String(invoice.net))',
    '}',
  ],
}

function sourceOf(lines: readonly string[]): SourceFile {
  return { lineCount: lines.length, lines: () => lines }
}

export const sampleSource: SourceText = path => {
  const lines = sources[path]
  return lines ? sourceOf(lines) : null
}

interface Lines {
  readonly missed?: readonly number[]
  readonly partial?: readonly number[]
  readonly ran?: readonly number[]
}

const ascending = (lines: Iterable<number>) => [...new Set(lines)].sort((a, b) => a - b)
const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** A changed file; `changed` are lines without measured code. */
export function sampleFile(
  path: string,
  state: FileState,
  lines: Lines & { readonly changed?: readonly number[] } = {},
  more: Partial<FileResult> = {},
): FileResult {
  const { missed = [], partial = [], ran = [], changed = [] } = lines
  const covered = ascending([...ran, ...partial])
  const result: LineResult = {
    total: covered.length + missed.length,
    covered: covered.length,
    missed,
    partial,
    ran: covered,
  }
  const change: ChangedFile = {
    path,
    oldPath: more.oldPath ?? null,
    kind: more.oldPath ? 'renamed' : 'modified',
    content: 'text',
    addedLines: ascending([...missed, ...covered, ...changed]),
    hunks: [],
  }
  const none = { reason: null, branches: null, functions: null, statements: null, missedFunctions: [] }
  return { path, oldPath: null, change, state, lines: result, ...none, ...more }
}

/** The verdict that the gate gives on these files. */
export function sampleVerdict(
  files: readonly FileResult[],
  more: Partial<CoverageVerdict> = {},
): CoverageVerdict {
  const thresholds = Object.fromEntries(
    Object.entries(coverageOptions).map(([name, option]) => [name, option.default]),
  ) as unknown as Parameters<typeof judge>[1]
  const { outcome, findings } = judge(files, thresholds)
  const patch = addUp(files)
  return {
    outcome,
    findings,
    uncertain: false,
    advisory: false,
    base: {
      commit: '1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b',
      ref: 'origin/main',
      why: 'the default branch',
    },
    head: 'worktree',
    patch,
    project: { lines: { total: 900, covered: 800 } },
    files,
    reports: [{ name: 'coverage/coverage-final.json', format: 'istanbul', files: 42, located: 42 }],
    summary: summarize({
      outcome: more.outcome ?? outcome,
      patch,
      files,
      findings: more.findings ?? findings,
      baseline: more.baseline ?? null,
    }),
    baseline: null,
    hidden: [],
    ...more,
  }
}

const excludedTest = sampleFile(
  'test/invoice.test.ts',
  'excluded',
  {},
  {
    reason: 'by default, test files: **/*.test.*',
  },
)
const noCode = [
  sampleFile('README.md', 'no-code', {}, { reason: 'not source code' }),
  sampleFile('src/legacy.ts', 'no-code', {}, { reason: 'deleted' }),
]
const covered = sampleFile(
  'src/billing/money.ts',
  'measured',
  { ran: [2, 3], changed: [1] },
  { oldPath: 'src/money.ts', functions: { total: 1, covered: 1 } },
)

/** One file with a gap in each way, one that no report knows, one covered, some not judged. */
export const failing: CoverageVerdict = sampleVerdict([
  sampleFile(
    'src/billing/invoice.ts',
    'measured',
    { missed: [16, 27, 28], partial: [15, 23], ran: [14, 18, 19], changed: [12, 13, 29, 30, 31, 32] },
    {
      branches: { total: 6, covered: 3 },
      functions: { total: 3, covered: 2 },
      missedFunctions: [{ name: 'refund', line: 26 }],
    },
  ),
  sampleFile(
    'src/jobs/send-reminders.ts',
    'unreported',
    { missed: [3, 4], changed: [1, 2, 5] },
    { reason: 'no report knows this file' },
  ),
  covered,
  excludedTest,
  ...noCode,
])

export const passing: CoverageVerdict = sampleVerdict([covered, excludedTest])

/** A report that was made of another version, and one that may mean two files. */
export const unclear: CoverageVerdict = sampleVerdict([
  sampleFile(
    'src/billing/invoice.ts',
    'stale',
    { changed: [14] },
    {
      reason: 'the report has line 312, the file has 33: run the tests again',
    },
  ),
  sampleFile(
    'packages/a/index.ts',
    'ambiguous',
    { changed: [1] },
    {
      reason: 'index.ts in lcov.info may be packages/a/index.ts or packages/b/index.ts',
    },
  ),
  covered,
])

export const advisory: CoverageVerdict = { ...failing, advisory: true }

export const empty: CoverageVerdict = sampleVerdict([], { reports: [] })

/** A path, a text and a reason that try to break out of every format. */
export const hostileText =
  '\u001b[2J\u0007</script><img src=x onerror=alert(1)> ]]> "\'&amp; `` ``` | @team #1 !2 \u202etxt.exe\u2028\u0000\ud800 [a](javascript:x) https://evil.example\r\n::error::x\n# h'

export const hostile: CoverageVerdict = sampleVerdict(
  [
    sampleFile(
      `src/${hostileText}/a.ts`,
      'measured',
      { missed: [1], partial: [2], ran: [3] },
      {
        oldPath: `old/${hostileText}`,
        missedFunctions: [{ name: hostileText, line: 1 }],
      },
    ),
    sampleFile(`src/stale${hostileText}.ts`, 'stale', {}, { reason: hostileText }),
    sampleFile(`src/${hostileText}.test.ts`, 'excluded', {}, { reason: hostileText }),
    sampleFile(`src/${'深い場所/'.repeat(30)}é.ts`, 'measured', { missed: upTo(1, 3) }),
    sampleFile(`src/${'long-directory/'.repeat(20)}${'name'.repeat(50)}.ts`, 'measured', { missed: [2] }),
  ],
  {
    base: { commit: 'f'.repeat(40), ref: hostileText, why: hostileText },
    reports: [{ name: hostileText, format: 'lcov', files: 1, located: 1 }],
  },
)
export const hostileSource: SourceText = () => sourceOf([hostileText, 'x'.repeat(5000), `\t${hostileText}`])

const counts = { ...noCounts(), lost: 3, kept: 700, gained: 4, 'new-covered': 2, 'deleted-covered': 12 }

/** A covered change that lost lines elsewhere, with a cause that is tied to them and one that is not. */
export const losing: CoverageVerdict = sampleVerdict([covered, excludedTest], {
  outcome: 'fail',
  findings: [
    {
      rule: 'lost-lines',
      severity: 'error',
      message: '3 lines outside the change lost coverage (in 1 file); 0 allowed',
      path: null,
      startLine: null,
      endLine: null,
    },
    {
      rule: 'lost-lines',
      severity: 'warning',
      message: 'tests ran these lines at 9a8b7c6d5e, and none does now',
      path: 'src/billing/invoice.ts',
      startLine: 22,
      endLine: 24,
    },
  ],
  baseline: {
    origin: {
      kind: 'record',
      name: 'file:.cd-gate/record',
      commit: '9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b',
      distance: 2,
      formats: ['istanbul'],
      runs: 1,
    },
    why: null,
    counts,
    before: { total: 888, covered: 703 },
    now: { total: 890, covered: 706 },
    files: [
      {
        path: 'src/billing/invoice.ts',
        oldPath: null,
        state: 'compared',
        counts: { ...noCounts(), lost: 3, kept: 20 },
        lost: [22, 23, 24],
        excludedCovered: [],
        unstable: [],
      },
    ],
    causes: [
      {
        test: 'invoice.test.ts',
        file: 'test/invoice.test.ts',
        what: 'skipped',
        paths: ['src/billing/invoice.ts'],
      },
      { test: 'prints a label', file: 'test/label.test.ts', what: 'failed', paths: [] },
    ],
  },
  hidden: [
    { path: 'src/billing/money.ts', line: 3, name: 'istanbul ignore', reason: null },
    { path: 'src/billing/money.ts', line: 2, name: 'c8 ignore', reason: 'cannot happen' },
  ],
})

/** As many changed files as a long-lived branch has: 540 files with 20 changed lines each. */
export function large(count: number = 540): {
  readonly verdict: CoverageVerdict
  readonly source: SourceText
} {
  const files = Array.from({ length: count }, (_, index) => {
    const missed = index % 3 === 0 ? upTo(40, 45) : []
    const changed = [...upTo(10, 23), ...upTo(40, 45)].filter(line => !missed.includes(line))
    return sampleFile(`packages/part-${index % 20}/src/module-${index}.ts`, 'measured', {
      missed,
      ran: changed,
    })
  })
  const lines = upTo(1, 400).map(line => `  const value${line} = compute(${line}, { deep: true, name: 'a' })`)
  return { verdict: sampleVerdict(files), source: () => sourceOf(lines) }
}

/** Every sample by its name. */
export const samples: Readonly<Record<string, CoverageVerdict>> = {
  failing,
  passing,
  unclear,
  advisory,
  empty,
  hostile,
  losing,
}
