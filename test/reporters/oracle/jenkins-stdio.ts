/**
 * What the junit plugin keeps of an output: both ends of it, 500 characters each of a passing case, 50,000 of a failing
 * one. NULs become visible.
 */
export function trimmed(
  output: string | null,
  failing: boolean,
  retention: 'default' | 'failed' | 'all',
): string | null {
  if (output === null) return null
  const half = failing ? 50_000 : 500
  const left = output.length - 2 * half
  const whole = retention === 'all' || (retention === 'failed' && failing) || left <= 0
  const kept = whole
    ? output
    : `${unbroken(output.slice(0, half))}\n...[truncated ${left} chars]...\n${unbroken(output.slice(-half))}`
  return kept.replaceAll('\0', '^@')
}

/** Without the half of a character that the cut left at either end. */
function unbroken(part: string): string {
  return part.replace(/^[\udc00-\udfff]/, '').replace(/[\ud800-\udbff]$/, '')
}
