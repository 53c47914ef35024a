import { createRequire } from 'node:module'

/** What is used of mocha's objects here: the same in mocha 10, 11 and 12. */
export interface MochaSuite {
  readonly root: boolean
  readonly file?: string | undefined
  readonly parent?: MochaSuite | undefined
  tests: MochaTest[]
  readonly suites: readonly MochaSuite[]
  bail(stop: boolean): unknown
}

export interface MochaTest {
  readonly file?: string | undefined
  readonly parent?: MochaSuite | undefined
  pending: boolean
  titlePath(): string[]
  retries(most: number): unknown
}

export interface MochaRunner {
  readonly suite: MochaSuite
  total: number
  on(event: string, listener: () => void): unknown
  prependListener(event: string, listener: () => void): MochaRunner
}

/** Told how many failed; a worker's is told more, and nothing here looks at it. */
export type Done = ((failures: number) => void) | undefined

export interface MochaOptions {
  /** In a process of the parallel mode's pool. */
  readonly isWorker?: boolean
  readonly parallel?: boolean
  [name: string]: unknown
}

export type ReporterClass = new (runner: object, options: object) => object

export interface MochaObject {
  readonly options: MochaOptions
  files: string[]
  _reporter?: unknown
}

export interface MochaClass {
  readonly prototype: {
    reporter(this: MochaObject, reporter?: unknown, options?: unknown): unknown
    run(this: MochaObject, done?: Done): MochaRunner
  }
  readonly reporters: Record<string, unknown>
}

const require = createRequire(import.meta.url)

/** The copies of mocha that this process has loaded: the one that runs need not be the one that is found from here. */
export function loadedMochas(): readonly MochaClass[] {
  return Object.keys(require.cache)
    .filter(path => /[\\/]lib[\\/]mocha\.c?js$/.test(path))
    .map(path => require.cache[path]?.exports as unknown)
    .filter(isMocha)
}

function isMocha(exported: unknown): exported is MochaClass {
  return typeof exported === 'function' && 'Runner' in exported && 'reporters' in exported
}
