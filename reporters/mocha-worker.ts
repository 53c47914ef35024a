import { bufferedReporterOf, mochaOf } from './mocha/installed-mocha.ts'
import type { MochaOptions, MochaReporterObject, MochaRunner } from './mocha/mocha-objects.ts'
import { recordRun } from './mocha/record-run.ts'
import { createTape } from './mocha/tape.ts'

/**
 * The reporter of mocha's worker processes: hands the events over as mocha's own does, and beside that writes the record of
 * its test file on a tape, for mocha's events lack half of it (files, names of errors, output, what did not run).
 */
class MochaWorkerReporter implements MochaReporterObject {
  readonly #finish: (failures: number, fn: (failures: number) => void) => void

  constructor(runner: MochaRunner, options: MochaOptions) {
    const place = options.cdGateTapes
    const mocha = mochaOf(runner)
    const [file] = options.files ?? []
    if (!place || !mocha || file === undefined)
      throw new Error('cd-gate/mocha-worker is not for use by itself')
    const tape = createTape(place, file)
    const run = recordRun(runner, options, tape)
    const Buffered = bufferedReporterOf(mocha)
    const buffered = new Buffered(runner, options)
    this.#finish = (failures, fn) => {
      run.settle()
      tape.finish()
      buffered.done?.(failures, fn)
    }
  }

  done(failures: number, fn: (failures: number) => void): void {
    this.#finish(failures, fn)
  }
}

export { MochaWorkerReporter, MochaWorkerReporter as default, MochaWorkerReporter as 'module.exports' }
