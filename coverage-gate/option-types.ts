import { count, type ValueType } from '../core/options.ts'
import { type Percent, parsePercent } from '../core/ratio.ts'
import { type ReportRequest, reportRequests } from '../core/report-requests.ts'
import { type ReportName, reportNames } from './reports/names.ts'

/** How many reports there must be, or what each of them is called. */
export type Expectation = { readonly count: number } | { readonly names: readonly string[] }

export const expectation: ValueType<Expectation | null> = {
  placeholder: 'n|names',
  expected: 'a number of reports, or names divided by commas',
  example: '4 or unit,e2e',
  repeatable: false,
  fromText: texts => expected(texts.at(-1) ?? ''),
  fromData: data =>
    Array.isArray(data) && data.every(each => typeof each === 'string')
      ? expected(data.join(','))
      : typeof data === 'string' || typeof data === 'number'
        ? expected(String(data))
        : undefined,
}

function expected(given: string): Expectation | undefined {
  if (/^\d{1,6}$/.test(given)) return Number(given) > 0 ? { count: Number(given) } : undefined
  const names = given
    .split(',')
    .map(each => each.trim())
    .filter(Boolean)
  return names.length > 0 ? { names: [...new Set(names)] } : undefined
}

/** Thresholds for the changed files that match a glob, judged together and beside the overall ones. */
export interface GlobThresholds {
  readonly glob: string
  readonly failUnder: Percent | null
  readonly failUnderBranches: Percent | null
  readonly failUnderFunctions: Percent | null
  readonly failUnderStatements: Percent | null
  readonly allowMissed: number
  /** How many lines outside the change may lose coverage there; `null`: not asked. */
  readonly maxLost: number | null
}

export const requests: ValueType<readonly ReportRequest<ReportName>[]> = reportRequests(reportNames)

const thresholdKeys = ['failUnder', 'failUnderBranches', 'failUnderFunctions', 'failUnderStatements'] as const

export const perGlob: ValueType<readonly GlobThresholds[]> = {
  placeholder: 'thresholds by glob',
  expected: `an object of globs, each with ${thresholdKeys.join(', ')}, allowMissed or maxLost`,
  example: "{ 'src/billing/**': { failUnder: 95 } }",
  repeatable: false,
  fromText: () => undefined,
  fromData: data => {
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined
    const all = Object.entries(data).map(([glob, rules]) => globThresholds(glob, rules))
    return all.some(each => each === undefined) ? undefined : (all as GlobThresholds[])
  },
}

function globThresholds(glob: string, rules: unknown): GlobThresholds | undefined {
  if (typeof rules !== 'object' || rules === null) return undefined
  const given = new Map(Object.entries(rules))
  const threshold = (key: (typeof thresholdKeys)[number]) => {
    const value = given.get(key)
    given.delete(key)
    return value === undefined ? null : (parsePercent(String(value)) ?? undefined)
  }
  const [failUnder, failUnderBranches, failUnderFunctions, failUnderStatements] = thresholdKeys.map(threshold)
  const allowed = given.get('allowMissed') ?? 0
  given.delete('allowMissed')
  const allowMissed = count.fromData(allowed)
  const lost = given.get('maxLost')
  given.delete('maxLost')
  const maxLost = lost === undefined ? null : count.fromData(lost)
  if (maxLost === undefined) return undefined
  if (given.size > 0 || allowMissed === undefined) return undefined
  if (failUnder === undefined || failUnderBranches === undefined) return undefined
  if (failUnderFunctions === undefined || failUnderStatements === undefined) return undefined
  return { glob, failUnder, failUnderBranches, failUnderFunctions, failUnderStatements, allowMissed, maxLost }
}
