import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import type { MochaClass, MochaReporterClass } from './mocha-objects.ts'

const require = createRequire(import.meta.url)

interface LoadedMocha {
  readonly Mocha: MochaClass
  /** Of the module that holds the class: `…/lib/mocha.js`, `.cjs` from mocha 12 on. */
  readonly path: string
}

/**
 * The copies of mocha that this process has loaded. mocha gives a reporter no way to its own package, and the one that runs
 * need not be the one that would be resolved from here.
 */
export function loadedMochas(): readonly LoadedMocha[] {
  return Object.keys(require.cache)
    .filter(path => /[\\/]lib[\\/]mocha\.c?js$/.test(path))
    .flatMap(path => {
      const exported: unknown = require.cache[path]?.exports
      return isMocha(exported) ? [{ Mocha: exported, path }] : []
    })
}

function isMocha(exported: unknown): exported is MochaClass {
  return typeof exported === 'function' && 'Runner' in exported && 'reporters' in exported
}

/** The copy that made this runner. */
export function mochaOf(runner: object): LoadedMocha | null {
  return loadedMochas().find(({ Mocha }) => runner instanceof Mocha.Runner) ?? null
}

/** The reporter of a worker process, which hands the events over to the main one. */
export function bufferedReporterOf({ path }: LoadedMocha): MochaReporterClass {
  const name = `parallel-buffered${extname(path)}`
  return require(join(dirname(path), 'nodejs', 'reporters', name)) as MochaReporterClass
}
