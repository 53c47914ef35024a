// @ts-check
/** @import { Readable } from 'node:stream' */
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'

/**
 * @typedef {object} Measured
 * @property {number} status
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} cpuSeconds User and system time of the process and of all that it waited for (git).
 * @property {number | null} peakMiB The largest resident set of any of these processes; null: not to be had here.
 */
/** @typedef {{ command: string, args: readonly string[], directory: string, env?: NodeJS.ProcessEnv }} Run */

const WAIT4 = `
import os, sys
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, 3)])
_, status, usage = os.wait4(pid, 0)
kibi = 1024 if sys.platform == 'darwin' else 1
os.write(3, f'{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / kibi}'.encode())
sys.exit(os.waitstatus_to_exitcode(status) & 255)
`
const TIMES = '"$@" 3>&-; status=$?; times >&3; exit $status'
const POLL_MS = 5

const hasPython =
  spawnSync('python3', ['-c', 'import os; os.posix_spawnp, os.waitstatus_to_exitcode']).status === 0

/** How CPU and memory are taken on this machine. */
export const METER = hasPython ? 'wait4 (python3)' : 'times (bash), VmHWM polled from /proc'

/** @param {Run} run @returns {Promise<Measured>} */
export async function measure({ command, args, directory, env }) {
  const [shell, ...front] = hasPython ? ['python3', '-c', WAIT4] : ['bash', '-c', TIMES, 'bash']
  const child = spawn(shell, [...front, command, ...args], {
    cwd: directory,
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  let polledKiB = 0
  const poll = hasPython
    ? undefined
    : setInterval(() => {
        polledKiB = Math.max(polledKiB, peakOfChild(child.pid))
      }, POLL_MS)
  const [, ...pipes] = /** @type {[null, Readable, Readable, Readable]} */ (
    /** @type {unknown} */ (child.stdio)
  )
  const exit = new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  const [stdout, stderr, figures] = await Promise.all(pipes.map(pipe => text(pipe)))
  const status = Number(await exit)
  clearInterval(poll)
  const { cpuSeconds, peakKiB } = hasPython
    ? fromWait4(figures)
    : { ...fromTimes(figures), peakKiB: polledKiB }
  return { status, stdout, stderr, cpuSeconds, peakMiB: peakKiB > 0 ? peakKiB / 1024 : null }
}

/** @param {string} figures */
function fromWait4(figures) {
  const [cpuSeconds, peakKiB] = figures.split(' ').map(Number)
  return { cpuSeconds, peakKiB }
}

/**
 * The second line of bash's `times` is that of its children: `0m0.050s 0m0.012s`.
 * @param {string} figures
 */
function fromTimes(figures) {
  const parts = [...(figures.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return {
    cpuSeconds: parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0),
  }
}

/** @param {number | undefined} shell @returns {number} */
function peakOfChild(shell) {
  try {
    const [child] = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').split(' ')
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0 // between two processes, or no /proc
  }
}

/** @param {readonly number[]} values @returns {number} */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
