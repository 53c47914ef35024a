// @ts-check
/** @import { Bench, Count } from '../generate.mjs' */
/** @import { Run } from './meter.mjs' */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { JACOCO_ROOT } from '../generator/names.mjs'
import { GIT_ENV } from '../generator/repository.mjs'

/**
 * What a contender says. null: it does not say.
 * @typedef {object} Answer
 * @property {Count} patch
 * @property {Count | null} project
 * @property {ReadonlyMap<string, { total: number, missed: readonly number[] }> | null} files
 */
/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {Run} run
 * @property {number} [rounds] At most so many; else in every round.
 * @property {((stdout: string) => Answer) | null} answer Reads what the run left; throws when that makes no
 *   sense. null: the run has no answer and only has to succeed.
 */

const BASE = 'main'
const ENV = { ...GIT_ENV, NO_COLOR: '1' }
const FLOOR = fileURLToPath(new URL('../floor.mjs', import.meta.url))
const OURS = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url))
/** What diff-cover reads, with the options it needs. */
const DIFF_COVER_OPTIONS = new Map([
  ['lcov', []],
  ['cobertura', []],
  ['jacoco', ['--src-roots', JACOCO_ROOT]],
  ['clover', []],
])
/** Its time for these grows with changed files × files in the report. */
const DIFF_COVER_QUADRATIC = ['jacoco', 'clover']

/** Whether the command line of this package is built. */
export const isBuilt = existsSync(OURS)

/** diff-cover's version line, or null where it is not installed. */
export const diffCoverVersion = versionOf('diff-cover')

/** @param {string} command @returns {string | null} */
function versionOf(command) {
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : null
}

/** @param {Bench} bench @param {string} format @returns {Contender} */
export function floor(bench, format) {
  return {
    name: 'floor',
    run: node(bench, [FLOOR, format, bench.reports[format].path, BASE]),
    answer: stdout => ({ ...JSON.parse(stdout), files: null }),
  }
}

/** @param {Bench} bench @param {string} format @returns {Contender} */
export const ours = (bench, format) => gate(bench, format, 'ours', [])

/** @param {Bench} bench @param {string} format @returns {Contender} */
export function oursWithPage(bench, format) {
  return gate(bench, format, 'ours with page', [
    '--report',
    `html=${join(bench.directory, `page-${format}.html`)}`,
  ])
}

/** @param {Bench} bench @param {string} format @param {string} name @param {readonly string[]} more @returns {Contender} */
function gate(bench, format, name, more) {
  const verdict = join(bench.directory, `verdict-${format}-${name.replaceAll(' ', '-')}.json`)
  rmSync(verdict, { force: true })
  const reports = ['--report', 'terminal', '--report', `json=${verdict}`, ...more]
  return {
    name,
    run: node(bench, [OURS, 'coverage', bench.reports[format].path, '--base', BASE, ...reports]),
    answer: () => {
      const text = readFileSync(verdict, 'utf8')
      rmSync(verdict) // the next run has to write its own
      return oursAnswer(JSON.parse(text))
    },
  }
}

/** @typedef {{ path: string, lines: Count & { missed: number[] } | null }} OurFile */
/** @param {{ patch: { lines: Count }, project: { lines: Count }, files: readonly OurFile[] }} json @returns {Answer} */
function oursAnswer({ patch, project, files }) {
  const measured = files.flatMap(({ path, lines }) =>
    lines?.total ? [/** @type {const} */ ([path, lines])] : [],
  )
  return { patch: patch.lines, project: project.lines, files: new Map(measured) }
}

/**
 * diff-cover as the system has it; null where it is missing or cannot read the format. Where its time is quadratic, it
 * runs once.
 * @param {Bench} bench @param {string} format @returns {Contender | null}
 */
export function diffCover(bench, format) {
  const options = DIFF_COVER_OPTIONS.get(format)
  if (!diffCoverVersion || !options) return null
  return {
    name: 'diff-cover',
    ...(isQuadratic(format) ? { rounds: 1 } : {}),
    run: {
      command: 'diff-cover',
      args: [bench.reports[format].path, '--compare-branch', BASE, ...options],
      directory: bench.repository,
      env: ENV,
    },
    answer: stdout => {
      const total = Number(/^Total: +(\d+) lines?$/m.exec(stdout)?.[1])
      const missing = Number(/^Missing: +(\d+) lines?$/m.exec(stdout)?.[1])
      return { patch: { total, covered: total - missing }, project: null, files: null }
    },
  }
}

/**
 * Whether diff-cover takes minutes for this format on the large repository.
 * @param {string} format @returns {boolean}
 */
export const isQuadratic = format => DIFF_COVER_QUADRATIC.includes(format)

/**
 * The start of Node itself: what no command can go below.
 * @param {Bench} bench @returns {Contender}
 */
export const bareNode = bench => ({ name: 'node -e 0', run: node(bench, ['-e', '0']), answer: null })

/** @param {Bench} bench @returns {Contender} */
export const oursHelp = bench => ({ name: '--help', run: node(bench, [OURS, '--help']), answer: null })

/** @param {Bench} bench @param {readonly string[]} args @returns {Run} */
function node(bench, args) {
  return { command: process.execPath, args, directory: bench.repository, env: ENV }
}
