import { dirname, join } from 'node:path'
import { gateError } from '../../core/errors.ts'
import { maskStrings } from '../../core/redact.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import { readAliases } from '../../flaky/aliases.ts'
import { decidingRule, type Explanation } from '../../flaky/explanation.ts'
import { mayBeMeant } from '../../flaky/find-test.ts'
import { monthsOf } from '../../flaky/folds.ts'
import { familiesOf } from '../../flaky/identity.ts'
import type { TestRef } from '../../flaky/model.ts'
import { type FlakyOptions, flakyOptions, onlyFlaky } from '../../flaky/options.ts'
import { surveyedTests } from '../../flaky/report-model.ts'
import { explanationJson } from '../../flaky/reports/explain-json.ts'
import { renderExplanation } from '../../flaky/reports/explain-terminal.ts'
import { reproduceCommand, reproducible } from '../../flaky/reproduce.ts'
import { readFolds } from '../../flaky/retention.ts'
import type { CommandModule, Invocation } from '../command.ts'
import { meantTest, wordsOf } from './flaky-meant-test.ts'
import { knownRunner } from './flaky-runner-name.ts'
import { ownersFor, quarantineAt, surveyOf, withRecord } from './flaky-setting.ts'

export const flakyExplainCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky('test', 'record', 'branch', 'builds', 'quarantine', 'codeOwners', 'runner'),
  sectionOptions: flakyOptions,
  examples: [
    {
      command: 'cd-gate flaky explain "adds two numbers"',
      what: 'every number behind the verdict on this test, and the command that reproduces it',
    },
  ],
  run: explain,
}

async function explain({ options, common, world }: Invocation<FlakyOptions>): Promise<number> {
  const words = wordsOf(options.test)
  const runner = options.runner === null ? null : knownRunner(options.runner, reproducible)
  const ownerOf = ownersFor(options, world)
  const { entries } = quarantineAt(options, world)
  const now = Date.now()
  const explanation = await withRecord(options, world, 'explain', async (store): Promise<Explanation> => {
    const survey = await surveyOf(store, options, now, mayBeMeant(words), world)
    const meant = meantTest(
      survey.tests.map(({ history }) => history.test),
      words,
      `the record ${store.where}`,
    )
    const setting = { now, ownerOf, quarantine: entries, cap: options.quarantineCap }
    const index = survey.tests.findIndex(({ history }) => history.test.id === meant.id)
    const [surveyed, test] = [survey.tests[index], surveyedTests(survey, setting)[index]]
    if (!surveyed || !test) throw gateError('flaky.empty-record', { where: survey.where, branch: '' })
    const { folds } = await readFolds(store)
    const family = familiesOf((await readAliases(store)).aliases).get(meant.id) ?? new Set([meant.id])
    const detailed = new Set(await store.keys('builds/'))
    return {
      test,
      deciding: decidingRule(test.state, test.verdict.evidence),
      runs: surveyed.history.runs.toReversed(),
      months: monthsOf([...folds.values()], family, detailed),
      command: reproduceCommand(meant, runner ?? runnerOf(meant, world.cwd)),
      builds: survey.builds.length,
    }
  })
  const shown = maskStrings(explanation, world.mask)
  world.out(common.json ? explanationJson(shown) : renderExplanation(shown, world))
  return 0
}

/** How a package.json shows that a runner is used. */
const signs: readonly (readonly [sign: RegExp, runner: string])[] = [
  [/"vitest":/, 'vitest'],
  [/"jest":/, 'jest'],
  [/"@playwright\/test":/, 'playwright'],
  [/"mocha":/, 'mocha'],
  [/\bnode [^"]*--test\b/, 'node'],
]

/** The record does not keep it: what the nearest package.json says that names any; `null` where none does, or several. */
function runnerOf({ file }: TestRef, cwd: string): string | null {
  if (file?.endsWith('.py')) return 'pytest'
  if (file === null || !/\.[cm]?[jt]sx?$/.test(file)) return null
  for (let directory = cwd; ; directory = dirname(directory)) {
    const text = readTextOrNull(join(directory, 'package.json')) ?? ''
    const [found, ...others] = signs.filter(([sign]) => sign.test(text))
    if (found) return others.length === 0 ? found[1] : null
    if (dirname(directory) === directory) return null
  }
}
