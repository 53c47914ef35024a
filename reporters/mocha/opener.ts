import type { OpenRecording } from '../open-recording.ts'
import type { MochaOptions } from './mocha-objects.ts'
import type { OpenedRecording } from './reporter.ts'
import { splitOptions } from './terminal.ts'

export interface Opener {
  /** Opens the recording of the run that these options belong to, or gives the one that is open. */
  open(options: MochaOptions): OpenedRecording
  /** Whether any run has begun. */
  readonly used: boolean
}

/** A run's recording is opened before its test files are loaded, which is before mocha makes its reporter. */
export function createOpener(openRecording: OpenRecording, cwd: () => string): Opener {
  const opened = new WeakMap<MochaOptions, OpenedRecording>()
  let used = false
  return {
    get used() {
      return used
    },
    open(options) {
      used = true
      const recording =
        opened.get(options) ??
        openRecording({ runner: 'mocha', options: splitOptions(options).own, root: cwd(), shard: null })
      opened.set(options, recording)
      return recording
    },
  }
}
