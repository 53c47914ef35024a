// @ts-check
// What the comparison with a baseline adds: `cd-gate coverage` with and without one, on the large repository. The record
// is that of `main`, made from a report of its own files. Needs a build. Exit code 1: a limit is missed or an answer is
// wrong.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { prepare } from './generate.mjs'
import { GIT_ENV } from './generator/repository.mjs'
import { measure, median } from './measure/meter.mjs'

const LIMIT = 1.5
const CLI = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url))

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, format: { type: 'string', default: 'lcov' } },
})
if (!existsSync(CLI)) {
  console.error('cd-gate is not built')
  process.exit(3)
}

const bench = await prepare({ files: 5000, lines: 400, seed: 1 })
const record = join(bench.directory, 'record')
const verdict = join(bench.directory, 'verdict-baseline.json')

/** @param {readonly string[]} args */
function gate(args) {
  const all = [
    CLI,
    'coverage',
    '--fail-under',
    '0',
    '--report',
    `json=${verdict}`,
    '--report',
    'terminal',
    ...args,
  ]
  const env = { ...GIT_ENV, NO_COLOR: '1' }
  return measure({ command: process.execPath, args: all, directory: bench.repository, env })
}

/** @param {import('./measure/meter.mjs').Measured} run @param {readonly number[]} allowed */
function expectCode(run, allowed) {
  if (allowed.includes(run.status)) return
  console.error(`exit code ${run.status}: ${run.stderr}`)
  process.exit(1)
}

rmSync(record, { recursive: true, force: true })
const { text, planted } = reportOfMain(readFileSync(bench.reports.lcov.path, 'utf8'))
const covered = join(bench.directory, 'main.info')
writeFileSync(covered, text)
const kept = [`--baseline-record`, `file:${record}`]
expectCode(await gate([covered, '--base', 'main', '--head', 'main', ...kept, '--save-baseline']), [0])

const report = bench.reports[values.format].path
/** @type {{ plain: number[], compared: number[], peaks: number[] }} */
const seen = { plain: [], compared: [], peaks: [] }
for (let round = 0; round < Number(values.runs); round += 1) {
  const plain = await gate([report, '--base', 'main'])
  expectCode(plain, [0])
  const compared = await gate([report, '--base', 'main', ...kept, '--max-lost', '0'])
  expectCode(compared, [1])
  seen.plain.push(plain.cpuSeconds)
  seen.compared.push(compared.cpuSeconds)
  seen.peaks.push(compared.peakMiB ?? 0)
}

/** @type {{ findings: readonly { rule: string, path: string | null, startLine: number, endLine: number }[] }} */
const { findings } = JSON.parse(readFileSync(verdict, 'utf8'))
const lost = findings
  .filter(({ rule, path }) => rule === 'lost-lines' && path !== null && !bench.truth.files[path])
  .reduce((sum, { startLine, endLine }) => sum + endLine - startLine + 1, 0)
const [plain, compared] = [median(seen.plain), median(seen.compared)]
const ratio = compared / plain
console.log(
  `CPU ${plain.toFixed(2)} s without, ${compared.toFixed(2)} s with a baseline, ${Math.max(...seen.peaks).toFixed(0)} MiB`,
)
console.log(`ratio ${ratio.toFixed(2)}, at most ${LIMIT}`)
console.log(`${lost} lines lost in unchanged files, ${planted} planted`)
process.exitCode = ratio <= LIMIT && lost === planted ? 0 : 1

/**
 * The report of the change as if it had been made before it, when tests ran some more lines of files that did not change.
 * @param {string} report LCOV
 */
function reportOfMain(report) {
  let [path, missed, planted] = ['', 0, 0]
  const lines = report.split('\n').map(line => {
    if (line.startsWith('SF:')) path = line.slice('SF:'.length)
    if (!line.startsWith('DA:')) return line
    // Other lines stood there: none of them was run, so that none is lost.
    if (bench.truth.files[path]) return line.replace(/,\d+/, ',0')
    if (!/,0$/.test(line)) return line
    missed += 1
    if (missed % 200 > 0) return line
    planted += 1
    return line.replace(/0$/, '1')
  })
  return { text: lines.join('\n'), planted }
}
