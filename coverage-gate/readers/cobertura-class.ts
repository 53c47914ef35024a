import type { ChangedLines } from '../changed-lines.ts'
import type { Branch, FileDetail, FunctionCoverage } from '../model.ts'

/** One class element that is read in depth. */
export interface CoberturaClass {
  readonly method: (name: string) => void
  /** @param conditions such as `50% (1/2)`; `undefined` for a line without branches */
  readonly line: (line: number, hit: boolean, conditions: string | undefined, inMethod: boolean) => void
  readonly finish: () => FileDetail
}

interface Method {
  readonly name: string
  line: number
  endLine: number
  hit: boolean
}

/** @param changed branches of other lines are not kept: merging never looks beyond a line */
export function createCoberturaClass(changed: ChangedLines): CoberturaClass {
  const branches = new Map<string, Branch>()
  const methods: Method[] = []
  // The format says how many branches were taken, not which: counted from the first, a merge takes the greater number.
  const decide = (line: number, conditions: string): void => {
    const { covered, total } = countsOf(conditions)
    for (let index = 0; index < total; index += 1) {
      const key = `${line}:${index}/${total}`
      const taken = index < covered
      if (taken || !branches.has(key)) branches.set(key, { key, line, pathLine: null, range: null, taken })
    }
  }
  return {
    method: name => methods.push({ name, line: 0, endLine: 0, hit: false }),
    line(line, hit, conditions, inMethod) {
      if (conditions !== undefined && changed.touch(line, line)) decide(line, conditions)
      const method = methods.at(-1)
      if (!method || !inMethod) return
      if (method.line === 0 || line < method.line) method.line = line
      method.endLine = Math.max(method.endLine, line)
      method.hit ||= hit
    },
    finish: () => ({
      scheme: 'cobertura',
      placeholder: false,
      branches: branches.size > 0 ? [...branches.values()] : null,
      functions: methods.length > 0 ? methods.filter(each => each.line > 0).map(asFunction) : null,
      statements: null,
      checksums: null,
    }),
  }
}

/** Istanbul lists one line a method: where it begins, and nothing of where it ends. */
function asFunction({ name, line, endLine, hit }: Method): FunctionCoverage {
  return { name, line, endLine: endLine > line ? endLine : null, range: null, hit }
}

/** More ways out of one line than any source has. */
const MAX_CONDITIONS = 10_000

/** Reads `50% (1/2)`. A percentage alone leaves open how many there are; that a decision has two ways out is the least. */
function countsOf(conditions: string): { readonly covered: number; readonly total: number } {
  const [, covered, total] = /\((\d+)\/(\d+)\)/.exec(conditions) ?? []
  if (total !== undefined) return { covered: Number(covered), total: Math.min(Number(total), MAX_CONDITIONS) }
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%/.exec(conditions) ?? []
  if (percent === undefined) return { covered: 0, total: 0 }
  return { covered: Number(percent) >= 100 ? 2 : Number(percent) > 0 ? 1 : 0, total: 2 }
}
