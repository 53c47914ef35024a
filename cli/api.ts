import { detectCi } from '../core/ci.ts'
import { readOptions } from '../core/option-values.ts'
import { readTextOrNull } from '../core/system/files.ts'
import { runGate } from '../coverage-gate/gate.ts'
import type { CoverageVerdict } from '../coverage-gate/model.ts'
import { type CoverageOptions, coverageOptions } from '../coverage-gate/options.ts'
import type { CoverageConfig } from './config-types.ts'

export interface CoverageContext {
  /** Where to work; the process's directory unless said. */
  readonly cwd?: string
  /** The environment that tells the CI and holds CD_GATE_COVERAGE_… options; the process's unless said. */
  readonly env?: NodeJS.ProcessEnv
}

/**
 * Judges a change as `cd-gate coverage` does, and returns the verdict instead of printing it.
 * @throws GateError when the configuration is wrong (exitCode 2) or nothing can be told (exitCode 3)
 */
export async function coverage(
  config: CoverageConfig = {},
  context: CoverageContext = {},
): Promise<CoverageVerdict> {
  const { cwd = process.cwd(), env = process.env } = context
  const section = { file: 'the configuration', directory: cwd, values: { ...config } }
  const options = readOptions<CoverageOptions>('coverage', coverageOptions, {
    flags: {},
    env,
    config: section,
  })
  const ci = detectCi(env, readTextOrNull)
  return (
    await runGate({ options, cwd, env, baseCandidates: ci?.bases ?? [], whole: false, lossCauses: null })
  ).verdict
}
