import { cutEnd, wrap } from '../../core/columns.ts'
import { openStore } from '../../core/system/store/open-store.ts'
import { visible } from '../../core/text.ts'
import { type FlakyOptions, flakyOptions, onlyFlaky } from '../../flaky/options.ts'
import {
  capOf,
  expiryFault,
  fileFaults,
  type QuarantineEntry,
  type QuarantineFault,
} from '../../flaky/quarantine.ts'
import { type EntryHealth, healthOf } from '../../flaky/quarantine-health.ts'
import { historyOf } from '../../flaky/report-model.ts'
import * as word from '../../flaky/reports/wording.ts'
import { surveyRecord } from '../../flaky/survey.ts'
import type { CommandModule, Invocation, World } from '../command.ts'
import { quarantineAt } from './flaky-setting.ts'

export const flakyQuarantineListCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky('quarantine', 'quarantineCap', 'record', 'branch', 'builds'),
  sectionOptions: flakyOptions,
  examples: [
    { command: 'cd-gate flaky quarantine list', what: 'who owns what is excused, why, and until when' },
  ],
  run: invocation => show(invocation, 'list'),
}

export const flakyQuarantineCheckCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky('quarantine', 'quarantineCap', 'record', 'branch', 'builds'),
  sectionOptions: flakyOptions,
  examples: [
    {
      command: 'cd-gate flaky quarantine check',
      what: 'exit code 1 when entries have expired, name nobody or are too many; which are healed',
    },
  ],
  run: invocation => show(invocation, 'check'),
}

/** `list` tells; `check` judges as well. */
async function show(
  { options, common, world }: Invocation<FlakyOptions>,
  what: 'list' | 'check',
): Promise<number> {
  const { entries, name } = quarantineAt(options, world)
  const now = Date.now()
  const { health, tests, known } = await healthAll(entries, options, now, world)
  const expired = health.filter(each => each.expired && each.health === 'failing')
  const faults: readonly QuarantineFault[] = [
    ...expired.map(({ entry }) => expiryFault(entry)),
    ...fileFaults(entries, { now, cap: capOf(options.quarantineCap, tests) }),
  ]
  const outcome = faults.length > 0 ? 'fail' : 'pass'
  if (common.json) {
    const document = {
      schema: `cd-gate/flaky-quarantine-${what}/1`,
      ...(what === 'check' ? { outcome } : {}),
      file: name,
      entries: health.map(({ entry, ...rest }) => ({ ...entry, ...rest })),
      faults: faults.map(({ rule, message, entry }) => ({ rule, message, id: entry?.id ?? null })),
    }
    world.out(`${JSON.stringify(document, null, 2)}\n`)
  } else world.out(textOf(health, faults, name, known, what, world))
  return what === 'check' && outcome === 'fail' ? 1 : 0
}

/** A quarantine may be judged without a record; then nobody knows what is healed. */
async function healthAll(
  entries: readonly QuarantineEntry[],
  { record, branch, builds }: FlakyOptions,
  now: number,
  world: World,
): Promise<{ readonly health: readonly EntryHealth[]; readonly tests: number; readonly known: boolean }> {
  const store = entries.length === 0 ? null : await openStore(record, { cwd: world.cwd, env: world.env })
  if (store === null)
    return { health: entries.map(entry => healthOf(entry, null, now)), tests: 0, known: entries.length === 0 }
  try {
    const ids = new Set(entries.map(({ id }) => id))
    // With every name that the tests have had: the survey sees to it.
    const survey = await surveyRecord(store, { branch, builds, now, also: ({ id }) => ids.has(id) })
    return {
      health: entries.map(entry => healthOf(entry, historyOf(survey, entry.id), now)),
      tests: survey.newestTests,
      known: survey.builds.length > 0,
    }
  } finally {
    await store.close()
  }
}

const LINE = 1_000

function textOf(
  health: readonly EntryHealth[],
  faults: readonly QuarantineFault[],
  file: string,
  known: boolean,
  what: 'list' | 'check',
  { width }: Pick<World, 'width'>,
): string {
  const columns = Math.max(40, Math.min(width, 120))
  const line = (text: string, first: string): string =>
    wrap(cutEnd(visible(text), LINE), columns, first, ' '.repeat(first.length))
      .map(each => cutEnd(each, columns))
      .join('\n')
  const items = health
    .filter(each => what === 'list' || each.health === 'healed' || each.now !== null)
    .map(each => {
      const { entry } = each
      return [
        `${each.health === 'healed' ? '✓' : '◌'} ${cutEnd(visible(entry.name), columns - 2)}`,
        line(`${entry.file ?? entry.classname}  ${entry.id}  ${entry.fingerprint}`, '    '),
        line(`${word.expiryText(each)}, ${word.ownerText(entry.owner)}: ${word.healthText(each)}`, '    '),
        ...(each.now === null ? [] : [line(`${word.renamedText(each)} (${each.now.id})`, '    ')]),
        ...(entry.reason === '' ? [] : [line(entry.reason, '    ')]),
      ].join('\n')
    })
  const healed = health.filter(each => each.health === 'healed').length
  const blocks = [
    ...items,
    faults.map(({ message }) => line(message, '! ')).join('\n'),
    ...(known ? [] : ['! the record holds no build: which entries are healed cannot be told']),
    `${visible(file)}: ${health.length} in quarantine, ${healed} healed, ${faults.length === 0 ? 'nothing is wrong' : `${faults.length} wrong`}`,
    ...(healed > 0 && what === 'check'
      ? ['Take out what is healed: cd-gate flaky quarantine remove <id>']
      : []),
  ]
  return `${blocks.filter(Boolean).join('\n')}\n`
}
