// @ts-check
import { lineTotals } from '../file-coverage.mjs'
import { takenOf } from './counts.mjs'
import { fileByFile } from './file-by-file.mjs'

/** As istanbul-reports writes it. */
export const cobertura = fileByFile('cobertura', 'cobertura-coverage.xml', {
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
})

/** @param {readonly [number, number] | undefined} arms @returns {string} */
function condition(arms) {
  if (!arms) return 'branch="false"'
  const taken = takenOf(arms)
  return `branch="true" condition-coverage="${taken * 50}% (${taken}/2)"`
}
