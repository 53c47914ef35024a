import type { ChangedLines } from '../changed-lines.ts'
import type { Branch, FileDetail, FunctionCoverage, LineStates } from '../model.ts'

/** A method as a class lists it. */
export interface JacocoMethod {
  readonly name: string
  /** Its first line with code. */
  readonly line: number
  /** How many lines have code. */
  lines: number
  hit: boolean
}

/** One source file that is read in depth. */
export interface JacocoFile {
  readonly branches: (line: number, missed: number, covered: number) => void
  /** @param lines all that were measured of the file */
  readonly finish: (lines: LineStates) => FileDetail
}

/** More ways out of one line than any source has. */
const MAX_BRANCHES = 10_000

/**
 * @param changed branches of other lines are not kept: merging never looks beyond a line
 * @param methods `null` where no class tells its source file
 */
export function createJacocoFile(changed: ChangedLines, methods: readonly JacocoMethod[] | null): JacocoFile {
  const branches = new Map<string, Branch>()
  return {
    // The format says how many branches were taken, not which: counted from the first, a merge takes the greater number.
    branches(line, missed, covered) {
      if (!changed.touch(line, line)) return
      const total = Math.min(missed + covered, MAX_BRANCHES)
      for (let index = 0; index < total; index += 1) {
        const key = `${line}:${index}/${total}`
        const taken = index < covered
        if (taken || !branches.has(key)) branches.set(key, { key, line, pathLine: null, range: null, taken })
      }
    },
    finish: lines => ({
      scheme: 'jacoco',
      placeholder: false,
      branches: branches.size > 0 ? [...branches.values()] : null,
      functions: methods?.map(each => asFunction(each, methods, lines)) ?? null,
      statements: null,
      checksums: null,
    }),
  }
}

/**
 * The format tells a method's first line and how many lines it has. They are the next that were measured, unless another
 * method begins among them: then nobody can tell where it ends.
 */
function asFunction(
  { name, line, lines: count, hit }: JacocoMethod,
  methods: readonly JacocoMethod[],
  lines: LineStates,
): FunctionCoverage {
  let end = line
  let left = lines[line] ? count - 1 : 0
  while (left > 0 && end + 1 < lines.length) {
    end += 1
    if (lines[end]) left -= 1
  }
  const isWhole = left === 0 && end > line && !methods.some(each => each.line > line && each.line <= end)
  return { name, line, endLine: isWhole ? end : null, range: null, hit }
}
