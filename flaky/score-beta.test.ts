import { describe, expect, it } from 'vitest'
import { betaCdf, betaQuantile, logGamma } from './score-beta.ts'

describe('the Beta distribution', () => {
  // Reference values: mpmath 1.3 with 40 digits, SciPy 1.17.
  it.each([
    [0.05, 0.2, 19.8, 1.0510291132576238e-8],
    [0.95, 0.2, 19.8, 0.05172373444947908],
    [0.05, 2.2, 117.8, 0.0036963429658306403],
    [0.95, 2.2, 117.8, 0.0418764676233298],
    [0.05, 0.5, 0.5, 0.006155829702431137],
    [0.95, 2.5, 98.5, 0.05424711654443865],
    [0.05, 2.5, 98.5, 0.005754191072209277],
    [0.5, 30.2, 89.8, 0.25028337218374647],
    [0.05, 9, 1, 0.7168711644368865],
    [0.95, 1, 1, 0.95],
    [0.05, 3.005, 101.2, 0.00799397744055588],
    [0.95, 300.2, 19719.8, 0.016434803405260247],
    [0.05, 50000, 50000, 0.4973992691498575],
    [0.95, 0.005, 4.2, 5.321445922208476e-6],
    [0.05, 1.2, 20018.8, 4.652852158005449e-6],
    [0.95, 0.2, 319.8, 0.003221240987128636],
  ])('has the %d quantile of Beta(%d, %d) to 1e-10', (p, a, b, expected) => {
    const quantile = betaQuantile(p, a, b)
    expect(Math.abs(quantile - expected)).toBeLessThan(1e-10)
    expect(Math.abs(quantile / expected - 1)).toBeLessThan(1e-10)
  })

  it('inverts its own distribution function over seven orders of magnitude', () => {
    for (const a of [0.005, 0.2, 1, 7.5, 300])
      for (const b of [0.7, 4.2, 19.8, 1_000, 50_000])
        for (const p of [0.05, 0.5, 0.95]) {
          const x = betaQuantile(p, a, b)
          // Where the quantile is below what a double can hold, it is 0 and the function jumps over p.
          if (x > 1e-290 && x < 1 - 1e-13) expect(betaCdf(x, a, b)).toBeCloseTo(p, 10)
        }
  })

  it.each([
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247001],
    [1, 0],
    [2.5, 0.2846828704729192],
    [10, 12.801827480081469],
  ])('has ln Γ(%d)', (x, expected) => {
    expect(logGamma(x)).toBeCloseTo(expected, 12)
  })

  it.each([
    [0.01, 0.2, 19.8, 0.7611625538225951],
    [0.3, 30.2, 89.8, 0.8862995220372143],
    [0.9, 9, 1, 0.38742048900000003],
    [0.005, 2.2, 117.8, 0.08785855374950681],
  ])('is below %d, of Beta(%d, %d), with the known probability', (x, a, b, expected) => {
    expect(betaCdf(x, a, b)).toBeCloseTo(expected, 13)
  })

  it('is 0 and 1 at and beyond its ends', () => {
    expect([betaCdf(-1, 2, 3), betaCdf(0, 2, 3), betaCdf(1, 2, 3), betaCdf(2, 2, 3)]).toEqual([0, 0, 1, 1])
  })
})
