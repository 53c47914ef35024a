export { type CoverageContext, coverage } from './cli/api.ts'
export {
  type ChannelConfig,
  type Config,
  type CoverageConfig,
  defineConfig,
  type FileThresholds,
  type NotifyConfig,
  type PercentValue,
} from './cli/config-types.ts'
export { GateError } from './core/errors.ts'
export type { Count } from './core/ratio.ts'
export type { Finding, Outcome, Severity, Verdict } from './core/verdict.ts'
export type { CoverageVerdict, FileResult, FileState, Totals } from './coverage-gate/model.ts'
export type { Channel, ChannelSetting, Delivery, Notifier } from './notifiers/contract.ts'
export type { Alert } from './notifiers/model.ts'
