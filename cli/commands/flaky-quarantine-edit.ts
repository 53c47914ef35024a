import { gateError } from '../../core/errors.ts'
import { visible } from '../../core/text.ts'
import { mayBeMeant } from '../../flaky/find-test.ts'
import type { Exception, TestHistory } from '../../flaky/model.ts'
import { type FlakyOptions, flakyOptions, onlyFlaky } from '../../flaky/options.ts'
import { dayAt, isExpired, type QuarantineEntry } from '../../flaky/quarantine.ts'
import { quarantineText } from '../../flaky/quarantine-file.ts'
import { isSameTest } from '../../flaky/quarantine-renames.ts'
import { newestFailure } from '../../flaky/report-model.ts'
import type { CommandModule, Invocation } from '../command.ts'
import { meantTest, needed, wordsOf } from './flaky-meant-test.ts'
import { ownersFor, quarantineAt, surveyOf, withRecord } from './flaky-setting.ts'

export const flakyQuarantineAddCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky(
    'test',
    'owner',
    'reason',
    'expires',
    'fingerprint',
    'quarantine',
    'codeOwners',
    'record',
    'branch',
    'builds',
  ),
  sectionOptions: flakyOptions,
  examples: [
    {
      command:
        'cd-gate flaky quarantine add "adds two numbers" --owner @org/maths --reason "rounding, #12" --expires 2026-12-31',
      what: 'excuse the newest failure of this test, and no other, until then',
    },
  ],
  run: add,
}

export const flakyQuarantineRemoveCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky('test', 'fingerprint', 'quarantine'),
  sectionOptions: flakyOptions,
  examples: [
    {
      command: 'cd-gate flaky quarantine remove "adds two numbers"',
      what: 'its failures count again',
    },
  ],
  run: remove,
}

/** The failure comes from the record, so that nobody types a fingerprint. An entry that is there already is renewed. */
async function add({ options, common, world }: Invocation<FlakyOptions>): Promise<number> {
  const words = wordsOf(options.test)
  const reason = needed('reason', options.reason)
  const expires = needed('expires', options.expires)
  const now = Date.now()
  if (isExpired({ expires }, now)) {
    const expected = 'a day to come'
    throw gateError('usage.bad-value', { source: '--expires', given: expires, expected, example: dayAt(now) })
  }
  const { entries, path, name } = quarantineAt(options, world, 'made')
  const ownerOf = ownersFor(options, world)
  const { history, families } = await withRecord(options, world, 'quarantine add', async store => {
    const survey = await surveyOf(store, options, now, mayBeMeant(words), world)
    const all = survey.tests.map(each => each.history)
    const { id } = meantTest(
      all.map(({ test }) => test),
      words,
      `the record ${store.where}`,
    )
    return { history: all.find(({ test }) => test.id === id) as TestHistory, families: survey.families }
  })
  const { test } = history
  const failure = failureOf(history, options.fingerprint)
  const owner = needed('owner', options.owner ?? ownerOf(test))
  const isSame = (each: QuarantineEntry): boolean =>
    isSameTest(families, each.id, test.id) && each.fingerprint === failure.fingerprint
  const since = entries.find(isSame)?.since || dayAt(now)
  const { fingerprint, message } = failure
  const entry: QuarantineEntry = { ...test, fingerprint, message, owner, reason, since, expires }
  world.write(path, quarantineText([...entries.filter(each => !isSame(each)), entry]))
  const done = entries.some(isSame) ? 'renewed' : 'added'
  if (common.json) told(world.out, { [done]: [entry] })
  else
    world.out(
      `${done} in ${visible(name)}: ${visible(test.name)}\n  ${fingerprint}: ${visible(message)}\n  until ${expires}, ${visible(owner)}\n`,
    )
  return 0
}

/** @throws GateError flaky.never-failed */
function failureOf(history: TestHistory, given: string | null): Pick<Exception, 'fingerprint' | 'message'> {
  const found =
    given === null
      ? newestFailure(history)
      : (history.runs.findLast(({ exception }) => exception?.fingerprint === given)?.exception ?? null)
  if (found && found.fingerprint !== '') return found
  throw gateError('flaky.never-failed', { name: visible(history.test.name.slice(0, 200)) })
}

/** Works without a record: what is excused stands in the file. */
async function remove({ options, common, world }: Invocation<FlakyOptions>): Promise<number> {
  const words = wordsOf(options.test)
  const { entries, path, name } = quarantineAt(options, world)
  const { id } = meantTest(entries, words, name)
  const isMeant = (each: QuarantineEntry): boolean =>
    each.id === id && (options.fingerprint === null || each.fingerprint === options.fingerprint)
  const removed = entries.filter(isMeant)
  if (removed.length === 0) {
    const given = `${words} with the failure ${options.fingerprint}`
    throw gateError('flaky.unknown-test', { given: visible(given), where: name, nearest: '' })
  }
  world.write(path, quarantineText(entries.filter(each => !isMeant(each))))
  if (common.json) told(world.out, { removed })
  else
    for (const each of removed)
      world.out(`removed from ${visible(name)}: ${visible(each.name)} (${each.fingerprint})\n`)
  return 0
}

function told(
  out: (text: string) => void,
  change: Readonly<Record<string, readonly QuarantineEntry[]>>,
): void {
  out(`${JSON.stringify({ schema: 'cd-gate/flaky-quarantine-change/1', ...change }, null, 2)}\n`)
}
