import { fromDirectory, list, text, type ValueType } from '../core/options.ts'
import type { FailureLimit } from './brakes.ts'
import { type FlakyReportRequest, flakyReportNames } from './reports/names.ts'

export const files: ValueType<readonly string[]> = {
  ...list('report', 'a report file or glob', 'reports/junit/*.xml', file => file || undefined),
  rebase: (all, directory) => all.map(file => fromDirectory(file, directory)),
}

export const words = (placeholder: string, expected: string, example: string): ValueType<readonly string[]> =>
  list(placeholder, expected, example, word => word || undefined)

/** A count (`20`), or a share of the tests that ran (`5%`). */
export const limit: ValueType<FailureLimit> = {
  placeholder: 'n|percent',
  expected: 'a number of tests, or a percentage of them',
  example: '20 or 5%',
  repeatable: false,
  fromText: texts => limitOf(texts.at(-1) ?? ''),
  fromData: data =>
    typeof data === 'string' || typeof data === 'number' ? limitOf(String(data)) : undefined,
}

function limitOf(given: string): FailureLimit | undefined {
  const [, number, percent] = /^(\d{1,9}(?:\.\d{1,6})?)\s*(%)?$/.exec(given.trim()) ?? []
  if (number === undefined) return undefined
  if (percent !== undefined) return Number(number) <= 100 ? { percent: Number(number) } : undefined
  return number.includes('.') ? undefined : { count: Number(number) }
}

export const numberOrAuto: ValueType<number | null> = {
  placeholder: 'n|auto',
  expected: 'a whole number, or auto',
  example: '2',
  repeatable: false,
  fromText: texts => rerunsOf(texts.at(-1) ?? ''),
  fromData: data =>
    typeof data === 'string' || typeof data === 'number' ? rerunsOf(String(data)) : undefined,
}

function rerunsOf(given: string): number | null | undefined {
  if (given === 'auto') return null
  return /^\d{1,4}$/.test(given) ? Number(given) : undefined
}

export function single<T>(
  placeholder: string,
  expected: string,
  example: string,
  parse: (given: string) => T | undefined,
): ValueType<T | null> {
  const read = (given: string): T | null | undefined => parse(given.trim())
  return {
    placeholder,
    expected,
    example,
    repeatable: false,
    fromText: texts => read(texts.at(-1) ?? ''),
    fromData: data => (typeof data === 'string' || typeof data === 'number' ? read(String(data)) : undefined),
  }
}

export const address: ValueType<string> = {
  ...(text('url', 'the address of a store', 'file:.cd-gate/record') as ValueType<string>),
  rebase: (given, directory) =>
    given.startsWith('file:') ? `file:${fromDirectory(given.slice('file:'.length), directory)}` : given,
}

/** At least one. */
export const builds: ValueType<number> = single('n', 'a number of builds, 1 or more', '500', given =>
  /^[1-9]\d{0,8}$/.test(given) ? Number(given) : undefined,
) as ValueType<number>

/** With its time zone: a time that means another one on each machine is none. */
const zoned = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/

export const time: ValueType<number | null> = single(
  'time',
  'a time with its zone, or a day',
  '2026-11-24T10:00:00Z',
  given => {
    const at = zoned.test(given) ? Date.parse(given) : Number.NaN
    return Number.isFinite(at) ? at : undefined
  },
)

export const requests: ValueType<readonly FlakyReportRequest[]> = {
  ...list<FlakyReportRequest>(
    'name[=file]',
    `one of ${flakyReportNames.join(', ')}, with "=file" for where to write it`,
    'html=reports/flaky/index.html',
    given => {
      const [name, file] = given.split(/=(.*)/s, 2)
      const known = flakyReportNames.find(each => each === name)
      return known && file !== '' ? { name: known, file: file ?? null } : undefined
    },
  ),
  rebase: (all, directory) =>
    all.map(each => ({ ...each, file: each.file && fromDirectory(each.file, directory) })),
}
