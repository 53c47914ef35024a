// @ts-check
/** @import { Runner } from './suite.mjs' */
/** @import { Measurements } from './limits.mjs' */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'
import { isWithin } from '../measure/limits.mjs'
import { METER, measure, median } from '../measure/meter.mjs'
import { limitTable, table } from '../measure/table.mjs'
import { contendersOf } from './contenders.mjs'
import { judge } from './limits.mjs'
import { race } from './race.mjs'
import { writeTestFiles } from './suite.mjs'

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))
const WORK = join(REPOSITORY, 'bench/.work/reporters')
const DIST = join(REPOSITORY, 'dist')
const EMPTY = fileURLToPath(new URL('null/vitest.mjs', import.meta.url))
const SIZE = { files: 200, tests: 100 }
const RUNNERS = /** @type {const} */ (['vitest', 'mocha'])
const ADAPTERS = ['vitest', 'mocha', 'node-test', 'jest', 'playwright']
const MERGED_BYTES = 100e6

const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' } } })
const rounds = Number(values.runs)
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--runs takes a number from 1 on, not ${values.runs}`)

/** @param {string} text */
const log = text => process.stderr.write(`${text}\n`)

/** @param {readonly string[]} args of node */
async function nodeRun(args) {
  const measured = await measure({ command: process.execPath, args, directory: WORK })
  if (measured.status !== 0) throw new Error(`node ${args.join(' ')}: ${measured.stderr.slice(0, 500)}`)
  return measured
}

/** @param {Runner} runner */
async function raceRunner(runner) {
  log(`${runner}: ${SIZE.files} files of ${SIZE.tests} tests`)
  const directory = join(WORK, runner)
  writeTestFiles(directory, runner, SIZE)
  return race(contendersOf(runner, directory), rounds)
}

/** CPU milliseconds of the import, in a process that has imported something before, as runners have. @param {string} adapter */
async function importOf(adapter) {
  const script = `await import(process.argv[2]); const before = process.cpuUsage(); await import(process.argv[1]); const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000)`
  const taken = []
  for (let round = 0; round < rounds * 3; round += 1)
    taken.push(
      Number(
        (await nodeRun(['--input-type=module', '-e', script, join(DIST, `reporters/${adapter}.js`), EMPTY]))
          .stdout,
      ),
    )
  return median(taken)
}

/** The recorder by itself, which the package does not export. */
async function bundleRecorder() {
  const file = join(WORK, 'open-recording.mjs')
  const bundle = await rolldown({
    input: join(REPOSITORY, 'reporters/open-recording.ts'),
    platform: 'node',
    external: /^[^./]/,
  })
  await bundle.write({ file, format: 'esm' })
  return file
}

/** @param {string} recorder @param {string} report @param {readonly string[]} options */
const drive = (recorder, report, options) =>
  nodeRun([
    // With its usual size the young generation grows with the garbage, whatever is held.
    '--max-semi-space-size=1',
    fileURLToPath(new URL('drive.mjs', import.meta.url)),
    recorder,
    report,
    ...options,
  ])

/** Peak MiB of a recorded run. @param {string} recorder @param {number} files @param {number} mebibytes */
async function heldBy(recorder, files, mebibytes) {
  const options = ['--files', String(files), '--mebibytes', String(mebibytes)]
  const peaks = []
  for (let round = 0; round < 3; round += 1)
    peaks.push((await drive(recorder, join(WORK, 'driven.xml'), options)).peakMiB ?? 0)
  return median(peaks)
}

/** Merges 100 MB of reports, as the shards of one run leave them. @param {string} recorder */
async function merge(recorder) {
  const shards = []
  for (let bytes = 0; bytes < MERGED_BYTES; bytes += statSync(shards.at(-1) ?? '').size) {
    shards.push(join(WORK, `shard-${shards.length}.xml`))
    await drive(recorder, shards.at(-1) ?? '', ['--files', '1000', '--from', String(shards.length * 1_000)])
  }
  const merged = join(WORK, 'merged.xml')
  const { cpuSeconds, peakMiB } = await nodeRun([
    join(DIST, 'cli/bin.js'),
    ...['xunit', 'merge', ...shards, '--output', merged],
  ])
  return { cpuSeconds, peakMiB }
}

if (!existsSync(join(DIST, 'reporters/vitest.js'))) {
  log('cd-gate is not built: npm run build')
  process.exit(3)
}
mkdirSync(WORK, { recursive: true })

/** @type {Measurements['runs']} */
const runs = {}
for (const runner of RUNNERS) runs[runner] = await raceRunner(runner)
log('imports')
/** @type {Measurements['imports']} */
const imports = {}
for (const adapter of ADAPTERS) imports[adapter] = await importOf(adapter)
log('memory')
const recorder = await bundleRecorder()
const held = {
  few: await heldBy(recorder, 100, 0),
  many: await heldBy(recorder, 1_000, 0),
  printed: await heldBy(recorder, 100, 1_024),
}
log('merge')
const limits = judge({ runs, imports, held, merge: await merge(recorder) })

const rows = [['runner', 'reporter', 'CPU s', 'over null', 'peak MiB', 'over null']]
for (const [runner, contenders] of Object.entries(runs))
  for (const [name, { own, over }] of Object.entries(contenders))
    rows.push([
      runner,
      name,
      own.cpuSeconds.toFixed(2),
      over.cpuSeconds.toFixed(2),
      (own.peakMiB ?? 0).toFixed(0),
      (over.peakMiB ?? 0).toFixed(1),
    ])
console.log(`Medians of ${rounds} rounds; ${METER}; Node ${process.version}\n`)
console.log(`${table(rows)}\n\n${limitTable(limits)}`)
process.exitCode = limits.every(isWithin) ? 0 : 1
