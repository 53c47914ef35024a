import { join } from 'node:path'
import { optionsWithout, readArguments, valuesOf } from './arguments.ts'
import { commandWords, withoutCoverage } from './command-words.ts'
import { reporterEnvironment } from './environment.ts'
import { hookText } from './hook-text.ts'
import { jestForms, notAgain } from './jest/options.ts'
import { createRecordingConfig } from './jest/recording-config.ts'
import { createTestFilter } from './jest/test-filter.ts'
import { createTestRunner } from './jest/test-runner.ts'
import { reporterFile } from './reporting.ts'
import type { FlakyRunner, Invocation } from './runner.ts'
import { selectionOf } from './selection.ts'

/**
 * jest. It is recorded by a configuration that wraps the user's own, since `--reporters` would replace what stands there.
 * Tests are selected by where they stand, in a test runner around jest-circus: `-t` knows only the titles joined by spaces,
 * and ignores case.
 */
export const jestRunner: FlakyRunner = {
  name: 'jest',
  detect: argv => commandWords(argv, isJest) !== null,
  record(argv, place) {
    const { start, args } = wordsOf(argv)
    const ours = reporterFile('jest')
    const found = readArguments(args, jestForms)
    const own = valuesOf(found, 'reporters')
    const config = valuesOf(found, 'config').at(-1) ?? null
    const env = reporterEnvironment(place)
    const invocation = (words: readonly string[], files: Invocation['files'] = {}): Invocation => {
      const [program = 'jest', ...rest] = [...start, ...words]
      return { command: [program, ...rest], env, files }
    }
    // Those on the command line have replaced the configured ones already.
    if (own.some(each => each === ours || each === 'cd-gate/jest')) return invocation(args)
    if (own.length > 0) return invocation([`--reporters=${ours}`, ...args])
    const inline = config === null ? null : withReporter(config, ours)
    const rest = found.filter(({ option }) => option !== 'config').flatMap(({ words }) => words)
    if (inline !== null) return invocation([`--config=${inline}`, ...rest])
    const file = join(place.directory, 'jest.config.cjs')
    const lookedUp = valuesOf(found, 'projects')[0] ?? null
    return invocation([`--config=${file}`, ...rest], {
      [file]: hookText(createRecordingConfig, { config, lookedUp, ours }),
    })
  },
  rerun(argv, wanted, place) {
    const { start, args } = wordsOf(argv, true)
    const selection = selectionOf(wanted, place)
    if (selection.length === 0) return []
    const filter = join(place.directory, 'jest-filter.cjs')
    const runner = join(place.directory, 'jest-runner.cjs')
    const [program = 'jest', ...rest] = [
      ...start,
      ...optionsWithout(readArguments(args, jestForms), notAgain),
      '--reporters=default',
      `--reporters=${reporterFile('jest')}`,
      '--runInBand',
      '--bail=0',
      '--coverage=false',
      '--passWithNoTests=false',
      `--filter=${filter}`,
      `--testRunner=${runner}`,
    ]
    const files = {
      [filter]: hookText(createTestFilter, { files: selection.map(each => each.file) }),
      [runner]: hookText(createTestRunner, { selection }),
    }
    return [{ command: [program, ...rest], env: reporterEnvironment(place), files }]
  },
}

function isJest(name: string, path: string): boolean {
  return name === 'jest' || /[\\/](?:jest|jest-cli)[\\/]bin[\\/]jest\.js$/.test(path)
}

/** The words up to jest, and its own. A rerun goes without what measures coverage. */
function wordsOf(
  argv: readonly string[],
  again = false,
): { readonly start: readonly string[]; readonly args: readonly string[] } {
  const words = commandWords(argv, isJest)
  if (words === null) return { start: ['jest'], args: argv }
  const before = again ? withoutCoverage(words.before) : words.before
  const node = words.node === null ? [] : [words.node.program, ...words.node.options]
  return { start: [...before, ...node, words.program], args: words.args }
}

/** A configuration that stands on the command line as JSON; `null` when it is a path. */
function withReporter(config: string, ours: string): string | null {
  if (!config.trimStart().startsWith('{')) return null
  try {
    const given = JSON.parse(config) as { readonly reporters?: readonly unknown[] }
    return JSON.stringify({ ...given, reporters: [...(given.reporters ?? ['default']), ours] })
  } catch {
    // jest says what is wrong with it.
    return config
  }
}
