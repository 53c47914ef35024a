import { join } from 'node:path'
import { optionsWithout, readArguments } from './arguments.ts'
import { commandWords, withoutCoverage } from './command-words.ts'
import { reporterEnvironment } from './environment.ts'
import { hookText } from './hook-text.ts'
import { notAgain, playwrightForms } from './playwright/options.ts'
import { createReporterBeside } from './playwright/reporter-beside.ts'
import { createSelectedRun } from './playwright/selected-run.ts'
import { createTestLister } from './playwright/test-lister.ts'
import { reporterFile } from './reporting.ts'
import type { FlakyRunner } from './runner.ts'
import { selectionOf } from './selection.ts'

/**
 * Playwright Test. Its reporters are added to by `PW_TEST_REPORTER`. Tests are selected by Playwright's own ids, which a
 * first look (`--list`) tells: a line of `--test-list` also means what stands below a describe of those titles, and cannot
 * hold every title; `--grep` knows only titles joined by spaces.
 */
export const playwrightRunner: FlakyRunner = {
  name: 'playwright',
  detect: argv => wordsOf(argv) !== null,
  record(argv, place) {
    const reporter = join(place.directory, 'playwright-reporter.cjs')
    return {
      command: argv as [string, ...string[]],
      env: { ...reporterEnvironment(place), PW_TEST_REPORTER: reporter },
      files: { [reporter]: hookText(createReporterBeside, { ours: reporterFile('playwright') }) },
    }
  },
  rerun(argv, wanted, place) {
    const { start, args } = wordsOf(argv, true) ?? { start: ['playwright', 'test'], args: argv }
    const selection = selectionOf(wanted, place)
    if (selection.length === 0) return []
    const inPlace = (name: string) => join(place.directory, `playwright-${name}`)
    const driver = inPlace('selected-run.cjs')
    const lister = inPlace('lister.cjs')
    const listed = inPlace('tests.json')
    const kept = optionsWithout(readArguments(args, playwrightForms), notAgain)
    // An anchored expression over the absolute path: a bare path would also mean those that end with it.
    const files = [...new Set(selection.map(each => each.file))].map(file => `/^${escaped(file)}$/`)
    const settings = {
      list: [...start, ...files, ...kept, '--list', '--reporter=null', '--repeat-each=1'],
      run: [...start, ...files, ...kept, ...once, '--last-failed'],
      lister,
      listed,
      ids: inPlace('ids.json'),
      selection,
    }
    return [
      {
        command: [process.execPath, driver],
        env: { ...reporterEnvironment(place), PW_TEST_REPORTER: reporterFile('playwright') },
        files: {
          [driver]: hookText(createSelectedRun, settings),
          [lister]: hookText(createTestLister, { output: listed }),
        },
      },
    ]
  },
}

const once = ['--reporter=line', '--retries=0', '--workers=1', '--max-failures=0', '--repeat-each=1'] as const

/** The words up to `playwright test`, and what follows; `null` for another command. A rerun measures no coverage. */
function wordsOf(
  argv: readonly string[],
  again = false,
): { readonly start: readonly string[]; readonly args: readonly string[] } | null {
  const words = commandWords(argv, isPlaywright)
  if (words?.args[0] !== 'test') return null
  const before = again ? withoutCoverage(words.before) : words.before
  const node = words.node === null ? [] : [words.node.program, ...words.node.options]
  return { start: [...before, ...node, words.program, 'test'], args: words.args.slice(1) }
}

function isPlaywright(name: string, path: string): boolean {
  return name === 'playwright' || /[\\/](?:@playwright[\\/]test|playwright)[\\/]cli\.js$/.test(path)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
