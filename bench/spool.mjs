// @ts-check
// Ten thousand alerts in the spool, put and then flushed through a channel that takes each at once: how long an alert takes
// to be safe on disk, how long the flush takes, and how much its memory grows, which must not depend on how many they are.
// Exit code 1 when a limit is missed or an alert is lost.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createJiti } from 'jiti'

const project = join(dirname(fileURLToPath(import.meta.url)), '..')
const limits = { putMedianMs: 5, flushMsPerAlert: 5, growthMb: 8 }
const count = 10_000

const jiti = createJiti(import.meta.url, { fsCache: false })
// What is still held counts, and not what the collector has not come to yet.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

/** @param {string} file @returns {Promise<any>} */
const load = file => jiti.import(join(project, file))
const { openSpool, freshEntry } = await load('notifiers/spool.ts')
const { flush } = await load('notifiers/dispatch.ts')
const { sampleAlert } = await load('test/notifiers/sample-alert.ts')

const directory = mkdtempSync(join(tmpdir(), 'cd-gate-bench-spool-'))
try {
  const spool = openSpool(join(directory, 'spool'))
  // Twenty kilobytes each: all of them in memory would be two hundred megabytes and more.
  const log = 'a line of the log of a build\n'.repeat(700)
  /** @type {number[]} */
  const puts = []
  for (let number = 0; number < count; number += 1) {
    const id = number.toString(16).padStart(32, '0')
    const alert = sampleAlert({ id, at: 1_800_000_000_000 + number, breakage: null, log })
    const start = performance.now()
    await spool.put(freshEntry(alert, 'mail', ['alice@lab.test'], Date.now()))
    puts.push(performance.now() - start)
  }
  let delivered = 0
  /** Megabytes, once the flush is under way. */
  let base = 0
  let peak = 0
  const opened = {
    name: 'mail',
    type: 'bench',
    rules: { events: null, branches: [], jobs: [] },
    channel: {
      addressees: () => [],
      /** @param {{ readonly to: readonly string[] }} delivery */
      deliver: async ({ to }) => {
        delivered += 1
        if (delivered % 1000 === 0) {
          collect()
          const now = process.memoryUsage().heapUsed / 2 ** 20
          base ||= now
          peak = Math.max(peak, now)
        }
        return to.map(address => ({ address, outcome: { kind: 'delivered', proof: 'bench' } }))
      },
    },
  }
  const start = performance.now()
  const signal = new AbortController().signal
  await flush([opened], { spool, deadlineMs: 3_600_000, signal, log: () => {} })
  const flushMs = performance.now() - start
  const left = spool.slots().length
  const results = {
    putMedianMs: puts.sort((a, b) => a - b)[count / 2] ?? 0,
    flushMsPerAlert: flushMs / count,
    growthMb: peak - base,
  }
  const names = /** @type {const} */ (['putMedianMs', 'flushMsPerAlert', 'growthMb'])
  for (const name of names) {
    const isWithin = results[name] <= limits[name]
    process.stdout.write(
      `${isWithin ? 'ok  ' : 'MISS'} ${name} ${results[name].toFixed(2)} (at most ${limits[name]})\n`,
    )
    if (!isWithin) process.exitCode = 1
  }
  process.stdout.write(`${delivered} of ${count} delivered, ${left} left, ${(flushMs / 1000).toFixed(1)} s\n`)
  if (delivered !== count || left !== 0) process.exitCode = 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
