import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Recording } from '../recording.ts'
import type { MochaOptions, MochaRunner } from './mocha-objects.ts'
import { stoppedByBail } from './stop-reasons.ts'
import { isWhole, playTape, type TapePlace, tapePath } from './tape.ts'
import { howWorkerDied, withItsName } from './worker-death.ts'

/** mocha's parallel mode: each file runs in a worker, whose reporter writes a tape. */
export interface Workers {
  readonly place: TapePlace
  /** The run is over: files whose worker died, that did not load, or never ran, are told too. */
  settle(): void
  /** The process is going to die: what is on the tapes is told, and what is in flight stays so. */
  declareRest(): void
  /** Removes the tapes. */
  release(): void
}

interface Loss {
  readonly error: unknown
  /** mocha 12 says it. */
  readonly file: string | undefined
}

export function watchWorkers(
  runner: MochaRunner,
  recording: Recording,
  { files = [], bail = false }: MochaOptions,
  outputBudget: number,
): Workers {
  const place: TapePlace = { directory: mkdtempSync(join(tmpdir(), 'cd-gate-mocha-')), outputBudget }
  const waiting = new Set(files)
  const byTape = new Map(files.map(file => [basename(tapePath(place, file, true)), file]))
  const losses: Loss[] = []

  const playWhole = (): void => {
    for (const name of readdirSync(place.directory)) {
      const file = isWhole(name) ? byTape.get(name) : undefined
      if (file === undefined) continue
      const path = join(place.directory, name)
      waiting.delete(file)
      playTape(path, recording)
      rmSync(path)
    }
  }
  const partOf = (file: string): string | null => {
    const path = tapePath(place, file, false)
    return existsSync(path) ? path : null
  }
  /** What tests it holds is not known: it was not loaded. */
  const neverRan = (file: string): void => void recording.suite(file).test(file, { titlePath: ['(file)'] })
  const playPart = (path: string, file: string, reason: string): void => {
    const suites = playTape(path, recording)
    if (suites.length === 0) recording.suite(file).loadError([new Error(reason)])
    for (const suite of suites) {
      suite.died(reason)
      suite.finish()
    }
  }

  runner.on('suite end', suite => {
    if (suite.root) playWhole()
  })
  runner.on('fail', (what, error) => {
    if (what.type === undefined) losses.push({ error, file: what.file })
  })

  return {
    place,
    settle() {
      playWhole()
      const unclear = losses.filter(({ error, file }) => {
        const lost = fileOfLoss(error, file, [...waiting], each => partOf(each) !== null)
        if (lost === null) return true
        waiting.delete(lost)
        const part = partOf(lost)
        const death = howWorkerDied(error)
        if (part) playPart(part, lost, death || 'its worker was lost')
        else
          recording
            .suite(lost)
            .loadError([death === '' ? withItsName(error) : `${death} while it loaded the file`])
        return false
      })
      for (const { error } of unclear) recording.trouble('uncaught exception', [error])
      if (waiting.size > 0 && bail && runner.failures > 0) recording.cutShort(stoppedByBail(runner.failures))
      for (const file of waiting) {
        const part = partOf(file)
        if (part) playPart(part, file, 'the record of its worker is incomplete')
        else neverRan(file)
      }
      waiting.clear()
    },
    declareRest() {
      playWhole()
      for (const file of waiting) {
        const part = partOf(file)
        if (part === null || playTape(part, recording).length === 0) neverRan(file)
      }
      waiting.clear()
    },
    release() {
      rmSync(place.directory, { recursive: true, force: true })
    },
  }
}

/** Which file a worker was lost with. Before mocha 12 nobody says: it is one without results, and the error may name it. */
function fileOfLoss(
  error: unknown,
  said: string | undefined,
  waiting: readonly string[],
  begun: (file: string) => boolean,
): string | null {
  if (said !== undefined) return waiting.includes(said) ? said : null
  const died = howWorkerDied(error) !== ''
  const running = waiting.filter(begun)
  if (died && running.length > 0) return running[0] ?? null
  const candidates = waiting.filter(file => !running.includes(file))
  const text = error instanceof Error ? `${error.stack ?? ''}\n${error.message}` : String(error)
  const named = candidates.find(file => text.includes(file) || text.includes(pathToFileURL(file).href))
  return named ?? (candidates.length === 1 ? (candidates[0] ?? null) : null)
}
