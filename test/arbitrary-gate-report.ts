import fc from 'fast-check'
import type { GateReport } from '../core/reports/host.ts'
import type { Finding } from '../core/verdict.ts'
import { hostileText } from './sample-verdicts.ts'

/** Verdicts that nobody would write by hand, for the properties that every host's form has. */

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '',
    ' ',
    hostileText,
    "x']\n##teamcity[buildProblem description='y']",
    'a]b;c=d\r\n##vso[task.complete result=Succeeded;]x',
    '%0A%0D%5D%3B%AZP25%25',
    '\ud800|\udc00',
  ),
)

const finding: fc.Arbitrary<Finding> = fc
  .record({
    rule: text,
    severity: fc.constantFrom('error' as const, 'warning' as const, 'note' as const),
    message: text,
    path: fc.option(fc.oneof(fc.constantFrom('src/a.ts', './b.ts', 'é/深.ts'), text)),
    place: fc.option(
      fc.tuple(
        fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constantFrom(0, -1, 1.5, 2 ** 31)),
        fc.nat({ max: 5 }),
        fc.option(fc.integer({ min: 1, max: 9 })),
      ),
    ),
  })
  .map(({ place, path, ...words }) => ({
    ...words,
    path,
    startLine: path !== null && place ? place[0] : null,
    endLine: path !== null && place ? place[0] + place[1] : null,
    startColumn: place?.[2] ?? null,
    endColumn: place?.[2] ? place[2] + 3 : null,
  }))

export const arbitraryGateReport: fc.Arbitrary<GateReport> = fc.record({
  gate: fc.constantFrom('coverage', 'lint'),
  version: fc.constant('0.1.0'),
  outcome: fc.constantFrom('pass' as const, 'fail' as const, 'unknown' as const),
  advisory: fc.boolean(),
  headline: text,
  summary: text,
  findings: fc.array(finding, { maxLength: 12 }),
  rules: fc.array(fc.tuple(text, text), { maxLength: 3 }).map(entries => new Map(entries)),
  figures: fc.array(
    fc.oneof(
      fc
        .tuple(
          fc.constantFrom('patch-lines', 'project-lines', 'patch-branches'),
          text,
          fc.nat(50),
          fc.nat(50),
        )
        .map(([name, title, covered, more]) => ({
          kind: 'ratio' as const,
          name,
          title,
          covered,
          total: covered + more,
        })),
      fc.record({
        kind: fc.constant('count' as const),
        name: fc.constant('missed-lines'),
        title: text,
        count: fc.nat(),
      }),
    ),
    { maxLength: 4 },
  ),
})
