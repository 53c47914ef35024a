// @ts-check
import { GO_MODULE } from '../names.mjs'
import { fileByFile } from './file-by-file.mjs'

/**
 * A cover profile of `go test -covermode=count`: `<path>:<line>.<column>,<line>.<column> <statements> <count>`. Every block
 * lies on one line, so that every rule of what a block measures (its first line, each of them, without the closing
 * brace) finds the same lines.
 */
export const goCover = fileByFile('go', 'cover.out', {
  head: () => 'mode: count\n',
  file: ({ path, lines }) => {
    let text = ''
    for (const { line, hits, columns, width } of lines) {
      text += `${GO_MODULE}/${path}:${line}.${columns[0] + 1},${line}.${width + 1} ${columns.length} ${hits}\n`
    }
    return text
  },
  tail: '',
})
