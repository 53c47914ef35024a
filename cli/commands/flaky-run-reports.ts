import { existsSync, statSync } from 'node:fs'
import { GateError } from '../../core/errors.ts'
import { readPieces } from '../../core/system/files.ts'
import type { TestSuite } from '../../core/test-run.ts'
import type { RunReport } from '../../flaky/run.ts'
import { partName } from '../../reporters/report-names.ts'
import { finishReport } from '../../reporters/unfinished.ts'
import { readXunit } from '../../reporters/xunit/read.ts'
import { findXunitFiles } from './xunit-files.ts'

/** Reads what a run of a test command wrote; `null` where it wrote nothing that can be read. */
export type ReadReport = (output: string, startedAt: number) => Promise<RunReport | null>

/** The report of a reporter of ours: all its parts, completed first where its run was killed. */
export function ownReports(tell: (line: string) => void): ReadReport {
  return async output => {
    const killed = existsSync(`${output}.partial`)
    if (killed) finishReport(output)
    if (!existsSync(output)) return null
    const files = [output]
    for (let part = 2; existsSync(partName(output, part)); part += 1) files.push(partName(output, part))
    const suites = readAll(files, tell)
    return suites && { suites, complete: !killed }
  }
}

/**
 * Reports that the command writes in its own way, where `--xunit` says. One that is older than the run is an earlier run's,
 * and says nothing of this one. No margin: where a file system keeps whole seconds, a doubt is no report, and never a pass.
 */
export function foreignReports(
  given: readonly string[],
  cwd: string,
  tell: (line: string) => void,
): ReadReport {
  return async (_output, startedAt) => {
    const found = await findXunitFiles(given, cwd, null).catch((error: unknown) => {
      if (error instanceof GateError) return null
      throw error
    })
    const files = (found?.files ?? []).map(({ path }) => path)
    const fresh = files.filter(file => statSync(file).mtimeMs >= startedAt)
    const old = files.length - fresh.length
    if (old > 0) tell(`cd-gate: ${old} of ${files.length} reports are older than this run, and left out`)
    if (fresh.length === 0) return null
    const suites = readAll(fresh, tell)
    return suites && { suites, complete: true }
  }
}

/** `null` when one of them cannot be read: a part of the results is no result. */
function readAll(files: readonly string[], tell: (line: string) => void): readonly TestSuite[] | null {
  try {
    return files.flatMap(file => [...readXunit(readPieces(file), file)])
  } catch (error) {
    if (!(error instanceof GateError)) throw error
    tell(`cd-gate: ${error.message}`)
    return null
  }
}
