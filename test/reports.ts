/** Line number → hits. */
export type Hits = Readonly<Record<number, number>>

/** A minimal report in each format, of the given files. Real tools' files are in test/fixtures. */
export function lcov(files: Readonly<Record<string, Hits>>, extra = ''): string {
  const records = Object.entries(files).map(([path, hits]) => {
    const lines = Object.entries(hits).map(([line, count]) => `DA:${line},${count}\n`)
    return `SF:${path}\n${extra}${lines.join('')}end_of_record\n`
  })
  return `TN:\n${records.join('')}`
}

export function cobertura(files: Readonly<Record<string, Hits>>, sources: readonly string[] = ['.']): string {
  const classes = Object.entries(files).map(([path, hits]) => {
    const lines = Object.entries(hits).map(([line, count]) => `<line number="${line}" hits="${count}"/>`)
    return `<class name="c" filename="${attribute(path)}" line-rate="0"><methods/><lines>${lines.join('')}</lines></class>`
  })
  const roots = sources.map(source => `<source>${attribute(source)}</source>`).join('')
  return `<?xml version="1.0" ?>\n<coverage version="7" line-rate="0.5"><sources>${roots}</sources><packages><package name="p"><classes>${classes.join('\n')}</classes></package></packages></coverage>\n`
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** Statements as [first line, last line, hits]; a plain line is one statement of its own. */
export function istanbul(
  files: Readonly<Record<string, readonly (readonly [number, number, number])[]>>,
): string {
  const map = Object.entries(files).map(([path, statements]) => {
    const statementMap = statements.map(([start, end]) => ({
      start: { line: start, column: 0 },
      end: { line: end, column: 80 },
    }))
    const entry = {
      path,
      statementMap: { ...statementMap },
      fnMap: {},
      branchMap: {},
      s: { ...statements.map(([, , hits]) => hits) },
      f: {},
      b: {},
    }
    return [path, entry]
  })
  return JSON.stringify(Object.fromEntries(map))
}
