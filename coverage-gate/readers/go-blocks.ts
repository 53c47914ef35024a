import type { FileDetail, Statement } from '../model.ts'

/** One block of a profile: lines and columns 1-based, the end exclusive; columns count bytes. */
export interface GoBlock {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly hit: boolean
}

/** The blocks of a file that is read in depth. */
export interface GoBlocks {
  readonly add: (block: GoBlock) => void
  readonly detail: () => FileDetail
}

/** A block that is repeated ran if it ran once. */
export function createGoBlocks(): GoBlocks {
  const statements = new Map<string, Statement>()
  return {
    add({ line, column, endLine, endColumn, hit }) {
      const key = `${line}.${column},${endLine}.${endColumn}`
      if (!hit && statements.has(key)) return
      const range = { start: { line, column: column - 1 }, end: { line: endLine, column: endColumn - 1 } }
      statements.set(key, { range, hit })
    },
    detail: () => ({
      scheme: 'go',
      placeholder: false,
      branches: null,
      functions: null,
      statements: [...statements.values()],
      checksums: null,
    }),
  }
}
