import type { ChangedLines } from '../changed-lines.ts'
import type { Branch, FileDetail, FunctionCoverage, Statement } from '../model.ts'
import type { OpenCoverPoint } from './opencover-points.ts'

/** One file that is read in depth. `method` is a method's name as written. */
export interface OpenCoverFile {
  readonly sequencePoint: (point: OpenCoverPoint, method: string) => void
  readonly branchPoint: (point: OpenCoverPoint, method: string) => void
  readonly finish: () => FileDetail
}

interface Method {
  line: number
  endLine: number
  hit: boolean
}

/** @param changed of other lines neither points nor branches are kept: merging never looks beyond a line */
export function createOpenCoverFile(changed: ChangedLines): OpenCoverFile {
  const statements = new Map<string, Statement>()
  const branches = new Map<string, Branch>()
  const methods = new Map<string, Method>()
  let branched = false

  function extend(name: string, { line, endLine, hit }: OpenCoverPoint): void {
    const method = methods.get(name)
    if (!method) methods.set(name, { line, endLine, hit })
    else {
      method.line = Math.min(method.line, line)
      method.endLine = Math.max(method.endLine, endLine)
      method.hit ||= hit
    }
  }

  return {
    sequencePoint(point, method) {
      if (method !== '') extend(method, point)
      const { line, column, endLine, endColumn, hit } = point
      if (!changed.touch(line, endLine)) return
      // A generic method's points, and those of a module that was loaded twice, repeat: one that ran once ran.
      const key = `${line}:${column}-${endLine}:${endColumn}`
      if (!hit && statements.has(key)) return
      const range = { start: { line, column: column - 1 }, end: { line: endLine, column: endColumn - 1 } }
      statements.set(key, { range, hit })
    },
    branchPoint({ line, hit, offset, path }, method) {
      branched = true
      if (!changed.touch(line, line)) return
      const key = `${line} ${method} ${offset} ${path}`
      if (hit || !branches.has(key)) branches.set(key, { key, line, pathLine: null, range: null, taken: hit })
    },
    finish: () => ({
      scheme: 'opencover',
      placeholder: false,
      branches: branched ? [...branches.values()] : null,
      functions: Array.from(methods, asFunction),
      statements: [...statements.values()],
      checksums: null,
    }),
  }
}

/** `System.Int32 Ns.Class::Sum(System.Int32)` without what it returns and takes. */
function asFunction([written, { line, endLine, hit }]: readonly [string, Method]): FunctionCoverage {
  const name = /(\S+::[^(]+)\(/.exec(written)?.[1] ?? written
  return { name, line, endLine, range: null, hit }
}
