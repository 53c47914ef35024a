// @ts-check
/** @import { CoveredFile } from '../file-coverage.mjs' */
/** @import { Format, Totals } from '../formats.mjs' */
import { Counts } from './counts.mjs'

/**
 * A format that gathers the files of a directory in a package, and gives its figures.
 * @typedef {object} Layout
 * @property {(totals: Counts, packages: number) => string} head
 * @property {(directory: string, totals: Counts) => string} open
 * @property {readonly ((file: CoveredFile, root: string) => string)[]} parts What a package says of each file: first this of
 *   all of them, then that of all of them.
 * @property {(totals: Counts) => string} close
 * @property {(totals: Counts) => string} tail
 */

/** @param {string} name @param {string} fileName @param {Layout} layout @returns {Format} */
export function packageByPackage(name, fileName, layout) {
  return {
    name,
    fileName,
    begin: root => {
      /** @type {Map<string, { totals: Counts, parts: Buffer[][] }>} */
      const packages = new Map()
      const all = new Counts()
      return {
        add: file => {
          const directory = file.path.slice(0, file.path.lastIndexOf('/'))
          let its = packages.get(directory)
          if (!its) {
            its = { totals: new Counts(), parts: layout.parts.map(() => []) }
            packages.set(directory, its)
          }
          all.add(file)
          its.totals.add(file)
          for (const [index, textOf] of layout.parts.entries()) {
            its.parts[index].push(Buffer.from(textOf(file, root)))
          }
        },
        *end() {
          yield layout.head(all, packages.size)
          for (const [directory, { totals, parts }] of packages) {
            yield layout.open(directory, totals)
            for (const part of parts) yield* part
            yield layout.close(totals)
          }
          yield layout.tail(all)
        },
      }
    },
  }
}
