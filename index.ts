export { type CoverageContext, coverage } from './cli/api.ts'
export {
  type Config,
  type CoverageConfig,
  defineConfig,
  type FileThresholds,
  type PercentValue,
} from './cli/config-types.ts'
export { GateError } from './core/errors.ts'
export type { Count } from './core/ratio.ts'
export type { Finding, Outcome, Severity, Verdict } from './core/verdict.ts'
export type { CoverageVerdict, FileResult, FileState, Totals } from './coverage-gate/model.ts'
