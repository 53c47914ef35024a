import { error, notice, warning } from '@actions/core'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { exactPath, placeOf, statementsOf } from '../core/reports/annotations.ts'
import { github } from '../core/reports/github.ts'
import { workflowCommand } from '../core/reports/github-commands.ts'
import type { Besides, GateReport, HostContext, HostRendering } from '../core/reports/host.ts'
import { visibleText } from '../core/text.ts'
import { anyGateFault, anyGateReport, anyText } from './any-gate-report.ts'
import { commandsIn, outputsIn } from './github-runner.ts'
import {
  contextWith,
  hostileGateFault,
  hostileGateReport,
  passingGateReport,
  sampleGateFault,
  sampleGateReport,
} from './sample-gate-report.ts'

const context = contextWith({
  env: { GITHUB_STEP_SUMMARY: '/runner/summary', GITHUB_OUTPUT: '/runner/output' },
})

const appended = ({ besides }: HostRendering, file: string): string =>
  besides
    .filter((each): each is Besides & { kind: 'append' } => each.kind === 'append' && each.file === file)
    .map(each => each.text)
    .join('')

const render = (report: Partial<GateReport>, its: HostContext = context) =>
  github.verdict({ ...sampleGateReport, ...report }, its)

const golden = ({ text, besides }: HostRendering) =>
  text + besides.map(each => (each.kind === 'append' ? `=== ${each.what}\n${each.text}` : '')).join('')

describe('escaping', () => {
  const written = (call: () => void): string => {
    const spy = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      call()
      return spy.mock.calls.map(([text]) => `${text}`).join('')
    } finally {
      spy.mockRestore()
    }
  }
  test.each(Object.entries({ error, warning, notice }))('of %s is the toolkit’s own', (name, annotate) => {
    const anyLine = fc.integer({ min: 1, max: 99 })
    const properties = fc.record(
      {
        title: anyText,
        file: anyText,
        startLine: anyLine,
        endLine: anyLine,
        startColumn: anyLine,
        endColumn: anyLine,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(anyText, properties, (message, given) => {
        const { startLine: line = null, startColumn: col = null, ...rest } = given
        const { title = null, file = null, endLine = null, endColumn = null } = rest
        const own = `${workflowCommand(name, { title, file, line, endLine, col, endColumn }, message)}\n`
        // With properties that are all empty the toolkit leaves a blank behind the name.
        expect(own).toBe(written(() => annotate(message, given)).replace(`::${name} ::`, `::${name}::`))
      }),
    )
  })
})

describe('annotations', () => {
  test('are those of the golden file', async () => {
    await expect(golden(await render({}))).toMatchFileSnapshot('golden/hosts/github.txt')
    await expect(golden(await github.verdict(hostileGateReport, context))).toMatchFileSnapshot(
      'golden/hosts/github-hostile.txt',
    )
  })
  test('say of what file, lines and columns they are', async () => {
    const commands = commandsIn((await render({})).text)
    expect(commands).toContainEqual({
      name: 'error',
      properties: {
        title: 'cd-gate coverage: no-undef',
        file: 'src/billing/été, 100 %: a.ts',
        line: '3',
        endLine: '3',
        col: '9',
        endColumn: '13',
      },
      data: "'rond' is not defined.\nDid you mean 'round'?",
    })
    // Columns over two lines make the runner drop them, with a complaint.
    const two = commands.find(({ properties }) => properties.title === 'cd-gate coverage: no-unused-vars')
    expect(two?.properties).toMatchObject({ line: '26', endLine: '27' })
    expect(two?.properties).not.toHaveProperty('col')
  })
  test('name the repository’s path wherever it was checked out', async () => {
    const deep = contextWith({ env: { GITHUB_WORKSPACE: '/work' }, top: '/work/checkout' })
    const files = commandsIn((await render({}, deep)).text).map(({ properties }) => properties.file)
    expect(files).toContain('src/billing/invoice.ts')
  })

  const findings = (severity: 'error' | 'warning' | 'note', count: number) =>
    Array.from({ length: count }, (_, index) => ({
      rule: 'missed-lines',
      severity,
      message: 'missed',
      path: 'src/a.ts',
      startLine: 2 * index + 1,
      endLine: 2 * index + 1,
    }))

  test('are at most ten of a kind, and the last says how many more there are', async () => {
    const all = [...findings('note', 33), ...findings('warning', 10), ...findings('error', 11)]
    const commands = commandsIn((await render({ findings: all })).text)
    const of = (name: string) => commands.filter(each => each.name === name)
    expect(of('error').map(({ data }) => data)).toEqual([
      ...Array.from({ length: 9 }, () => 'missed'),
      'and 2 more errors: see the step summary',
    ])
    expect(of('warning').map(({ data }) => data)).toEqual(Array.from({ length: 10 }, () => 'missed'))
    expect(of('notice')).toHaveLength(10)
    expect(of('notice').at(-1)?.data).toBe('and 24 more notices: see the step summary')
    expect(commands.map(({ name }) => name).indexOf('warning')).toBe(10)
    const without = await render({ findings: all }, contextWith({}))
    expect(without.text).toContain("::and 2 more errors: see this step's log\n")
    expect(without.besides).toEqual([])
  })
  test('of neighbouring lines are one', async () => {
    const all = [1, 2, 3, 5].map(line => ({ ...findings('warning', 1)[0]!, startLine: line, endLine: line }))
    const commands = commandsIn((await render({ outcome: 'pass', findings: all })).text)
    expect(commands.map(({ properties }) => [properties.line, properties.endLine])).toEqual([
      ['1', '3'],
      ['5', '5'],
    ])
  })
  test.each(['fail', 'unknown'] as const)('show an error where %s has none', async outcome => {
    const [first] = commandsIn((await render({ outcome, findings: findings('note', 50) })).text)
    expect(first).toMatchObject({ name: 'error', data: sampleGateReport.headline })
  })
  test('of an advice are warnings where it failed, and errors where it could not tell', async () => {
    const kinds = async (outcome: GateReport['outcome']) =>
      commandsIn((await render({ outcome, advisory: true, findings: findings('error', 1) })).text).map(
        ({ name }) => name,
      )
    expect(await kinds('fail')).toEqual(['warning'])
    expect(await kinds('unknown')).toEqual(['error'])
  })
  test('are cut where the runner would cut them', async () => {
    const [only] = commandsIn(
      (await render({ findings: [{ ...findings('error', 1)[0]!, message: '😀'.repeat(9000) }] })).text,
    )
    expect(only?.data).toMatch(/^(?:😀)+…$/u)
    expect(only?.data.length).toBeLessThanOrEqual(4000)
  })
  test('hold whatever is inside, one command a line, and say all of it', async () => {
    await fc.assert(
      fc.asyncProperty(anyGateReport, async report => {
        const commands = commandsIn((await github.verdict(report, context)).text)
        for (const kind of ['error', 'warning', 'notice'])
          expect(commands.filter(({ name }) => name === kind).length).toBeLessThanOrEqual(10)
        expect(commands.map(({ name }) => name)).not.toContainEqual(
          expect.not.stringMatching(/^(?:error|warning|notice)$/),
        )
        if (report.outcome === 'unknown' || (report.outcome === 'fail' && !report.advisory))
          expect(commands[0]?.name).toBe('error')
        const [reason] = statementsOf(report).filter(({ severity }) => severity === 'error')
        if (reason?.message.trim() && report.findings.length < 10 && placeOf(reason) === null)
          expect(commands.map(({ data }) => data)).toContain(
            visibleText(reason.message.replaceAll('\r\n', '\n')),
          )
        for (const { properties, data } of commands) {
          expect(data).not.toBe('')
          expect(`${properties.title}${data}`).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}]/u)
          if (properties.file !== undefined)
            expect(report.findings.map(({ path }) => exactPath(path ?? ''))).toContain(properties.file)
        }
      }),
    )
  })
})

describe('the step summary', () => {
  test('is the Markdown, apart from what another gate left there', async () => {
    const one = appended(await render({}), '/runner/summary')
    expect(`no line end${one}${one}`).toBe(
      `no line end\n\n${(await context.markdown()).trim()}\n\n\n${(await context.markdown()).trim()}\n`,
    )
  })
  test('is not made where nobody shows it', async () => {
    const markdown = vi.fn(async () => 'x')
    expect((await render({}, contextWith({ env: { GITHUB_OUTPUT: '/o' }, markdown }))).besides).toHaveLength(
      1,
    )
    expect(markdown).not.toHaveBeenCalled()
  })
  test('is cut between lines, and says so first', async () => {
    const markdown = async () => `${'深'.repeat(99)}\n`.repeat(4000)
    const text = appended(await render({}, { ...context, markdown }), '/runner/summary')
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(500_200)
    expect(text).toMatch(/^\n\n_This summary is cut: /)
    expect(text).toMatch(/\n深{99}\n$/u)
    expect(text).not.toContain('\ufffd')
  })
})

describe('outputs', () => {
  test('are the verdict, the sentence, and the figures', async () => {
    expect(Object.fromEntries(outputsIn(appended(await render({}), '/runner/output')))).toEqual({
      verdict: 'fail',
      'coverage-verdict': 'fail',
      summary: sampleGateReport.summary,
      'patch-lines': '55.55',
      'patch-lines-covered': '5',
      'patch-lines-total': '9',
      'patch-functions': '66.66',
      'patch-functions-covered': '2',
      'patch-functions-total': '3',
      'patch-branches-covered': '0',
      'patch-branches-total': '0',
      'missed-lines': '4',
    })
  })
  test('never say 100 of what is not whole', async () => {
    const outputs = outputsIn(appended(await github.verdict(hostileGateReport, context), '/runner/output'))
    expect(outputs.get('patch-lines')).toBe('99.99')
    const whole = outputsIn(appended(await github.verdict(passingGateReport, context), '/runner/output'))
    expect(whole.get('patch-lines')).toBe('100')
  })
  test('are the same each time, and no text adds another', async () => {
    await fc.assert(
      fc.asyncProperty(anyGateReport, async report => {
        const text = appended(await github.verdict(report, context), '/runner/output')
        expect(appended(await github.verdict(report, context), '/runner/output')).toBe(text)
        const outputs = outputsIn(`left=open${text}`)
        expect(outputs.get('left')).toBe('open')
        expect(outputs.get('summary')).toBe(visibleText(report.summary.replaceAll('\r\n', '\n')))
        const named = report.figures.flatMap(({ name }) => {
          const safe = name.replace(/[^\w-]+/g, '-')
          return [safe, `${safe}-covered`, `${safe}-total`]
        })
        const known = ['left', 'verdict', `${report.gate}-verdict`, 'summary', ...named]
        for (const name of outputs.keys()) expect(known).toContain(name)
        if (!named.includes('verdict')) expect(outputs.get('verdict')).toBe(report.outcome)
      }),
    )
  })
})

describe('a gate that could not tell', () => {
  const fault = async (given = sampleGateFault) =>
    (await github.fault(given, context)) ?? expect.fail('it has a form')
  test('is one error, a summary, and outputs', async () => {
    const rendering = await fault()
    expect(commandsIn(rendering.text)).toEqual([
      {
        name: 'error',
        properties: { title: 'cd-gate coverage: could not tell' },
        data: `${sampleGateFault.message}\n${sampleGateFault.hint}`,
      },
    ])
    expect(outputsIn(appended(rendering, '/runner/output')).get('verdict')).toBe('unknown')
    expect(appended(rendering, '/runner/summary')).toContain(`COULD NOT TELL\n\n${sampleGateFault.message}`)
    await expect(golden(rendering)).toMatchFileSnapshot('golden/hosts/github-fault.txt')
  })
  test('says nothing else to the runner, whatever is inside', async () => {
    expect(commandsIn((await fault(hostileGateFault)).text)).toHaveLength(1)
    await fc.assert(
      fc.asyncProperty(anyGateFault, async given => {
        const rendering = await fault(given)
        expect(commandsIn(rendering.text)).toHaveLength(1)
        const names = [...outputsIn(appended(rendering, '/runner/output')).keys()]
        expect(names).toEqual(['verdict', `${given.gate}-verdict`, 'summary'])
      }),
    )
  })
})
