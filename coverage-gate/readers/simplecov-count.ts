/** Code between two `:nocov:` comments. */
const IGNORED = 'ignored'

/**
 * Whether counted code ran; `null` for what is not counted.
 * @throws TypeError when it is no count
 */
export function hitOf(count: unknown): boolean | null {
  if (count === null || count === IGNORED) return null
  if (typeof count !== 'number') throw new TypeError(`has ${JSON.stringify(count)} for a count`)
  return count > 0
}
