import { type Exchange, pullStore, pushStore, type Retention } from '../../core/system/store/git-ref.ts'
import { plural, visible } from '../../core/text.ts'
import { recordsNamed } from '../../coverage-gate/baseline/kept-records.ts'
import { surplusRecords } from '../../coverage-gate/baseline/retention.ts'
import { type FlakyOptions, flakyOptions, onlyFlaky } from '../../flaky/options.ts'
import { pruneRecord } from '../../flaky/retention.ts'
import { recordRetention } from '../../flaky/retention-exchange.ts'
import type { CommandModule, Invocation } from '../command.ts'
import { withRecord } from './flaky-setting.ts'

export const flakyRecordPushCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky('record', 'remote', 'ref'),
  sectionOptions: flakyOptions,
  examples: [
    {
      command: 'cd-gate flaky record push',
      what: 'unite the record with that of the remote, in both directions: no server but git is needed',
    },
  ],
  run: invocation => exchange(invocation, 'push'),
}

export const flakyRecordPullCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky('record', 'remote', 'ref'),
  sectionOptions: flakyOptions,
  examples: [
    {
      command: 'cd-gate flaky record pull',
      what: 'before the tests on a fresh agent: what other builds have recorded',
    },
  ],
  run: invocation => exchange(invocation, 'pull'),
}

async function exchange(
  { options, common, world }: Invocation<FlakyOptions>,
  direction: 'push' | 'pull',
): Promise<number> {
  const { remote, ref } = options
  const done = await withRecord(options, world, `record ${direction}`, async (store): Promise<Exchange> => {
    const place = { cwd: world.cwd, remote, ref }
    const retention = withCoverage(recordRetention(store))
    return direction === 'push' ? pushStore(store, place, retention) : pullStore(store, place, retention)
  })
  if (common.json) {
    const document = {
      schema: 'cd-gate/flaky-record-exchange/1',
      direction,
      remote,
      ref,
      dropped: 0,
      ...done,
    }
    world.out(`${JSON.stringify(document, null, 2)}\n`)
  } else
    world.out(
      `${plural(done.received, 'segment')} received, ${done.sent} sent${droppedText(done)}: ${visible(ref)} of ${visible(remote)}\n`,
    )
  return 0
}

/** Coverage records lie in the same place, and travel with it: of them, too, those stay behind that nobody needs. */
function withCoverage(retention: Retention): Retention {
  return {
    ...retention,
    obsolete: async keys => {
      const surplus = surplusRecords(recordsNamed(keys)).map(each => each.key)
      return new Set([...(await retention.obsolete(keys)), ...surplus])
    },
  }
}

/** Only where there are any: most exchanges have none. */
function droppedText({ dropped = 0 }: Exchange): string {
  return dropped === 0 ? '' : `, ${dropped} dropped that are needed no longer`
}

export const flakyRecordPruneCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky('record', 'keep'),
  sectionOptions: flakyOptions,
  examples: [
    {
      command: 'cd-gate flaky record prune',
      what: 'fold builds that are older than the newest 500 into monthly counts',
    },
  ],
  run: prune,
}

async function prune({ options, common, world }: Invocation<FlakyOptions>): Promise<number> {
  const done = await withRecord(options, world, 'record prune', store =>
    pruneRecord(store, { keep: options.keep, now: Date.now() }),
  )
  for (const key of done.unreadable)
    world.log(`cd-gate: the segment ${visible(key)} of the record cannot be read: it stays where it is.`)
  if (common.json) {
    world.out(`${JSON.stringify({ schema: 'cd-gate/flaky-record-prune/1', ...done }, null, 2)}\n`)
    return 0
  }
  const later = done.namesMarked > 0 ? `, ${done.namesMarked} to be removed a day from now` : ''
  world.out(
    `${plural(done.builds, 'build')} with detail, ${plural(done.folded, 'segment')} folded, ${plural(done.months, 'month')} of counts\n${plural(done.namesRemoved, 'list')} of names removed${later}\n`,
  )
  return 0
}
