// @ts-check
/** @import { Run } from '../measure/meter.mjs' */
/** @import { Runner } from './suite.mjs' */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @typedef {{ name: string, run: Run, report: string | null }} Contender `report`: the file that it writes. */

const require = createRequire(import.meta.url)
/** @param {string} path from this directory */
const here = path => fileURLToPath(new URL(path, import.meta.url))

/** @param {Runner} runner @param {string} directory @returns {readonly Contender[]} */
export function contendersOf(runner, directory) {
  return runner === 'vitest' ? ofVitest(directory) : ofMocha(directory)
}

/** @param {string} directory */
function ofVitest(directory) {
  const program = join(require.resolve('vitest/package.json'), '../vitest.mjs')
  const report = join(directory, 'reports/vitest.xml')
  /** @param {string} name @param {string} reporter @param {string | null} written @param {NodeJS.ProcessEnv} [env] @param {readonly string[]} [more] */
  const contender = (name, reporter, written, env = {}, more = []) => ({
    name,
    run: {
      command: process.execPath,
      args: [
        program,
        'run',
        '--root',
        directory,
        '--config',
        here('vitest.config.mjs'),
        `--reporter=${reporter}`,
        ...more,
      ],
      directory,
      env: { ...process.env, ...env },
    },
    report: written,
  })
  return [
    contender('null', here('null/vitest.mjs'), null),
    contender('cd-gate', here('../../dist/reporters/vitest.js'), report, {
      CD_GATE_REPORTERS_OUTPUT: report,
    }),
    contender('junit', 'junit', report, {}, [`--outputFile=${report}`]),
  ]
}

/** @param {string} directory */
function ofMocha(directory) {
  const program = join(require.resolve('mocha/package.json'), '../bin/mocha.js')
  const report = join(directory, 'reports/mocha.xml')
  /** @param {string} name @param {string} reporter @param {string | null} written @param {readonly string[]} [options] */
  const contender = (name, reporter, written, options = []) => ({
    name,
    run: {
      command: process.execPath,
      args: [
        program,
        '--no-config',
        '--reporter',
        reporter,
        ...options.flatMap(option => ['--reporter-option', option]),
        'src/**/*.test.mjs',
      ],
      directory,
    },
    report: written,
  })
  return [
    contender('null', here('null/mocha.cjs'), null),
    contender('cd-gate', here('../../dist/reporters/mocha.js'), report, [
      `output=${report}`,
      'terminal=none',
    ]),
    contender('xunit', 'xunit', report, [`output=${report}`]),
    ...(isInstalled('mocha-junit-reporter')
      ? [contender('mocha-junit-reporter', 'mocha-junit-reporter', report, [`mochaFile=${report}`])]
      : []),
  ]
}

/** @param {string} name */
function isInstalled(name) {
  try {
    require.resolve(name)
    return true
  } catch {
    return false
  }
}
