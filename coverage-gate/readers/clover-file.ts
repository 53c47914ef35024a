import type { ChangedLines } from '../changed-lines.ts'
import type { Branch, FileDetail, FunctionCoverage } from '../model.ts'

/** One file that is read in depth. */
export interface CloverFile {
  readonly method: (line: number, name: string, hit: boolean) => void
  /** Istanbul's condition: how many ways out were taken, and how many were not. */
  readonly waysOut: (line: number, taken: number, untaken: number) => void
  /** Clover's own: whether it was ever true, and ever false. */
  readonly condition: (line: number, wasTrue: boolean, wasFalse: boolean) => void
  readonly finish: () => FileDetail
}

/** More ways out of one line than any source has. */
const MAX_BRANCHES = 10_000

/** @param changed branches of other lines are not kept: merging never looks beyond a line */
export function createCloverFile(changed: ChangedLines): CloverFile {
  const branches = new Map<string, Branch>()
  const functions: FunctionCoverage[] = []
  const conditions = new Map<number, number>()
  let counted = false
  const add = (key: string, line: number, taken: boolean): void => {
    if (taken || !branches.has(key)) branches.set(key, { key, line, pathLine: null, range: null, taken })
  }
  return {
    method: (line, name, hit) => functions.push({ name, line, endLine: null, range: null, hit }),
    // Not which were taken is told, but how many: counted from the first, a merge takes the greater number.
    waysOut(line, taken, untaken) {
      if (!changed.touch(line, line)) return
      counted = true
      const total = Math.min(taken + untaken, MAX_BRANCHES)
      for (let index = 0; index < total; index += 1) add(`${line}:${index}/${total}`, line, index < taken)
    },
    condition(line, wasTrue, wasFalse) {
      if (!changed.touch(line, line)) return
      const index = conditions.get(line) ?? 0
      conditions.set(line, index + 1)
      add(`${line}:${index}:true`, line, wasTrue)
      add(`${line}:${index}:false`, line, wasFalse)
    },
    finish: () => ({
      scheme: counted ? 'clover of istanbul' : 'clover',
      placeholder: false,
      branches: branches.size > 0 ? [...branches.values()] : null,
      functions: functions.length > 0 ? functions : null,
      statements: null,
      checksums: null,
    }),
  }
}
