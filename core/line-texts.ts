/** The text of a file's line; `null` when it cannot be read. */
export type LineText = (path: string, line: number) => string | null

/**
 * Looks lines up. A file's lines are made anew each time they are asked for, and findings come file by file: those of the
 * last file are kept.
 */
export function lineTexts(linesOf: (path: string) => readonly string[] | null): LineText {
  let last: { readonly path: string; readonly lines: readonly string[] | null } | null = null
  return (path, line) => {
    if (last?.path !== path) last = { path, lines: linesOf(path) }
    return last.lines?.[line - 1] ?? null
  }
}
