import { styleText } from 'node:util'
import { cutEnd, wrap } from '../../core/columns.ts'
import { plural, visible } from '../../core/text.ts'
import type { Explanation } from '../explanation.ts'
import type { TestRun } from '../model.ts'
import { reproducible } from '../reproduce.ts'
import { type Figure, type Ruling, rules } from '../score-ruling.ts'
import { thresholds } from '../score-thresholds.ts'
import type { RenderOptions } from './report.ts'
import * as word from './wording.ts'

const LINE = 12_000
const RUNS = 20

type Style = Parameters<typeof styleText>[0]

/** Every number, the rules with their bounds and where these come from, the newest runs, and how to see it for oneself. */
export function renderExplanation(
  explanation: Explanation,
  { colour, width }: Pick<RenderOptions, 'colour' | 'width'>,
): string {
  const paint = (style: Style, text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text
  const columns = Math.max(40, Math.min(width, 120))
  // Only what we say ourselves begins a line at its very start: CI logs read some beginnings as commands.
  const lines = (text: string, indent = '  '): readonly string[] =>
    wrap(cutEnd(visible(text), LINE), columns, indent, indent || '  ')
  const { test, deciding, runs, months, command, builds } = explanation
  const blocks: readonly (readonly string[])[] = [
    [
      ...lines(`${word.stateWords[test.state]}: ${test.test.name}`, '').map(line => paint('bold', line)),
      ...lines(`id ${test.test.id}, ${word.placeOf(test)}, ${test.test.classname}`),
      ...lines(`owner: ${word.ownerText(test.owner)}`),
      ...(deciding ? lines(`because of the rule ${sentenceOf(deciding)}`) : lines(undecided(test.state))),
    ],
    [
      paint('bold', 'Figures'),
      ...lines(`rate: ${word.rateText(test)}, with 90 %; Wilson 95 %: ${interval(test.verdict.rate.wilson)}`),
      ...lines(posteriorText(explanation)),
      ...lines(
        `${plural(builds, 'build')} looked at; ${plural(test.verdict.rate.hardFailures, 'hard failure')} and ${plural(test.verdict.rate.incidents, 'run')} in incidents do not count for the rate`,
      ),
      ...lines(`cost: ${word.costText(test)}`),
    ],
    streakLines(explanation, lines, text => paint('bold', text)),
    [paint('bold', 'Rules')],
    ...test.verdict.evidence.map(each => rulingLines(each, lines, paint)),
    test.verdict.evidence.length === 0 ? lines('none had to be asked') : [],
    failureLines(explanation, lines, text => paint('bold', text)),
    [
      paint('bold', `Newest runs (${Math.min(runs.length, RUNS)} of ${runs.length})`),
      ...runs.slice(0, RUNS).flatMap(run => lines(runText(run))),
    ],
    months.length === 0
      ? []
      : [
          paint('bold', 'Earlier'),
          ...months.flatMap(({ month, runs: all, flaky, failed }) =>
            lines(
              `${month.slice(0, 4)}-${month.slice(4)}: ${plural(all, 'run')}, ${flaky} flaky, ${failed} failed`,
            ),
          ),
        ],
    [
      paint('bold', 'Reproduce'),
      // A command to paste is not broken into lines.
      ...(command === null
        ? lines(
            `no command is known: the record does not keep the runner; give --runner (${reproducible.join(', ')}), or run its file`,
          )
        : [`  ${command}`]),
    ],
  ]
  const text = blocks.filter(block => block.length > 0).map(block => block.join('\n'))
  return `${text.join('\n\n')}\n`
}

type Lines = (text: string, indent?: string) => readonly string[]

function sentenceOf({ rule }: Ruling): string {
  return `"${rule}": ${rules[rule]}`
}

function undecided(state: string): string {
  return state === 'failed'
    ? 'it failed to the end, and too few attempts tell broken from flaky'
    : 'no rule holds that would make it anything else'
}

function interval([low, high]: readonly [number, number]): string {
  return `${word.percent(low)} to ${word.percent(high)}`
}

function posteriorText({ test }: Explanation): string {
  const { posterior, weighted } = test.verdict.rate
  const parameters = `Beta(${word.number(posterior.a)}, ${word.number(posterior.b)})`
  return `${parameters}, from ${word.number(weighted.events)} events in ${word.number(weighted.runs)} first attempts and the suite’s prior`
}

function streakLines({ test }: Explanation, lines: Lines, bold: (text: string) => string): readonly string[] {
  const { streak } = test.verdict
  if (!streak) return []
  const set = streak.since?.set ?? []
  return [
    bold('Failing now'),
    ...lines(`${word.streakText(test)}, ${word.sinceText(test)}`),
    ...lines(word.lastGreenText(test)),
    ...lines(
      `on ${streak.branch ?? 'an unknown branch'}, in ${streak.environment || 'an unknown environment'}`,
    ),
    ...set.flatMap(({ commit, build, after, probability }) =>
      lines(
        `${word.percent(probability)}: ${word.shortCommit(commit)}, ${word.buildText(build)}${after?.commit ? `, after ${word.shortCommit(after.commit)}` : ''}`,
        '    ',
      ),
    ),
  ]
}

function rulingLines(
  { rule, holds, figures }: Ruling,
  lines: Lines,
  paint: (style: Style, text: string) => string,
): readonly string[] {
  const mark = holds ? paint('green', '✓') : paint('dim', '✗')
  const [first = '', ...rest] = lines(`${rule}: ${rules[rule]}`, '    ')
  return [`  ${mark} ${first.slice(4)}`, ...rest, ...figures.flatMap(each => figureLines(each, lines))]
}

function figureLines({ name, value, unit, check }: Figure, lines: Lines): readonly string[] {
  const shown = (each: number): string => (unit === 'share' ? word.percent(each) : word.number(each))
  if (check === null) return lines(`${name}: ${shown(value)}`, '      ')
  const { relation, bound, threshold, holds } = check
  const { meaning, source } = thresholds[threshold]
  return [
    ...lines(
      `${name}: ${shown(value)}, ${holds ? 'which is' : 'which is not'} ${relation} ${shown(bound)}`,
      '      ',
    ),
    ...lines(`${threshold}: ${meaning}; ${source}`, '        '),
  ]
}

function failureLines(
  { test }: Explanation,
  lines: Lines,
  bold: (text: string) => string,
): readonly string[] {
  if (test.fingerprint === '' && test.message === '') return []
  const others = test.alike > 0 ? `, shared with ${plural(test.alike, 'other test')}` : ''
  return [
    bold('Newest failure'),
    ...(test.message === '' ? [] : lines(test.message)),
    ...lines(`fingerprint ${test.fingerprint || 'unknown'}${others}`),
    ...test.quarantine.flatMap(each =>
      lines(`in quarantine until ${each.expires} (${each.fingerprint}), ${each.owner}: ${each.reason}`),
    ),
  ]
}

function runText({ build, result, exception, incident }: TestRun): string {
  const commit = build.commit === null ? '' : `, ${word.shortCommit(build.commit)}`
  const attempts =
    exception === null
      ? ''
      : `, ${exception.failures} of ${plural(exception.attempts, 'attempt')} failed (${exception.fingerprint || 'no fingerprint'})`
  return `${word.minute(build.at)}  ${result}${incident ? ' in an incident' : ''}${attempts}, build ${word.buildName(build.id)}${build.shard === '' ? '' : ` shard ${build.shard}`}${commit}`
}
