import { styleText } from 'node:util'
import { plural, visible } from '../core/text.ts'
import type { StopReason } from './brakes.ts'
import type { FlakyRunResult, TestLine } from './run-result.ts'

const verdicts = {
  pass: { word: 'PASS', colour: 'green' },
  fail: { word: 'FAIL', colour: 'red' },
  unknown: { word: 'COULD NOT TELL', colour: 'yellow' },
} as const

const stops: Readonly<Record<StopReason, string>> = {
  'too-many-failures': 'too many failures for a rerun: the build is broken (--max-failures)',
  'suite-error': 'no rerun: the failure belongs to the run itself, and to no test',
  crashed: 'no rerun: the run crashed before any test',
  'no-tests': 'no rerun: no test ran',
  'budget-used-up': 'the time for reruns is used up (--rerun-budget)',
  'reruns-used-up': 'the reruns are used up (--reruns)',
  interrupted: 'interrupted',
}

/** What a developer reads at the end of the log. */
export function renderRun(result: FlakyRunResult, output: string, colour: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text
  const { word, colour: tint } = verdicts[result.outcome]
  const lines = [`${paint(tint, word)}  ${result.say}`, `  ${countsOf(result)}`]
  const section = (title: string, tests: readonly TestLine[], mark: string, tinted: 'red' | 'yellow') => {
    if (tests.length === 0) return
    lines.push('', title)
    for (const each of tests) lines.push(...testLines(each, paint(tinted, mark)))
  }
  section('Failed to the end:', result.failed, '✗', 'red')
  section('Flaky: failed, and then passed:', result.flaky, '~', 'yellow')
  section('Failing in quarantine:', result.quarantined, '!', 'yellow')
  section('Cut short, without a result:', result.unfinished, '?', 'yellow')
  if (result.missing.length > 0) {
    lines.push(
      '',
      `The rerun did not run ${plural(result.missing.length, 'test')} that it was asked for; they stay failed:`,
    )
    for (const name of result.missing) lines.push(`  ? ${visible(name)}`)
  }
  for (const fault of [...result.rerunFaults, ...result.faults]) lines.push('', visible(fault))
  const stop = result.stoppedBecause
  if (stop !== null && stop !== 'reruns-used-up') lines.push('', stops[stop])
  if (result.incident) lines.push('', 'One failure is behind most of them: an incident, not the tests.')
  lines.push('', `Every attempt is in ${visible(output)}.`)
  return `${lines.join('\n')}\n`
}

function countsOf({ tests, runs }: FlakyRunResult): string {
  const counts = [
    `${tests.passed} passed`,
    tests.flaky > 0 ? `${tests.flaky} flaky` : '',
    tests.failed + tests.errored > 0 ? `${tests.failed + tests.errored} failed` : '',
    tests.quarantined > 0 ? `${tests.quarantined} of them in quarantine` : '',
    tests.skipped > 0 ? `${tests.skipped} skipped` : '',
    tests.notRun > 0 ? `${tests.notRun} not run` : '',
  ].filter(each => each !== '')
  const reruns = runs.length - 1
  return `${plural(tests.tests, 'test')}: ${counts.join(', ')}${reruns > 0 ? ` (${plural(reruns, 'rerun')})` : ''}`
}

function testLines(
  { name, classname, file, line, attempts, message }: TestLine,
  mark: string,
): readonly string[] {
  const place = file === null ? classname : line === null ? file : `${file}:${line}`
  const head = `  ${mark} ${visible(name)}  ${visible(place)}  ${plural(attempts, 'attempt')}`
  return message === '' ? [head] : [head, `      ${visible(message)}`]
}
