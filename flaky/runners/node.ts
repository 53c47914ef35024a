import { gateError } from '../../core/errors.ts'
import { withoutCoverage } from './command-words.ts'
import { entryFile } from './entry-file.ts'
import { reporterEnvironment } from './environment.ts'
import { fileArgument } from './node/file-argument.ts'
import { type NodeWords, nodeWords, recordOptions, rerunOptions } from './node/options.ts'
import { loadedUrl, reporterUrl } from './package-files.ts'
import type { FlakyRunner } from './runner.ts'
import { selectionOf } from './selection.ts'

/** node:test of Node 20, 22 and 24: `node --test`, `tsx --test`, `node --import … --test`. */
export const nodeRunner: FlakyRunner = {
  name: 'node',
  detect: argv => nodeWords(argv) !== null,
  record(argv, place) {
    const { before, program, options, files } = testWords(argv)
    const inherited = process.env.NODE_OPTIONS ?? ''
    const own = recordOptions(options, inherited, reporterUrl('node-test'))
    const [first = program, ...rest] = [...before, program, ...own, ...files]
    return { command: [first, ...rest], env: reporterEnvironment(place), files: {} }
  },
  rerun(argv, wanted, place) {
    const { before, program, options } = testWords(argv)
    const selection = selectionOf(wanted, place)
    if (selection.length === 0) return []
    const url = loadedUrl('node-filter')
    const entry = entryFile(place.directory, { url, exported: 'filterTests', data: selection })
    const own = rerunOptions(options, entry.path, reporterUrl('node-test'))
    const files = [...new Set(selection.map(({ file }) => fileArgument(file, program, place.cwd)))]
    const [first = program, ...rest] = [...withoutCoverage(before), program, ...own, ...files]
    return [{ command: [first, ...rest], env: reporterEnvironment(place), files: entry.files }]
  },
}

/** @throws GateError usage.bad-value */
function testWords(argv: readonly string[]): NodeWords {
  const words = nodeWords(argv)
  if (words !== null) return words
  throw gateError('usage.bad-value', {
    source: 'the test command',
    given: argv.join(' '),
    expected: 'a command that runs tests with node:test',
    example: 'node --test',
  })
}
