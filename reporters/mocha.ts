import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { watchLoading } from './mocha/loading.ts'
import type { MochaOptions, MochaRunner } from './mocha/mocha-objects.ts'
import { createOpener } from './mocha/opener.ts'
import { RecordingReporter } from './mocha/reporter.ts'
import { openRecording } from './open-recording.ts'

const opener = createOpener(openRecording, () => process.cwd())
const workerReporter = fileURLToPath(new URL(`./mocha-worker${extname(import.meta.url)}`, import.meta.url))

/** `mocha --reporter cd-gate/mocha`, for mocha 10, 11 and 12, serial and parallel. */
class MochaReporter extends RecordingReporter {
  constructor(runner: MochaRunner, options: MochaOptions) {
    super(runner, options, { open: opener.open, workerReporter })
  }
}

watchLoading(MochaReporter, opener)

export { MochaReporter, MochaReporter as default, MochaReporter as 'module.exports' }
