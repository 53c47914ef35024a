import { gateError } from '../core/errors.ts'
import { readOptions } from '../core/option-values.ts'
import { flag } from '../core/options.ts'
import { type ReporterOptions, reporterOptions } from './options.ts'
import { unknownPlaceholder } from './report-names.ts'

/**
 * A reporter's options as its runner hands them over, and the environment, which wins.
 * @throws GateError usage.bad-value, config.unknown-key, usage.unknown-option
 */
export function readSettings(runner: string, options: unknown, env: NodeJS.ProcessEnv): ReporterOptions {
  const given: Readonly<Record<string, unknown>> =
    typeof options === 'object' && options !== null ? { ...options } : {}
  const values = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typed(name, value)]],
    ),
  )
  const file = `the options of cd-gate/${runner}`
  const settings = readOptions('reporters', reporterOptions, {
    flags: {},
    env,
    config: { file, directory: '', values },
  })
  const unknown = unknownPlaceholder(settings.output ?? '')
  if (unknown !== null) {
    const { expected, example } = reporterOptions.output.type
    throw gateError('usage.bad-value', {
      source: `reporters.output in ${file}`,
      given: settings.output ?? '',
      expected,
      example,
    })
  }
  return settings
}

/** A command line's options are all text (mocha). */
function typed(name: string, value: unknown): unknown {
  const spec = Object.entries(reporterOptions).find(([known]) => known === name)?.[1]
  return spec?.type.placeholder === flag.placeholder && typeof value === 'string'
    ? (flag.fromText([value]) ?? value)
    : value
}
