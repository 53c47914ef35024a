import { readFileSync, statSync } from 'node:fs'
import { GateError } from '../../core/errors.ts'
import { expandGlob } from '../../core/system/globs.ts'
import { outcomeOf, type TestSuite } from '../../core/test-run.ts'
import { readXunit } from '../../reporters/xunit/read.ts'

/** Often enough that nobody waits, seldom enough that the tests do not notice. Milliseconds. */
const EVERY_MS = 100

export interface Watch {
  readonly stop: () => void
}

/**
 * Looks into the unfinished reports of a running test command, and calls back once, with everything read so far, as soon as
 * a test has failed for good: what stands in a report has used up the runner's own retries.
 * @param globs of the reports as they will be called when they are finished
 * @param since reports that were last written before it are of an earlier run. Milliseconds since the epoch
 */
export function watchReports(
  globs: readonly string[],
  cwd: string,
  since: number,
  failed: (suites: readonly TestSuite[]) => void,
): Watch {
  const sizes = new Map<string, number>()
  let done = false
  let timer: NodeJS.Timeout | undefined
  const look = async (): Promise<void> => {
    const suites: TestSuite[] = []
    let changed = false
    for (const glob of globs) {
      for (const file of await expandGlob(`${glob}.partial`, cwd)) {
        const size = sizeOf(file, since)
        if (size === null) continue
        if (sizes.get(file) !== size) changed = true
        sizes.set(file, size)
        suites.push(...wholeSuites(file))
      }
    }
    if (!done && changed && suites.some(hasFailed)) {
      done = true
      failed(suites)
    }
    if (!done) next()
  }
  // Whatever keeps it from looking must not touch the tests: their end tells all.
  const next = (): void => {
    timer = setTimeout(() => void look().catch(() => {}), EVERY_MS).unref()
  }
  next()
  return {
    stop: () => {
      done = true
      clearTimeout(timer)
    },
  }
}

function sizeOf(file: string, since: number): number | null {
  try {
    const { size, mtimeMs } = statSync(file)
    return mtimeMs >= since ? size : null
  } catch {
    return null
  }
}

/** The suites that stand in it whole; its end is still open. */
function wholeSuites(file: string): readonly TestSuite[] {
  const suites: TestSuite[] = []
  try {
    for (const suite of readXunit([readFileSync(file)], file)) suites.push(suite)
  } catch (error) {
    // It is unfinished, or was finished and renamed at this moment: the end of the command tells all.
    if (!(error instanceof GateError) && (error as NodeJS.ErrnoException).code === undefined) throw error
  }
  return suites
}

function hasFailed({ cases }: TestSuite): boolean {
  return cases.some(each => ['failed', 'errored'].includes(outcomeOf(each)))
}
