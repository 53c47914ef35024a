import { environmentName } from '../core/options.ts'
import { nearest } from '../core/text.ts'
import { type ReporterOptions, reporterOptions } from './options.ts'

export type OptionName = keyof ReporterOptions

export const optionNames = Object.keys(reporterOptions) as readonly OptionName[]

export const variablePrefix: string = environmentName('reporters', '')

export function variableOf(option: OptionName): string {
  return environmentName('reporters', option)
}

/** How other reporters call the place of their report: vitest, Playwright, mocha-junit-reporter, jest-junit. */
const namesOfOutput = ['outputFile', 'mochaFile', 'outputName', 'outputDirectory', 'file', 'destination']

/** The option that an unknown name most likely means; `null` when none is near. */
export function meantBy(name: string): OptionName | null {
  const like = (other: string) => other.toLowerCase() === name.replace(/[-_]/g, '').toLowerCase()
  const same = optionNames.find(like)
  if (same !== undefined) return same
  if (namesOfOutput.some(like)) return 'output'
  const near = nearest(name, optionNames)
  return optionNames.find(each => each === near) ?? null
}
