// @ts-check
/** @import { CoveredFile } from '../file-coverage.mjs' */
import { Counts, takenOf } from './counts.mjs'
import { packageByPackage } from './package-by-package.mjs'

/** As istanbul-reports writes it: `truecount` is the ways taken, `falsecount` those that were not. */
export const clover = packageByPackage('clover', 'clover.xml', {
  head: (totals, packages) => `<?xml version="1.0" encoding="UTF-8"?>
<coverage generated="1700000000000" clover="3.2.0">
  <project timestamp="1700000000000" name="All files">
    <metrics ${metrics(totals)} ${wholeMetrics(totals)} packages="${packages}" files="${totals.files}" classes="${totals.files}"/>
`,
  open: (directory, totals) =>
    `    <package name="${directory.replaceAll('/', '.')}">\n      <metrics ${metrics(totals)}/>\n`,
  parts: [fileText],
  close: () => '    </package>\n',
  tail: () => '  </project>\n</coverage>\n',
})

/** @param {CoveredFile} file @param {string} root @returns {string} */
function fileText(file, root) {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1)
  let text = `      <file name="${name}" path="${root}/${file.path}">\n        <metrics ${metrics(Counts.of(file))}/>\n`
  const arms = new Map(file.branches.map(branch => [branch.line, branch.arms]))
  for (const { line, hits } of file.lines) {
    text += `        <line num="${line}" count="${hits}" ${kind(arms.get(line))}/>\n`
  }
  return `${text}      </file>\n`
}

/** @param {readonly [number, number] | undefined} arms @returns {string} */
function kind(arms) {
  if (!arms) return 'type="stmt"'
  const taken = takenOf(arms)
  return `type="cond" truecount="${taken}" falsecount="${2 - taken}"`
}

/** @param {Counts} counts @returns {string} */
function metrics({ lines, arms, functions }) {
  return (
    `statements="${lines.total}" coveredstatements="${lines.covered}" conditionals="${arms.total}" ` +
    `coveredconditionals="${arms.covered}" methods="${functions.total}" coveredmethods="${functions.covered}"`
  )
}

/** @param {Counts} counts @returns {string} */
function wholeMetrics({ lines, arms, functions }) {
  const elements = lines.total + arms.total + functions.total
  const covered = lines.covered + arms.covered + functions.covered
  return `elements="${elements}" coveredelements="${covered}" complexity="0" loc="${lines.total}" ncloc="${lines.total}"`
}
