// @ts-check
// The record of 500 builds of 20,000 tests: its size, and how long the question "which tests failed in each of their
// last five runs" takes. Needs a build (`npm run build`). Exit code 1 when a limit is missed or an answer is wrong.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'

const project = join(dirname(fileURLToPath(import.meta.url)), '..')
const work = join(project, 'bench', '.work', 'flaky')
const limits = { bytesPerBuild: 5000, warmMs: 50, commandMs: 250 }
const builds = 500
const failing = 20

const jiti = createJiti(import.meta.url, { fsCache: false })
/** @param {string} file @returns {Promise<any>} */
const load = file => jiti.import(join(project, file))
const { directoryStore } = await load('core/system/store/directory-store.ts')
const { openRecord } = await load('flaky/record.ts')

/** A generator of its own, so that every run measures the same record. */
let seed = 1
const random = () => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
  return seed / 0x7fffffff
}

const tests = Array.from({ length: 20_000 }, (_, index) => ({
  id: index.toString(16).padStart(16, '0'),
  name: `does thing ${index % 50} and then something else`,
  classname: `src.module${index % 400}_test.Describe ${index % 7}`,
  file: `src/dir${index % 20}/module${index % 400}.test.ts`,
  project: '',
}))
const rates = tests.map(() => (random() < 0.0075 ? 0.01 + random() * 0.29 : 0))

/** @param {any} record */
async function fill(record) {
  for (let build = 0; build < builds; build += 1) {
    const observations = tests.map((test, index) => {
      const isBroken = index % (tests.length / failing) === 7 && build >= builds - 12
      const bad = isBroken || random() < (rates[index] ?? 0)
      const exception = bad && {
        result: isBroken ? 'failed' : 'flaky',
        failures: 1,
        attempts: 2,
        fingerprint: `${index}`.padStart(16, '0'),
        message: `expected ${index} to be ${build}`,
        durationMs: 5,
        quarantined: false,
      }
      return { test, ran: index % 33 !== 0, durationMs: 5, exception: exception || null }
    })
    const at = Date.UTC(2026, 0, 1) + build * 3_600_000
    const ref = {
      id: `build-${build}`,
      shard: '',
      at,
      branch: 'main',
      commit: 'c'.repeat(40),
      environment: 'linux',
    }
    await record.append(ref, observations, true)
  }
}

/** @param {string} directory @returns {number} */
function bytesIn(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

/** @param {readonly number[]} values */
const median = values => [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN

rmSync(work, { recursive: true, force: true })
mkdirSync(work, { recursive: true })
const store = directoryStore(join(work, 'record'))
const record = openRecord(store)
await fill(record)

const warm = []
let answers = 0
for (let round = 0; round < 9; round += 1) {
  const start = performance.now()
  const window = await record.window({ branch: 'main', builds: 50 })
  const histories = await window.troubled(() => false)
  const keepFailing = histories.filter((/** @type {any} */ { runs }) =>
    runs.slice(-5).every((/** @type {any} */ run) => run.result === 'failed'),
  )
  warm.push(performance.now() - start)
  answers = keepFailing.length
}
const command = []
let reported = 0
for (let round = 0; round < 5; round += 1) {
  const args = [
    join(project, 'dist', 'cli', 'bin.js'),
    'flaky',
    'report',
    '--json',
    '--builds',
    '50',
    '--record',
    `file:${join(work, 'record')}`,
  ]
  const start = performance.now()
  const { stdout } = spawnSync(process.execPath, args, { cwd: work, encoding: 'utf8', maxBuffer: 1 << 28 })
  command.push(performance.now() - start)
  reported = JSON.parse(stdout).continuallyFailing.length
}
const expected = tests.filter((_, index) => index % (tests.length / failing) === 7 && index % 33 !== 0).length
const seen = {
  bytesPerBuild: bytesIn(join(work, 'record', 'builds')) / builds,
  warmMs: median(warm),
  commandMs: median(command),
}
const node = []
for (let round = 0; round < 5; round += 1) {
  const start = performance.now()
  spawnSync(process.execPath, ['-e', '0'])
  node.push(performance.now() - start)
}
process.stdout.write(`500 builds of 20,000 tests; names beside them: ${bytesIn(join(work, 'record', 'names'))} bytes
bytes a build                        ${seen.bytesPerBuild.toFixed(0)} (at most ${limits.bytesPerBuild})
failing in each of the last 5, warm  ${seen.warmMs.toFixed(0)} ms (at most ${limits.warmMs})
flaky report, the whole command      ${seen.commandMs.toFixed(0)} ms (at most ${limits.commandMs}; node alone ${median(node).toFixed(0)} ms)
`)
const wrong = [answers, reported].some(each => each < expected || each > failing)
if (wrong)
  process.stdout.write(`WRONG: ${answers} and ${reported} tests instead of ${expected} to ${failing}\n`)
const missed = Object.entries(limits).filter(
  ([name, limit]) => seen[/** @type {keyof typeof seen} */ (name)] > limit,
)
for (const [name] of missed) process.stdout.write(`MISSED: ${name}\n`)
process.exitCode = wrong || missed.length > 0 ? 1 : 0
