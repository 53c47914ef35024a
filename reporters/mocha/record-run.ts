import type { Recording } from '../recording.ts'
import { captureOutput } from './capture.ts'
import type { MochaOptions, MochaRunner } from './mocha-objects.ts'
import { tellRejections } from './rejections.ts'
import { type Translation, translate } from './translate.ts'

export interface RecordedRun extends Pick<Translation, 'settle' | 'declareRest'> {
  /** From now on, what is printed while an event is told belongs to the reporters that print it. */
  exceptDuringEvents(): void
}

/** Records the tests that mocha runs in this process, with what they print. */
export function recordRun(runner: MochaRunner, options: MochaOptions, recording: Recording): RecordedRun {
  const translation = translate(runner, recording, { dryRun: options.dryRun === true, now: Date.now })
  const capture = captureOutput((stream, text) => translation.output(stream, text))
  let stopTelling: (() => void) | null = null
  runner.on('start', () => {
    stopTelling ??= tellRejections(text => translation.output('stderr', text))
  })
  runner.on('end', () => stopTelling?.())
  return {
    exceptDuringEvents: () => capture.exceptDuringEventsOf(runner),
    declareRest: () => translation.declareRest(),
    settle() {
      stopTelling?.()
      capture.release()
      translation.settle()
    },
  }
}
