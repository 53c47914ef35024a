/** One way of telling a coverage tool not to look. */
export interface Pragma {
  /** As it is called in docs and output. */
  readonly name: string
  readonly tools: string
  readonly pattern: RegExp
}

/**
 * Comments and attributes that take code out of coverage, as the tools' own documents spell them. Those that end a
 * stretch take nothing out and are not here. Adding one is an entry.
 */
export const pragmas: readonly Pragma[] = [
  {
    name: 'istanbul ignore',
    tools: 'Istanbul, nyc, vitest',
    pattern: /\bistanbul\s+ignore\s+(?:next|if|else|file)\b/,
  },
  {
    name: 'v8 ignore',
    tools: 'vitest, c8',
    pattern: /\bv8\s+ignore\s+(?:next|if|else|start|file)\b/,
  },
  { name: 'c8 ignore', tools: 'c8', pattern: /\bc8\s+ignore\s+(?:next|start)\b/ },
  {
    name: 'node:coverage',
    tools: "Node's test runner",
    pattern: /\bnode:coverage\s+(?:disable|ignore\s+next)\b/,
  },
  {
    name: 'deno-coverage-ignore',
    tools: 'Deno',
    pattern: /\bdeno-coverage-ignore(?:-start|-file)?(?![-\w])/,
  },
  {
    name: 'pragma: no cover',
    tools: 'coverage.py',
    pattern: /#\s*pragma[:\s]\s*no\s*(?:cover|branch)\b/i,
  },
  {
    name: 'LCOV_EXCL',
    tools: 'lcov',
    pattern: /\bLCOV_(?:EXCL_(?:BR_|EXCEPTION_)?(?:LINE|START)|UNREACHABLE_(?:LINE|START))\b/,
  },
  {
    name: 'GCOVR_EXCL',
    tools: 'gcovr',
    pattern: /\bGCOVR?_EXCL_(?:BR_)?(?:LINE|START|FUNCTION|WITHOUT_HIT\S*)/,
  },
  { name: ':nocov:', tools: 'SimpleCov', pattern: /:nocov:/ },
  { name: 'simplecov:disable', tools: 'SimpleCov', pattern: /#\s*simplecov:disable\b/ },
  {
    name: 'cfg(not(tarpaulin…))',
    tools: 'cargo-tarpaulin',
    pattern: /#!?\[\s*cfg(?:_attr)?\s*\(\s*not\s*\(\s*tarpaulin\w*\s*\)/,
  },
  {
    name: 'coverage(off)',
    tools: 'rustc, cargo-llvm-cov',
    pattern: /#!?\[[^\]]*\b(?:coverage\s*\(\s*off\s*\)|no_coverage)/,
  },
  {
    name: '@Generated',
    tools: 'JaCoCo',
    pattern: /@(?:[\w.]+\.)?(?:\w*Generated(?:Code)?|ExcludeFromJacoco\w*|ExcludeFromCoverage\w*)\b(?!\w)/,
  },
  {
    name: 'ExcludeFromCodeCoverage',
    tools: 'coverlet, OpenCover, Visual Studio',
    pattern: /\[\s*(?:\w+\s*:\s*)?(?:[\w.]+\.)?ExcludeFromCodeCoverage(?:Attribute)?\b/,
  },
  {
    name: 'codeCoverageIgnore',
    tools: 'PHPUnit',
    pattern: /@codeCoverageIgnore(?:Start)?\b(?!End)|#\[\s*(?:[\w\\]+\\)?CodeCoverageIgnore\b/,
  },
  { name: 'COVERAGE-OFF', tools: 'scoverage', pattern: /\$COVERAGE-OFF\$/ },
  { name: 'CLOVER:OFF', tools: 'OpenClover', pattern: /\/\/\/\s*CLOVER:OFF\b/ },
  { name: 'coverage-ignore', tools: 'go-test-coverage', pattern: /\/\/\s*coverage-ignore\b/ },
  { name: 'coverage:ignore', tools: 'Dart', pattern: /\bcoverage:ignore-(?:line|start|file)\b/ },
  { name: 'coveralls-ignore', tools: 'ExCoveralls', pattern: /\bcoveralls-ignore-(?:start|next-line)\b/ },
  {
    name: 'uncoverable',
    tools: 'Devel::Cover',
    pattern: /#\s*uncoverable\s+(?:statement|branch|condition|subroutine|pod)\b/,
  },
  { name: 'coverage off', tools: 'bisect_ppx', pattern: /\[@@?@?coverage\s+(?:off|exclude_file)\s*\]/ },
]

/** Where code was taken out of coverage. */
export interface PragmaUse {
  readonly line: number
  readonly name: string
  /** What follows ` -- ` on the line, without a comment's end; `null`: no reason is given. */
  readonly reason: string | null
}

/** Some word of every pragma: most lines are done with one look. */
const likely =
  /ignore|pragma|excl|nocov|coverage|tarpaulin|generated|clover|uncoverable|simplecov|unreachable/i

/** The pragma on a line of source; the first where there are several. */
export function pragmaOn(text: string, line: number): PragmaUse | null {
  if (!likely.test(text)) return null
  // Longer than any comment: a generated file of one line.
  const shown = text.slice(0, 10_000)
  for (const { name, pattern } of pragmas) {
    const found = pattern.exec(shown)
    if (!found) continue
    const after = shown.slice(found.index + found[0].length)
    const reason = /\s--\s*(.*)$/
      .exec(after)?.[1]
      ?.replace(/\s*(?:\*\/|-->|\*\)|%>)\s*\}?\s*$/, '')
      .trim()
    return { line, name, reason: reason || null }
  }
  return null
}
