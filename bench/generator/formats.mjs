// @ts-check
/** @import { CoveredFile } from './file-coverage.mjs' */
import { lineTotals } from './file-coverage.mjs'

/**
 * One report format, written file by file in the layout of istanbul-reports' own writers.
 * @typedef {object} Format
 * @property {string} name
 * @property {string} fileName
 * @property {(root: string, totals: { total: number, covered: number }) => string} head
 * @property {(file: CoveredFile, root: string, first: boolean) => string} file
 * @property {string} tail
 */

/** @type {Format} */
const lcov = {
  name: 'lcov',
  fileName: 'lcov.info',
  head: () => '',
  file: file => {
    const { total, covered } = lineTotals(file)
    let text = `TN:\nSF:${file.path}\n`
    for (const { line, name } of file.functions) text += `FN:${line},${name}\n`
    text += `FNF:${file.functions.length}\nFNH:${file.functions.filter(f => f.hits > 0).length}\n`
    for (const { hits, name } of file.functions) text += `FNDA:${hits},${name}\n`
    for (const { line, hits } of file.lines) text += `DA:${line},${hits}\n`
    text += `LF:${total}\nLH:${covered}\n`
    let taken = 0
    for (const [block, { line, arms }] of file.branches.entries()) {
      text += `BRDA:${line},${block},0,${arms[0]}\nBRDA:${line},${block},1,${arms[1]}\n`
      taken += Number(arms[0] > 0) + Number(arms[1] > 0)
    }
    return `${text}BRF:${file.branches.length * 2}\nBRH:${taken}\nend_of_record\n`
  },
  tail: '',
}

/** @type {Format} */
const cobertura = {
  name: 'cobertura',
  fileName: 'cobertura-coverage.xml',
  head: (root, { total, covered }) => `<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<coverage lines-valid="${total}" lines-covered="${covered}" line-rate="${(covered / total).toFixed(4)}" branches-valid="0" branches-covered="0" branch-rate="0" timestamp="1700000000000" complexity="0" version="0.1">
  <sources>
    <source>${root}</source>
  </sources>
  <packages>
`,
  file: file => {
    const { total, covered } = lineTotals(file)
    const rate = `line-rate="${(covered / total).toFixed(4)}" branch-rate="1"`
    const slash = file.path.lastIndexOf('/')
    let text = `    <package name="${file.path.slice(0, slash).replaceAll('/', '.')}" ${rate}>\n      <classes>\n`
    text += `        <class name="${file.path.slice(slash + 1)}" filename="${file.path}" ${rate}>\n          <methods>\n`
    for (const { name, hits, line } of file.functions) {
      text += `            <method name="${name}" hits="${hits}" signature="()V">\n              <lines>\n`
      text += `                <line number="${line}" hits="${hits}"/>\n              </lines>\n            </method>\n`
    }
    text += '          </methods>\n          <lines>\n'
    const arms = new Map(file.branches.map(branch => [branch.line, branch.arms]))
    for (const { line, hits } of file.lines) {
      text += `            <line number="${line}" hits="${hits}" ${condition(arms.get(line))}/>\n`
    }
    return `${text}          </lines>\n        </class>\n      </classes>\n    </package>\n`
  },
  tail: '  </packages>\n</coverage>\n',
}

/** @param {readonly [number, number] | undefined} arms @returns {string} */
function condition(arms) {
  if (!arms) return 'branch="false"'
  const taken = Number(arms[0] > 0) + Number(arms[1] > 0)
  return `branch="true" condition-coverage="${taken * 50}% (${taken}/2)"`
}

/** @type {Format} */
const istanbul = {
  name: 'istanbul',
  fileName: 'coverage-final.json',
  head: () => '{',
  file: (file, root, first) => {
    const path = JSON.stringify(`${root}/${file.path}`)
    return `${first ? '' : ','}${path}: ${istanbulFile(file, path)}\n`
  },
  tail: '}\n',
}

/** @param {number} line @param {number} column @param {number} endLine @param {number} endColumn @returns {string} */
function range(line, column, endLine, endColumn) {
  return `{"start":{"line":${line},"column":${column}},"end":{"line":${endLine},"column":${endColumn}}}`
}

/** @param {CoveredFile} file @param {string} path @returns {string} */
function istanbulFile(file, path) {
  const statements = []
  const hits = []
  for (const { line, hits: count, columns, width } of file.lines) {
    for (const column of columns) {
      statements.push(`"${statements.length}":${range(line, column, line, width)}`)
      hits.push(`"${hits.length}":${count}`)
    }
  }
  const functions = file.functions.map(({ name, line, endLine }, id) => {
    const column = 'export const '.length
    return `"${id}":{"name":"${name}","decl":${range(line, column, line, column + 1)},"loc":${range(line, column + name.length, endLine, 1)},"line":${line}}`
  })
  const branches = file.branches.map(({ line, width }, id) => {
    const whole = range(line, 2, line + 2, 3)
    const otherwise = '{"start":{},"end":{}}'
    return `"${id}":{"loc":${range(line, 2, line, width)},"type":"if","locations":[${whole},${otherwise}],"line":${line}}`
  })
  const calls = file.functions.map((f, id) => `"${id}":${f.hits}`)
  const arms = file.branches.map((b, id) => `"${id}":[${b.arms.join(',')}]`)
  return (
    `{"path":${path},"statementMap":{${statements}},"fnMap":{${functions}},"branchMap":{${branches}},` +
    `"s":{${hits}},"f":{${calls}},"b":{${arms}}}`
  )
}

/** @type {readonly Format[]} */
export const FORMATS = [lcov, cobertura, istanbul]
