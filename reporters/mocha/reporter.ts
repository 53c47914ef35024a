import type { Recording } from '../recording.ts'
import { watchFixtures } from './fixtures.ts'
import type { MochaOptions, MochaReporterObject, MochaRunner } from './mocha-objects.ts'
import { beforeProcessEnds } from './process-ending.ts'
import { recordRun } from './record-run.ts'
import { terminalOf } from './terminal.ts'
import { watchWorkers } from './workers.ts'

/** A recording, and how much of a test's output it will keep. */
export type OpenedRecording = Recording & { readonly settings: { readonly outputFailed: number } }

export interface ReporterSetup {
  /** Of the run that these options belong to. */
  readonly open: (options: MochaOptions) => OpenedRecording
  /** Of the reporter of mocha's worker processes. */
  readonly workerReporter: string
}

interface RunWatch {
  /** Once the listeners of the terminal's reporter are there. */
  ready(): void
  /** The run is over. */
  settle(): void
}

/**
 * Records a run of mocha, serial or parallel, and drives another reporter for the terminal: mocha takes one reporter only.
 * Nothing is inherited from mocha's `Base`, which is a function up to mocha 11 and a class from 12 on; a reporter need not.
 */
export class RecordingReporter implements MochaReporterObject {
  readonly #recording: Recording
  readonly #terminal: MochaReporterObject | null
  readonly #watch: RunWatch
  #settled = false

  /** @throws GateError for options that are none */
  constructor(runner: MochaRunner, options: MochaOptions, { open, workerReporter }: ReporterSetup) {
    const recording = open(options)
    this.#recording = recording
    watchFixtures(options, (name, error) => {
      recording.trouble(name, [error])
      if (name === 'global setup') recording.cutShort('the global setup failed')
      // Up to mocha 11 nobody calls `done` now. A failed teardown then leaves 0 for the exit code, whatever the tests said:
      // a recording that is left open makes it 1.
      this.#settle()
      if (name === 'global setup') recording.finish({ failed: true })
    })
    this.#watch = runner.isParallelMode()
      ? watchParallel(runner, options, recording, workerReporter)
      : watchSerial(runner, options, recording)
    // After our own listeners: mocha's reporters write on the errors that they are told.
    this.#terminal = terminalOf(runner, options)
    if (this.#terminal !== null) this.#watch.ready()
  }

  /** mocha calls it when everything is over, its global teardown too. */
  done(failures: number, fn: (failures: number) => void): void {
    this.#settle()
    this.#recording.finish({ failed: failures > 0 })
    if (this.#terminal?.done) this.#terminal.done(failures, fn)
    else fn(failures)
  }

  #settle(): void {
    if (this.#settled) return
    this.#settled = true
    this.#watch.settle()
  }
}

function watchSerial(runner: MochaRunner, options: MochaOptions, recording: Recording): RunWatch {
  const run = recordRun(runner, options, recording)
  const release = beforeProcessEnds(() => run.declareRest())
  return {
    ready: () => run.exceptDuringEvents(),
    settle() {
      release()
      run.settle()
    },
  }
}

function watchParallel(
  runner: MochaRunner,
  options: MochaOptions,
  recording: OpenedRecording,
  workerReporter: string,
): RunWatch {
  const workers = watchWorkers(runner, recording, options, recording.settings.outputFailed)
  options.cdGateTapes = workers.place
  runner.workerReporter(workerReporter)
  const release = beforeProcessEnds(() => {
    workers.declareRest()
    workers.release()
  })
  return {
    ready: () => undefined,
    settle() {
      release()
      workers.settle()
      workers.release()
    },
  }
}
