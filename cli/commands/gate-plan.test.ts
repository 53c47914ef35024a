import { describe, expect, test } from 'vitest'
import { GateError } from '../../core/errors.ts'
import { coverageReports } from '../../coverage-gate/reports/index.ts'
import type { ReportName } from '../../coverage-gate/reports/names.ts'
import { planReports, refuseInputs } from './gate-plan.ts'

function plan(requests: readonly string[], ci: string | null = null, json = false) {
  const all = requests.map(each => {
    const [name, file = null] = each.split('=')
    return { name: name as ReportName, file }
  })
  return planReports({ gate: 'coverage', requests: all, json, ci, own: coverageReports })
}

const shown = (...given: Parameters<typeof plan>) =>
  plan(...given).reports.map(
    ({ name, target }) => `${name} → ${'file' in target ? target.file : target.kind}`,
  )

describe('outside of any CI', () => {
  test('the terminal alone', () => {
    expect(shown([])).toEqual(['terminal → out'])
    expect(shown(['ci'])).toEqual(['terminal → out'])
  })

  test('what was asked for, each in its usual place or the one that was named', () => {
    expect(shown(['html', 'markdown=m.md', 'sarif', 'github', 'teamcity=t.txt'])).toEqual([
      'terminal → out',
      'html → reports/cd-gate/coverage/index.html',
      'markdown → m.md',
      'sarif → reports/cd-gate/coverage.sarif',
      'github → log',
      'teamcity → t.txt',
    ])
  })

  test('a report on standard output takes the place of the terminal', () => {
    expect(shown(['sarif=-'])).toEqual(['sarif → out'])
    expect(shown(['markdown=-', 'html'])).toEqual([
      'markdown → out',
      'html → reports/cd-gate/coverage/index.html',
    ])
    expect(shown([], null, true)).toEqual(['json → out'])
  })
})

describe('in a CI', () => {
  test.each([
    ['github', ['github → log']],
    [
      'gitlab',
      ['gitlab → reports/cd-gate/coverage-code-quality.json', 'cobertura → reports/cd-gate/cobertura.xml'],
    ],
    ['jenkins', ['jenkins → reports/cd-gate/coverage-issues.json']],
    ['teamcity', ['teamcity → log']],
    ['azure', ['azure → log']],
    ['buildkite', ['buildkite → log']],
    ['circleci', []],
  ])('%s gets its own unasked', (ci, expected) => {
    expect(shown([], ci)).toEqual(['terminal → out', ...expected])
    expect(shown([], ci, true)).toEqual(['json → out', ...expected])
    expect(plan([], ci).chosen).toHaveLength(expected.length)
  })

  test('what is asked for takes the place of that, unless ci is asked for too', () => {
    expect(shown(['html'], 'github')).toEqual([
      'terminal → out',
      'html → reports/cd-gate/coverage/index.html',
    ])
    expect(plan(['html'], 'github').chosen).toEqual([])
    expect(shown(['html', 'ci'], 'github')).toEqual([
      'terminal → out',
      'html → reports/cd-gate/coverage/index.html',
      'github → log',
    ])
    expect(shown(['ci', 'gitlab=q.json'], 'gitlab')).toEqual([
      'terminal → out',
      'gitlab → q.json',
      'cobertura → reports/cd-gate/cobertura.xml',
    ])
  })

  test("only a host's usual place gets what comes beside it", () => {
    expect(plan(['github', 'teamcity=t.txt']).reports.map(each => each.usual)).toEqual([true, true, false])
  })
})

test.each([
  [['markdown=-', 'sarif=-'], false],
  [['markdown=-'], true],
  [['json=out', 'sarif=./out'], false],
])('%j with --json %s is refused: one place holds one result', (requests, json) => {
  expect(() => plan(requests, null, json)).toThrow(GateError)
})

test('a report that was read is not overwritten', () => {
  const inputs = ['coverage/lcov.info']
  expect(() => refuseInputs(plan(['markdown=./coverage/lcov.info']), inputs, '/app')).toThrow(GateError)
  expect(() => refuseInputs(plan(['markdown=/app/coverage/lcov.info']), inputs, '/app')).toThrow(GateError)
  expect(() => refuseInputs(plan(['markdown=m.md', 'sarif=-']), inputs, '/app')).not.toThrow()
})
