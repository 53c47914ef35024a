import fc from 'fast-check'
import type { GateFault, GateReport } from '../core/reports/host.ts'
import type { Finding } from '../core/verdict.ts'

/** Any verdict and any fault, of texts that mean something to some host. */

const pieces = [
  ...[
    'a',
    'é',
    '深',
    '😀',
    ' ',
    '',
    '/',
    '.',
    '..',
    '-',
    '=',
    ',',
    ':',
    ';',
    '%',
    '%0A',
    '%25',
    '::',
    '::error::x',
    '##[',
  ],
  ...[
    '##[error]',
    '::add-mask::',
    '##vso[task.complete]',
    '##teamcity[',
    ']',
    '](',
    '[a](javascript:x)',
    '|',
    "'",
    '"',
  ],
  ...[
    '&',
    '&amp;',
    '<',
    '>',
    ']]>',
    '`',
    '```',
    '@team',
    '#1',
    '\\',
    '{0}',
    '$',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\n::error::x',
  ],
  ...[
    '\u0000',
    '\u001b[31m',
    '\u0085',
    '\u00a0',
    '\u200d',
    '\u202e',
    '\u2028',
    '\ufeff',
    '\ufffe',
    '\ud800',
    '\udc00',
  ],
]

export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map(each => each.join('')) },
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const anyNumber = fc.option(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer()), { nil: null })

export const anyFinding: fc.Arbitrary<Finding> = fc.record({
  rule: fc.oneof(fc.constantFrom('missed-lines', 'partial-branch'), anyText),
  severity: fc.constantFrom('error' as const, 'warning' as const, 'note' as const),
  message: fc.oneof(fc.constantFrom('no test runs this changed line'), anyText),
  path: fc.option(fc.oneof(fc.constantFrom('src/a.ts', 'src/b.ts'), anyText), { nil: null }),
  startLine: anyNumber,
  endLine: anyNumber,
  startColumn: anyNumber,
  endColumn: anyNumber,
})

export const anyGateReport: fc.Arbitrary<GateReport> = fc.record({
  gate: fc.constantFrom('coverage', 'lint'),
  version: fc.constant('0.1.0'),
  outcome: fc.constantFrom('pass' as const, 'fail' as const, 'unknown' as const),
  advisory: fc.boolean(),
  headline: anyText,
  summary: anyText,
  findings: fc.array(anyFinding, { maxLength: 40 }),
  rules: fc.array(fc.tuple(anyText, anyText), { maxLength: 5 }).map(entries => new Map(entries)),
  figures: fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('ratio' as const),
        name: anyText,
        title: anyText,
        covered: fc.nat(100),
        total: fc.nat(100),
      }),
      fc.record({ kind: fc.constant('count' as const), name: anyText, title: anyText, count: fc.nat() }),
    ),
    { maxLength: 4 },
  ),
})

export const anyGateFault: fc.Arbitrary<GateFault> = fc.record({
  gate: fc.constantFrom('coverage', 'lint'),
  version: fc.constant('0.1.0'),
  code: fc.constant('report.none'),
  message: anyText,
  hint: anyText,
})
