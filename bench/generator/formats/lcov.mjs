// @ts-check
import { lineTotals } from '../file-coverage.mjs'
import { takenOf } from './counts.mjs'
import { fileByFile } from './file-by-file.mjs'

/** As istanbul-reports writes it. */
export const lcov = fileByFile('lcov', 'lcov.info', {
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
      taken += takenOf(arms)
    }
    return `${text}BRF:${file.branches.length * 2}\nBRH:${taken}\nend_of_record\n`
  },
  tail: '',
})
