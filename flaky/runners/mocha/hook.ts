import type { MochaJob } from './job.ts'
import { loadedMochas, type MochaClass, type ReporterClass } from './mocha-objects.ts'
import { rerunSelected } from './rerun.ts'

/** Our reporter's module: it is handed over, for this module knows no reporter. */
export interface ReporterModule {
  readonly MochaReporter: ReporterClass
}

/** Loaded by `--require`, when mocha is there and has not yet made anything; in its worker processes too. */
export function hookMocha({ selection }: MochaJob, { MochaReporter }: ReporterModule): void {
  for (const Mocha of loadedMochas()) {
    record(Mocha, MochaReporter, selection !== null)
    if (selection !== null) rerunSelected(Mocha, selection)
  }
}

/** The name by which our reporter finds the user's among mocha's own. */
const terminal = 'the reporter of the user (cd-gate)'

/**
 * Our reporter in the place of the user's, which it drives. In a rerun mocha's plain one speaks to the terminal: another
 * could write its file of the first run anew.
 */
function record(Mocha: MochaClass, MochaReporter: ReporterClass, isRerun: boolean): void {
  const { prototype, reporters } = Mocha
  const choose = prototype.reporter
  prototype.reporter = function (...args) {
    const [name, options] = args
    Reflect.apply(choose, this, [name, options])
    if (this.options.isWorker || isOurs(this._reporter)) return this
    if (isRerun) return Reflect.apply(choose, this, [MochaReporter, { terminal: 'spec' }])
    reporters[terminal] = withOptions(this._reporter as ReporterClass, options)
    return Reflect.apply(choose, this, [MochaReporter, { terminal }])
  }
}

/** The project has ours already, perhaps of another copy of this package; it is told by the names of its classes. */
function isOurs(reporter: unknown): boolean {
  if (typeof reporter !== 'function') return false
  const base = Object.getPrototypeOf(reporter) as { readonly name?: string } | null
  return reporter.name === 'MochaReporter' && base?.name === 'RecordingReporter'
}

/** The user's reporter with its own options: our reporter passes on those alone that it knows. */
function withOptions(Theirs: ReporterClass, own: unknown): ReporterClass {
  function Terminal(runner: object, options: object): object {
    return new Theirs(runner, { ...options, reporterOption: own, reporterOptions: own })
  }
  return Terminal as unknown as ReporterClass
}
