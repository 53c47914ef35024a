// @ts-check
/** @import { CoveredFile } from '../file-coverage.mjs' */
import { fileByFile } from './file-by-file.mjs'

/** As istanbul-reports writes it. */
export const istanbul = fileByFile('istanbul', 'coverage-final.json', {
  head: () => '{',
  file: (file, root, first) => {
    const path = JSON.stringify(`${root}/${file.path}`)
    return `${first ? '' : ','}${path}: ${istanbulFile(file, path)}\n`
  },
  tail: '}\n',
})

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
