import type { ChangedFile } from '../core/change-set.ts'
import type { SourceText } from '../core/source-file.ts'
import { judge } from '../lint-gate/judge.ts'
import type { LintFileResult, LintVerdict, PlacedFinding } from '../lint-gate/model.ts'
import { doubt, type Notes, statement } from '../lint-gate/statement.ts'
import { summarize } from '../lint-gate/summary.ts'
import { hostileText } from './sample-verdicts.ts'

/** Verdicts made by hand, for the tests of their renderings. */

export function sampleFinding(path: string, more: Partial<PlacedFinding> = {}): PlacedFinding {
  const line = more.line === undefined ? 3 : more.line
  return {
    path,
    line,
    endLine: line,
    column: line === null ? null : 7,
    endColumn: null,
    rule: 'no-unused-vars',
    severity: 'error',
    message: "'total' is assigned a value but never used.",
    fatal: false,
    tool: 'eslint',
    standing: 'new',
    ...more,
  }
}

export function sampleFile(
  path: string,
  findings: readonly PlacedFinding[] = [],
  more: Partial<LintFileResult> = {},
): LintFileResult {
  const change: ChangedFile = {
    path,
    oldPath: more.oldPath ?? null,
    kind: more.oldPath ? 'renamed' : 'modified',
    content: 'text',
    addedLines: [1, 2, 3, 4, 5, 6, 7, 8],
    hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 8 }],
  }
  return { path, oldPath: null, change, state: 'checked', reason: null, findings, ...more }
}

interface Parts {
  readonly elsewhere?: readonly PlacedFinding[]
  readonly old?: number
  readonly maxNew?: number
  readonly notes?: Notes
}

/** The verdict that the gate gives on these files. */
export function sampleVerdict(
  files: readonly LintFileResult[],
  { elsewhere = [], old = 0, maxNew = 0, notes = { doubts: [], remarks: [] } }: Parts = {},
  more: Partial<LintVerdict> = {},
): LintVerdict {
  const judgement = judge({ files, elsewhere, old, maxNew, notes })
  const { outcome, counts } = judgement
  return {
    ...judgement,
    advisory: false,
    base: {
      commit: '1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b',
      ref: 'origin/main',
      why: 'the default branch',
    },
    head: 'worktree',
    files,
    elsewhere,
    maxNew,
    baseline: null,
    reports: [
      { name: 'eslint.json', format: 'eslint', tool: 'eslint', findings: 31, files: 42, located: 42 },
    ],
    summary: summarize(outcome, counts, files, elsewhere, notes.doubts[0]?.message ?? null),
    ...more,
  }
}

const code = [
  "import { round } from './money.ts'",
  '',
  '  const total = lines.reduce((sum, line) => sum + line.price, 0)',
  '\treturn round(net)',
]

export const sampleSource: SourceText = path =>
  path.endsWith('.ts') ? { lineCount: code.length, lines: () => code } : null

const excluded = sampleFile('src/gen/api.ts', [], { state: 'excluded', reason: '--exclude src/gen' })
const clean = sampleFile('src/billing/money.ts', [], { oldPath: 'src/money.ts' })

const findings = [
  sampleFinding('src/billing/invoice.ts', { line: 1, column: 1, rule: null, severity: 'warning' }),
  sampleFinding('src/billing/invoice.ts'),
  sampleFinding('src/billing/invoice.ts', {
    line: 4,
    endLine: 9,
    column: null,
    severity: 'note',
    rule: '@typescript-eslint/prefer-nullish-coalescing',
    message:
      'Prefer using nullish coalescing operator (`??`) instead of a ternary expression, as it is simpler to read.',
  }),
]

export const failing: LintVerdict = sampleVerdict(
  [
    sampleFile('src/jobs/remind.ts', [
      sampleFinding('src/jobs/remind.ts', {
        line: 12,
        fatal: true,
        rule: null,
        message: 'Parsing error: Unexpected token',
      }),
    ]),
    sampleFile('src/billing/invoice.ts', findings),
    clean,
    excluded,
  ],
  {
    old: 26,
    elsewhere: [sampleFinding('src/legacy/report.ts', { standing: 'caused', rule: 'import/named', line: 2 })],
    notes: {
      doubts: [],
      remarks: [
        statement(
          'older-report',
          'warning',
          'eslint.json is older than src/billing/invoice.ts: run the linter again if that was edited since',
        ),
      ],
    },
  },
  {
    baseline: { name: 'main.json', format: 'eslint', tool: 'eslint', findings: 27, files: 40, located: 40 },
  },
)

export const passing: LintVerdict = sampleVerdict([clean, excluded], { old: 4 })

export const unclear: LintVerdict = sampleVerdict(
  [
    clean,
    sampleFile('src/new.ts', [], {
      state: 'unchecked',
      reason: 'eslint.json checked other .ts files, but not this one',
    }),
    sampleFile('tools/a.py', [], { state: 'untold', reason: 'no report speaks of .py files' }),
  ],
  {
    notes: {
      doubts: [
        doubt(
          'unchecked-file',
          'src/new.ts was not checked: eslint.json checked other .ts files, but not this one; if the linter leaves it out on purpose, --exclude it',
          'src/new.ts',
        ),
      ],
      remarks: [
        statement(
          'unspoken-kind',
          'warning',
          '1 changed file of a kind that no report speaks of (tools/a.py)',
        ),
      ],
    },
  },
)

export const advisory: LintVerdict = { ...failing, advisory: true }

export const allowed: LintVerdict = sampleVerdict([sampleFile('src/billing/invoice.ts', findings)], {
  maxNew: 3,
})

export const empty: LintVerdict = sampleVerdict([])

export const hostile: LintVerdict = sampleVerdict(
  [
    sampleFile(
      `src/${hostileText}/a.ts`,
      [
        sampleFinding(`src/${hostileText}/a.ts`, {
          message: hostileText,
          rule: hostileText,
          tool: hostileText,
        }),
        sampleFinding(`src/${hostileText}/a.ts`, { message: hostileText.repeat(50), rule: 'x'.repeat(500) }),
        sampleFinding(`src/${hostileText}/a.ts`, { message: '::error::x', rule: null, line: null }),
      ],
      { oldPath: `old/${hostileText}` },
    ),
    sampleFile(`src/${hostileText}.test.ts`, [], { state: 'excluded', reason: hostileText }),
    sampleFile(`src/u${hostileText}.ts`, [], { state: 'unchecked', reason: hostileText }),
    sampleFile(`src/${'深い場所/'.repeat(30)}é.ts`, [
      sampleFinding(`src/${'深い場所/'.repeat(30)}é.ts`, { message: '深い場所'.repeat(40) }),
    ]),
  ],
  {
    elsewhere: [sampleFinding(`${hostileText}.ts`, { standing: 'caused', message: hostileText })],
    notes: {
      doubts: [doubt('linter-trouble', hostileText)],
      remarks: [statement('unread-lines', 'warning', hostileText)],
    },
  },
  {
    base: { commit: 'f'.repeat(40), ref: hostileText, why: hostileText },
    reports: [{ name: hostileText, format: 'eslint', tool: hostileText, findings: 1, files: 1, located: 1 }],
  },
)

export const hostileSource: SourceText = () => {
  const lines = [hostileText, 'x'.repeat(5000), `\t${hostileText}`]
  return { lineCount: lines.length, lines: () => lines }
}

/** As many findings as a linter that was never run before has on a long-lived branch. */
export function large(files = 500): LintVerdict {
  return sampleVerdict(
    Array.from({ length: files }, (_, index) => {
      const path = `packages/part-${index % 20}/src/module-${index}.ts`
      const own = Array.from({ length: 40 }, (_each, at) => sampleFinding(path, { line: at + 1 }))
      return sampleFile(path, own)
    }),
  )
}

/** Every sample by its name. */
export const samples: Readonly<Record<string, LintVerdict>> = {
  failing,
  passing,
  unclear,
  advisory,
  allowed,
  empty,
  hostile,
}
