// @ts-check
/** @import { CoveredFile } from '../file-coverage.mjs' */
import { JACOCO_ROOT } from '../names.mjs'
import { Counts, takenOf } from './counts.mjs'
import { packageByPackage } from './package-by-package.mjs'

const INSTRUCTIONS_PER_LINE = 4

/**
 * As JaCoCo's own XML formatter writes it: without a line break, in a package first the classes with their methods, then
 * the source files with their lines.
 */
export const jacoco = packageByPackage('jacoco', 'jacoco.xml', {
  head: () =>
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">' +
    '<report name="big"><sessioninfo id="bench-1a2b3c4d" start="1700000000000" dump="1700000060000"/>',
  open: directory => `<package name="${packageOf(directory)}">`,
  parts: [classText, sourceText],
  close: totals => `${counters(totals)}${counter('CLASS', totals.files, totals.files)}</package>`,
  tail: totals => `${counters(totals)}${counter('CLASS', totals.files, totals.files)}</report>`,
})

/** @param {string} directory @returns {string} */
const packageOf = directory => directory.slice(JACOCO_ROOT.length + 1)

/** @param {CoveredFile} file @returns {string} */
function classText(file) {
  const slash = file.path.lastIndexOf('/')
  const name = file.path.slice(slash + 1)
  const owner = `${packageOf(file.path.slice(0, slash))}/${name.slice(0, name.lastIndexOf('.'))}`
  let text = `<class name="${owner}" sourcefilename="${name}">`
  for (const each of file.functions) {
    // without the line that makes the function: it runs when the file is loaded
    /** @param {{ line: number }} part */
    const isWithin = ({ line }) => line > each.line && line <= each.endLine
    const body = { ...file, lines: file.lines.filter(isWithin), branches: file.branches.filter(isWithin) }
    text += `<method name="${each.name}" desc="(II)I" line="${each.line + 1}">`
    text += `${counters(Counts.of({ ...body, functions: [each] }))}</method>`
  }
  return `${text}${counters(Counts.of(file))}${counter('CLASS', 1, 1)}</class>`
}

/** @param {CoveredFile} file @returns {string} */
function sourceText(file) {
  let text = `<sourcefile name="${file.path.slice(file.path.lastIndexOf('/') + 1)}">`
  const arms = new Map(file.branches.map(branch => [branch.line, branch.arms]))
  for (const { line, hits } of file.lines) {
    const both = arms.get(line)
    const taken = both ? takenOf(both) : 0
    text += `<line nr="${line}" ${hits > 0 ? `mi="0" ci="${INSTRUCTIONS_PER_LINE}"` : `mi="${INSTRUCTIONS_PER_LINE}" ci="0"`} `
    text += `mb="${both ? 2 - taken : 0}" cb="${taken}"/>`
  }
  return `${text}${counters(Counts.of(file))}${counter('CLASS', 1, 1)}</sourcefile>`
}

/** @param {Counts} counts @returns {string} */
function counters({ lines, arms, functions }) {
  const instructions = counter(
    'INSTRUCTION',
    lines.total * INSTRUCTIONS_PER_LINE,
    lines.covered * INSTRUCTIONS_PER_LINE,
  )
  const branches = arms.total > 0 ? counter('BRANCH', arms.total, arms.covered) : ''
  const [paths, run] = [functions.total + arms.total / 2, functions.covered + arms.covered / 2]
  const complexity = counter('COMPLEXITY', paths, Math.floor(run))
  const methods = counter('METHOD', functions.total, functions.covered)
  return `${instructions}${branches}${counter('LINE', lines.total, lines.covered)}${complexity}${methods}`
}

/** @param {string} type @param {number} total @param {number} covered @returns {string} */
const counter = (type, total, covered) =>
  `<counter type="${type}" missed="${total - covered}" covered="${covered}"/>`
