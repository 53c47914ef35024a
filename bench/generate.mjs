// @ts-check
/** @import { Line } from './generator/source.mjs' */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { edited } from './generator/edit.mjs'
import { FORMATS } from './generator/formats.mjs'
import { GO_MODULE } from './generator/names.mjs'
import { pathOf, planOf } from './generator/plan.mjs'
import { random } from './generator/prng.mjs'
import { reportWriter } from './generator/report-writer.mjs'
import { checkOut, importer } from './generator/repository.mjs'
import { sourceFile, textOf } from './generator/source.mjs'

/** Raise it when the generated data changes: work directories of an older one are made anew. */
const GENERATION = 2
const WORK = fileURLToPath(new URL('.work/', import.meta.url))

/** @typedef {{ total: number, covered: number }} Count */
/** @typedef {{ changed: number[], measured: number, missed: number[] }} FileTruth Line numbers ascending. */
/**
 * What is known of a generated repository: the right answer to every contender's question.
 * @typedef {object} Truth
 * @property {string} key Tells whether a work directory still fits.
 * @property {Count} patch Changed lines that hold a statement.
 * @property {Count} project All lines that hold a statement.
 * @property {number} changedFiles Edited, renamed, new and deleted.
 * @property {number} changedLines
 * @property {Record<string, FileTruth>} files Edited, renamed and new files.
 */
/** @typedef {{ files: number, lines: number, seed: number }} Size `lines`: of a file, on average. */
/** @typedef {{ directory: string, repository: string, truth: Truth, reports: Record<string, { path: string, bytes: number }> }} Bench */

/**
 * Makes the repository (base on `main`, the change on `feature`, checked out) and its reports,
 * or takes those of an earlier call with the same size and seed.
 * @param {Size} size
 * @returns {Promise<Bench>}
 */
export async function prepare(size) {
  const directory = join(WORK, `${size.files}x${size.lines}`)
  const repository = join(directory, 'repository')
  const key = JSON.stringify({ generation: GENERATION, ...size, repository })
  const truthFile = join(directory, 'truth.json')
  let truth = storedTruth(truthFile)
  if (truth?.key !== key) {
    rmSync(directory, { recursive: true, force: true })
    truth = await generate(size, directory, repository, key)
    writeFileSync(truthFile, JSON.stringify(truth))
  }
  /** @type {Bench['reports']} */
  const reports = {}
  for (const { name, fileName } of FORMATS) {
    const path = join(directory, fileName)
    reports[name] = { path, bytes: statSync(path).size }
  }
  return { directory, repository, truth, reports }
}

/** @param {string} file @returns {Truth | null} */
function storedTruth(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null // not made yet, or interrupted: truth.json is written last
  }
}

/** @param {Size} size @param {string} directory @param {string} repository @param {string} key @returns {Promise<Truth>} */
async function generate({ files, lines, seed }, directory, repository, key) {
  const plan = planOf(seed, files)
  const git = importer(repository)
  const reports = reportWriter(repository)
  /** @type {Truth} */
  const truth = {
    key,
    patch: { total: 0, covered: 0 },
    project: reports.totals,
    changedFiles: plan.edited.size + plan.deleted.size + plan.added,
    changedLines: 0,
    files: {},
  }
  // what proves where the paths of a Go profile lead
  const goMod = await git.blob(`module ${GO_MODULE}\n\ngo 1.22\n`)
  const base = [`M 100644 :${goMod} go.mod`]
  const change = []
  for (let index = 0; index < files + plan.added; index++) {
    const rng = random(seed, index)
    const isNew = index >= files
    const length = Math.round((isNew ? lines / 2 : lines) * (rng.int(95, 105) / 100))
    let source = sourceFile(rng, `v${index}x`, length)
    const path = pathOf(index)
    if (!isNew) base.push(`M 100644 :${await git.blob(textOf(source))} ${path}`)
    if (plan.deleted.has(index)) {
      change.push(`D ${path}`)
      continue
    }
    let after = path
    if (isNew) {
      record(
        truth,
        path,
        source,
        source.map((_, at) => at + 1),
      )
    } else if (plan.edited.has(index)) {
      const edit = edited(source, rng, `n${index}x`)
      source = edit.lines
      after = pathOf(index, plan.renamed.has(index))
      if (after !== path) change.push(`D ${path}`)
      record(truth, after, source, edit.changed)
    }
    if (isNew || plan.edited.has(index)) change.push(`M 100644 :${await git.blob(textOf(source))} ${after}`)
    reports.add(after, source)
  }
  await git.commit('main', 'The base', base)
  await git.commit('feature', 'The change', change, 'main')
  await git.close()
  checkOut(repository, 'feature')
  reports.write(directory)
  return truth
}

/** @param {Truth} truth @param {string} path @param {readonly Line[]} source @param {number[]} changed */
function record(truth, path, source, changed) {
  const measured = changed.filter(line => source[line - 1].hits !== null)
  const missed = measured.filter(line => source[line - 1].hits === 0)
  truth.files[path] = { changed, measured: measured.length, missed }
  truth.patch.total += measured.length
  truth.patch.covered += measured.length - missed.length
  truth.changedLines += changed.length
}

async function main() {
  const { values } = parseArgs({
    options: {
      files: { type: 'string', default: '5000' },
      lines: { type: 'string', default: '400' },
      seed: { type: 'string', default: '1' },
    },
  })
  const start = performance.now()
  const size = { files: Number(values.files), lines: Number(values.lines), seed: Number(values.seed) }
  const { directory, truth, reports } = await prepare(size)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const sizes = Object.entries(reports).map(
    ([name, { bytes }]) => `${name} ${(bytes / 2 ** 20).toFixed(1)} MiB`,
  )
  console.log(`${directory}: ready after ${seconds} s`)
  console.log(`${truth.changedFiles} changed files, ${truth.changedLines} changed lines; ${sizes.join(', ')}`)
  console.log(`patch ${JSON.stringify(truth.patch)}, project ${JSON.stringify(truth.project)}`)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main()
