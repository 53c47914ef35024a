import { createHash } from 'node:crypto'
import { gateError } from '../../core/errors.ts'
import type { TestSuite } from '../../core/test-run.ts'
import { plural, visible } from '../../core/text.ts'
import { importedBuild, importedObservations } from '../../flaky/import.ts'
import { type FlakyOptions, flakyOptions, onlyFlaky } from '../../flaky/options.ts'
import { openRecord } from '../../flaky/record.ts'
import { minute } from '../../flaky/reports/wording.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import type { CommandModule, Invocation } from '../command.ts'
import { withRecord } from './flaky-setting.ts'
import { findXunitFiles, piecesOf, type XunitFile } from './xunit-files.ts'

export const flakyImportCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky('files', 'build', 'shard', 'commit', 'branch', 'at', 'environment', 'record'),
  sectionOptions: flakyOptions,
  examples: [
    {
      command:
        'cd-gate flaky import target/surefire-reports/TEST-*.xml --build 812 --commit 3f2a9c1 --branch main',
      what: 'take what another runner reported of one build into the record',
    },
  ],
  run: importReports,
}

/**
 * One build at a time. A report that cannot be read whole stops it before anything is written: what the record holds of a
 * build is never changed, so that half of it would stay half for ever.
 */
async function importReports({ options, common, world }: Invocation<FlakyOptions>): Promise<number> {
  const { files, missing } = await findXunitFiles(options.files, world.cwd, null)
  const [lost] = missing
  if (lost) throw lost.error
  const suites: TestSuite[] = []
  const digests: string[] = []
  for (const file of files) {
    const read = readReport(file)
    suites.push(...read.suites)
    digests.push(read.digest)
  }
  const build = importedBuild(options, suites, digests)
  if (build === null) {
    const { expected, example } = flakyOptions.at.type
    throw gateError('usage.missing-value', { source: '--at', expected, example })
  }
  const observations = importedObservations(suites)
  const ran = observations.filter(each => each.ran)
  const troubled = ran.filter(({ exception }) => exception !== null)
  const flaky = troubled.filter(({ exception }) => exception?.result === 'flaky').length
  await withRecord(options, world, 'import', store => openRecord(store).append(build, observations, true))
  const tests = { ran: ran.length, flaky, failed: troubled.length - flaky }
  if (common.json) {
    const { id, shard, at, branch, commit, environment } = build
    const told = { build: id, shard, at: new Date(at).toISOString(), branch, commit, environment }
    world.out(`${JSON.stringify({ schema: 'cd-gate/flaky-import/1', ...told, tests }, null, 2)}\n`)
  } else
    world.out(
      `recorded build ${visible(build.id)} (${minute(build.at)}): ${plural(tests.ran, 'test')}, ${tests.failed} failed, ${tests.flaky} flaky\n`,
    )
  return 0
}

function readReport(file: XunitFile): { readonly suites: readonly TestSuite[]; readonly digest: string } {
  const digest = createHash('sha256')
  const pieces = function* (): Generator<Uint8Array, void, void> {
    for (const piece of piecesOf(file)) {
      digest.update(piece)
      yield piece
    }
  }
  const suites = [...readXunit(pieces(), file.name)]
  return { suites, digest: digest.digest('hex') }
}
