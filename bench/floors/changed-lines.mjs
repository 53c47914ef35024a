// @ts-check
import { execFileSync } from 'node:child_process'

const DIFF = ['diff', '--no-color', '--no-ext-diff', '--find-renames', '--diff-algorithm=histogram']

/**
 * The new or edited lines of every file that differs from the merge base, from one `git diff`.
 * @param {string} base
 * @returns {Map<string, ReadonlySet<number>>}
 */
export function changedLines(base) {
  const args = [...DIFF, '--unified=0', '--raw', '-z', '--patch', '--merge-base', base]
  const output = execFileSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 30 })
  const files = new Map()
  let lines = new Set()
  // the names end with an empty one; after it the patch begins
  for (let at = output.indexOf('\0\0') + 2; at > 1 && at < output.length; ) {
    const end = output.indexOf('\n', at)
    if (output.startsWith('@@ ', at)) {
      const [, removed = '1', start, added = '1'] =
        /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(output.slice(at, end)) ?? []
      for (let offset = 0; offset < Number(added); offset++) lines.add(Number(start) + offset)
      at = afterLines(output, end + 1, Number(removed) + Number(added))
    } else {
      if (output.startsWith('+++ b/', at)) {
        lines = new Set()
        files.set(output.slice(at + 6, end), lines)
      }
      at = end + 1
    }
  }
  return files
}

/** @param {string} text @param {number} at @param {number} count @returns {number} */
function afterLines(text, at, count) {
  let next = at
  for (let line = 0; line < count; line++) next = text.indexOf('\n', next) + 1
  return next
}
