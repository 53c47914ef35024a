import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../verdict.ts'
import { fingerprints } from './fingerprint.ts'

const at = (startLine: number | null, more: Partial<Finding> = {}): Finding => ({
  rule: 'missed-lines',
  severity: 'warning',
  message: 'no test runs this changed line',
  path: 'src/a.ts',
  startLine,
  endLine: startLine,
  ...more,
})
const reader = (lines: readonly string[]) => (_path: string, line: number) => lines[line - 1] ?? null
const code = ['let a = 1', 'let b = 2', 'close()', 'let c = 3', 'close()']

test('each is unique, whatever is the same about the findings', () => {
  const finding = fc.record({
    rule: fc.constantFrom('a', 'b'),
    severity: fc.constantFrom('error' as const, 'note' as const),
    message: fc.constantFrom('1 of 2', '2 of 2', 'x'),
    path: fc.constantFrom('src/a.ts', 'src/b.ts', null),
    startLine: fc.constantFrom(1, 3, 5, 9, null),
    endLine: fc.constantFrom(5, null),
  })
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 40 }), findings => {
      const marks = fingerprints('coverage', findings, reader(code))
      expect(marks).toHaveLength(findings.length)
      expect(new Set(marks).size).toBe(findings.length)
      for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{32}$/)
    }),
  )
})

test('code that moves, and white space that changes, keep them', () => {
  const findings = [at(2), at(3), at(5)]
  const before = fingerprints('coverage', findings, reader(code))
  const moved = ['', '// a comment', ...code.map(line => `\t${line}  `)]
  const after = fingerprints(
    'coverage',
    findings.map(each => at((each.startLine ?? 0) + 2)),
    reader(moved),
  )
  expect(after).toEqual(before)
})

test('the order in which a rendering sorts the findings does not matter', () => {
  const findings = [at(2), at(3), at(5)]
  const before = fingerprints('coverage', findings, reader(code))
  expect(fingerprints('coverage', findings.toReversed(), reader(code))).toEqual(before.toReversed())
})

test('another line, rule, path or gate makes another', () => {
  const read = reader(code)
  const of = (gate: string, finding: Finding) => fingerprints(gate, [finding], read)[0]
  const all = [
    of('coverage', at(1)),
    of('coverage', at(2)),
    of('coverage', at(1, { rule: 'partial-branch' })),
    of('coverage', at(1, { path: 'src/b.ts' })),
    of('lint', at(1)),
  ]
  expect(new Set(all).size).toBe(all.length)
})

test('without a line it is the message, whose numbers change from build to build', () => {
  const of = (message: string) =>
    fingerprints('coverage', [at(null, { message, path: null })], reader(code))[0]
  expect(of('5 of 9 changed lines in src/** are covered')).toBe(
    of('6 of 10 changed lines in src/** are covered'),
  )
  expect(of('5 of 9 changed lines in src/** are covered')).not.toBe(
    of('5 of 9 changed lines in lib/** are covered'),
  )
})
