import type { FileSelection } from '../selection.ts'
import type { ListedTest } from './test-lister.ts'

export interface SelectedRunSettings {
  /** The command that lists the tests of the wanted files, and the one that runs those of `ids`. */
  readonly list: readonly string[]
  readonly run: readonly string[]
  /** The reporter that writes the list to `listed`, absolute. */
  readonly lister: string
  readonly listed: string
  /** What Playwright takes for the record of its last run. */
  readonly ids: string
  readonly selection: readonly FileSelection[]
}

/**
 * A process that asks Playwright for the ids of the wanted tests and has it run these. Both are children in its own process
 * group; it ends as the run does, and fails when there is nothing to run.
 */
export function createSelectedRun(require: NodeJS.Require, settings: SelectedRunSettings): void {
  const { spawn, spawnSync } = require('node:child_process') as typeof import('node:child_process')
  const { readFileSync, realpathSync, writeFileSync } = require('node:fs') as typeof import('node:fs')
  const real = (file: string): string => {
    try {
      return realpathSync(file)
    } catch {
      return file
    }
  }
  const give = (text: string): never => {
    process.stderr.write(`${text}\n`)
    process.exit(1)
  }
  const startsWith = (titles: readonly string[], start: readonly string[]): boolean =>
    start.every((title, index) => title === titles[index])
  // Titles are unique in a file of a project: Playwright refuses others.
  const isWanted = ({ project, file, titlePath }: ListedTest): boolean =>
    settings.selection.some(
      each =>
        each.project === project &&
        real(each.file) === real(file) &&
        (each.whole ||
          each.describes.some(start => start.length < titlePath.length && startsWith(titlePath, start)) ||
          each.tests.some(
            test => test.titlePath.length === titlePath.length && startsWith(titlePath, test.titlePath),
          )),
    )

  const [lister = '', ...listArgs] = settings.list
  const look = spawnSync(lister, listArgs, {
    env: { ...process.env, PW_TEST_REPORTER: settings.lister },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (look.error) give(`${lister} cannot be started: ${look.error.message}`)
  let listed: readonly ListedTest[] = []
  try {
    listed = JSON.parse(readFileSync(settings.listed, 'utf8')) as readonly ListedTest[]
  } catch {
    give(`the tests to run again cannot be listed\n${look.stdout}`)
  }
  const failedTests = listed.filter(isWanted).map(test => test.id)
  if (failedTests.length === 0) give('none of the tests to run again is there any more')
  writeFileSync(settings.ids, JSON.stringify({ status: 'failed', failedTests }))

  const [program = '', ...args] = settings.run
  const run = spawn(program, args, {
    env: { ...process.env, PLAYWRIGHT_LAST_RUN_OUTPUT_FILE: settings.ids },
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => run.kill(signal))
  run.on('error', error => give(`${program} cannot be started: ${error.message}`))
  run.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
