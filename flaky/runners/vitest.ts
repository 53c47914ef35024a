import { gateError } from '../../core/errors.ts'
import { type CommandWords, commandWords, withoutCoverage } from './command-words.ts'
import { entryFile } from './entry-file.ts'
import { reporterEnvironment } from './environment.ts'
import { loadedUrl, reporterUrl } from './package-files.ts'
import type { FlakyRunner, Invocation, RunPlace } from './runner.ts'
import { selectionOf } from './selection.ts'
import type { VitestJob } from './vitest/job.ts'

/**
 * vitest 3, 4 and 5, started through its own node interface by a script of ours: reporters named on its command line
 * would replace those of its configuration.
 */
export const vitestRunner: FlakyRunner = {
  name: 'vitest',
  detect: argv => wordsOf(argv) !== null,
  record(argv, place) {
    const words = testWords(argv)
    return invocation(words, words.before, place, { program: words.program, selection: null })
  },
  rerun(argv, wanted, place) {
    const words = testWords(argv)
    const selection = selectionOf(wanted, place)
    if (selection.length === 0) return []
    const job = { program: words.program, selection }
    return [invocation(words, withoutCoverage(words.before), place, job)]
  },
}

type Job = Pick<VitestJob, 'program' | 'selection'>

function invocation(
  { node, args }: CommandWords,
  before: readonly string[],
  place: RunPlace,
  { program, selection }: Job,
): Invocation {
  const data: VitestJob = {
    program,
    selection,
    directory: place.directory,
    filter: loadedUrl('vitest-filter'),
  }
  const url = loadedUrl('vitest-run')
  const entry = entryFile(place.directory, {
    url,
    exported: 'runVitest',
    data,
    reporter: reporterUrl('vitest'),
  })
  const [first = 'node', ...rest] = [
    ...before,
    node?.program ?? 'node',
    ...(node?.options ?? []),
    entry.path,
    ...args,
  ]
  return { command: [first, ...rest], env: reporterEnvironment(place), files: entry.files }
}

function wordsOf(argv: readonly string[]): CommandWords | null {
  return commandWords(argv, name => name === 'vitest' || name === 'vitest.mjs')
}

const otherJobs = new Set(['list', 'bench', 'init'])

/** @throws GateError usage.bad-value for a command of vitest that runs no tests */
function testWords(argv: readonly string[]): CommandWords {
  const words = wordsOf(argv)
  const [job = ''] = words?.args ?? []
  if (words !== null && !otherJobs.has(job)) return words
  throw gateError('usage.bad-value', {
    source: 'the test command',
    given: argv.join(' '),
    expected: 'a command that runs tests with vitest',
    example: 'vitest run',
  })
}
