import { gateError } from '../../core/errors.ts'
import { type CommandWords, commandWords, withoutCoverage } from './command-words.ts'
import { entryFile } from './entry-file.ts'
import { reporterEnvironment } from './environment.ts'
import type { MochaJob } from './mocha/job.ts'
import { loadedUrl, reporterUrl } from './package-files.ts'
import type { FlakyRunner, Invocation, RunPlace } from './runner.ts'
import { selectionOf } from './selection.ts'

/**
 * mocha 10, 11 and 12, serial and parallel: the user's own command with one `--require` more, which puts our reporter
 * around theirs, for mocha takes one only.
 */
export const mochaRunner: FlakyRunner = {
  name: 'mocha',
  detect: argv => wordsOf(argv) !== null,
  record(argv, place) {
    const words = testWords(argv)
    return invocation(words, words.before, place, { selection: null })
  },
  rerun(argv, wanted, place) {
    const words = testWords(argv)
    const selection = selectionOf(wanted, place)
    if (selection.length === 0) return []
    return [invocation(words, withoutCoverage(words.before), place, { selection })]
  },
}

function invocation(
  { node, program, args }: CommandWords,
  before: readonly string[],
  place: RunPlace,
  data: MochaJob,
): Invocation {
  const entry = entryFile(place.directory, {
    url: loadedUrl('mocha-hook'),
    exported: 'hookMocha',
    data,
    reporter: reporterUrl('mocha'),
  })
  const start = node === null ? [program] : [node.program, ...node.options, program]
  const [first = program, ...rest] = [
    ...before,
    ...start,
    '--require',
    entry.path,
    '--no-watch',
    ...args.filter(notWatch),
  ]
  return { command: [first, ...rest], env: reporterEnvironment(place), files: entry.files }
}

function notWatch(arg: string): boolean {
  return arg !== '--watch' && arg !== '-w'
}

function wordsOf(argv: readonly string[]): CommandWords | null {
  return commandWords(argv, name => /^_?mocha(?:\.[cm]?js)?$/.test(name))
}

/** @throws GateError usage.bad-value */
function testWords(argv: readonly string[]): CommandWords {
  const words = wordsOf(argv)
  if (words !== null && words.args[0] !== 'init') return words
  throw gateError('usage.bad-value', {
    source: 'the test command',
    given: argv.join(' '),
    expected: 'a command that runs tests with mocha',
    example: 'mocha',
  })
}
