const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * Whether a written count says "ran". Tools write counts above 2^53, floats and exponents; negative
 * ones come from counters that overflowed and prove nothing. `null` when it is no number.
 */
export function isHit(count: string): boolean | null {
  return NUMBER.test(count) ? Number(count) > 0 : null
}
