/**
 * The Beta distribution, with nothing but arithmetic: the incomplete function by its continued fraction (Abramowitz and
 * Stegun 26.5.8, evaluated by Lentz's method), its inverse by Newton steps kept inside a bracket.
 */

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** ln Γ(x) for x > 0, to about 15 digits (Lanczos, g = 7, n = 9). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const z = x - 1
  let sum: number = lanczos[0]
  for (let index = 1; index < lanczos.length; index += 1) sum += (lanczos[index] as number) / (z + index)
  const t = z + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** ln B(a, b). */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

/** P(X <= x) for X ~ Beta(a, b): the regularised incomplete Beta function. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  return cdfOf(x, a, b, logBeta(a, b))
}

/** `scale`: ln B(a, b), which costs as much as all the rest. */
function cdfOf(x: number, a: number, b: number, scale: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - scale)
  // The fraction converges fast on this side of the mean only.
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b
}

const TINY = 1e-300
const PRECISION = 1e-16
const MOST_TERMS = 10_000

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= MOST_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < PRECISION) break
  }
  return value
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

const MOST_STEPS = 200
const SETTLED = 1e-9

/** The x with P(X <= x) = p for X ~ Beta(a, b), 0 < p < 1. */
export function betaQuantile(p: number, a: number, b: number): number {
  const scale = logBeta(a, b)
  let low = 0
  let high = 1
  let x = a / (a + b)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const miss = cdfOf(x, a, b, scale) - p
    if (miss < 0) low = x
    else high = x
    if (high - low <= Number.EPSILON * high) break
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - scale)
    const newton = x - miss / density
    const next = newton > low && newton < high ? newton : between(low, high)
    // Newton's next step would be the square of this one: beyond what a double holds.
    const settled = next === newton && Math.abs(next - x) <= SETTLED * next
    x = next
    if (settled) break
  }
  return x
}

/** A small `a` puts quantiles dozens of orders of magnitude below 1: those are crossed on the logarithm's scale. */
function between(low: number, high: number): number {
  if (low === 0) return high * 1e-6
  return high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2
}
