import { openRecording } from './open-recording.ts'
import { RecordingReporter } from './vitest/reporter.ts'

/** `reporters: ['default', ['cd-gate/vitest', { … }]]`, for vitest 3, 4 and 5. */
class VitestReporter extends RecordingReporter {
  constructor(options?: unknown) {
    super(options, openRecording)
  }
}

export { VitestReporter, VitestReporter as default, VitestReporter as 'module.exports' }
