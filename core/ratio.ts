/** How much of something is covered. `total` 0 means there was nothing to cover. */
export interface Count {
  readonly total: number
  readonly covered: number
}

/** A decimal percentage kept exactly, as `digits / scale`: 99.5 is 995/10. */
export interface Percent {
  readonly text: string
  readonly digits: bigint
  readonly scale: bigint
}

/** Reads `80`, `99.5`, `100 %`; `null` when it is no percentage from 0 to 100. */
export function parsePercent(text: string): Percent | null {
  const match = /^(\d{1,3})(?:\.(\d{1,15}))?\s*%?$/.exec(text.trim())
  if (!match) return null
  const fraction = match[2] ?? ''
  const digits = BigInt(match[1] + fraction)
  const scale = 10n ** BigInt(fraction.length)
  if (digits > 100n * scale) return null
  return { text: fraction ? `${Number(match[1])}.${fraction}` : `${Number(match[1])}`, digits, scale }
}

/** Exact: covered / total >= percent / 100, in whole numbers. Nothing to cover reaches any threshold. */
export function reaches(count: Count, threshold: Percent): boolean {
  return BigInt(count.covered) * 100n * threshold.scale >= threshold.digits * BigInt(count.total)
}

/**
 * The percentage for display, with two decimals, cut and never rounded up: 29,999 of 30,000 is
 * 99.99, not 100. `null` when there was nothing to cover.
 */
export function percentOf(count: Count): number | null {
  if (count.total === 0) return null
  return Number((BigInt(count.covered) * 10000n) / BigInt(count.total)) / 100
}

export function addCounts(a: Count, b: Count): Count {
  return { total: a.total + b.total, covered: a.covered + b.covered }
}
