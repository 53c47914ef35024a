/** A percentage from 0 to 100, exact: `80`, `99.5` or `'99.5'`. */
export type PercentValue = number | string

/** Thresholds for the changed files that match a glob. */
export interface FileThresholds {
  failUnder?: PercentValue
  failUnderBranches?: PercentValue
  failUnderFunctions?: PercentValue
  failUnderStatements?: PercentValue
  allowMissed?: number
  maxLost?: number
}

/** The `coverage` section. Every key is optional; docs/configuration.md says what each does. */
export interface CoverageConfig extends FileThresholds {
  reports?: string | string[]
  map?: string | string[]
  base?: string
  head?: string
  untracked?: boolean
  diff?: string
  ignoreWhitespace?: boolean
  include?: string | string[]
  exclude?: string | string[]
  failUnderFile?: PercentValue
  files?: Record<string, FileThresholds>
  unreported?: 'fail' | 'warn' | 'ignore'
  advisory?: boolean
  report?: string | string[]
  expect?: number | string | string[]
  baselineRecord?: string
  saveBaseline?: boolean
  baselineReport?: string
  baselineRef?: string
  baselineDepth?: number
  missingBaseline?: 'unknown' | 'pass'
  testRecord?: string
  xunit?: string | string[]
  maxLost?: number
  maxDrop?: PercentValue
  ratchet?: boolean
  maxHidden?: number
  hiddenReasons?: boolean
}

/** The `lint` section. Every key is optional; docs/configuration.md says what each does. */
export interface LintConfig {
  reports?: string | string[]
  map?: string | string[]
  baseline?: string | string[]
  allowEmpty?: boolean
  base?: string
  head?: string
  untracked?: boolean
  diff?: string
  ignoreWhitespace?: boolean
  include?: string | string[]
  exclude?: string | string[]
  severity?: 'error' | 'warning' | 'note'
  maxNew?: number
  unchecked?: 'unknown' | 'warn' | 'ignore'
  advisory?: boolean
  report?: string | string[]
}

/** The `xunit` section. Every key is optional; docs/configuration.md says what each does. */
export interface XunitConfig {
  files?: string | string[]
  output?: string
  profile?: 'jenkins' | 'xunit-strict' | 'surefire' | 'gitlab' | 'github'
  retries?: 'surefire' | 'duplicates' | 'strict' | 'none'
  expect?: number
  newerThan?: string
  consumer?: string | string[]
  report?: string | string[]
  slowest?: number
}

/** The `flaky` section. Every key is optional; docs/configuration.md says what each does. */
export interface FlakyConfig {
  reruns?: number | 'auto'
  rerunBudget?: number
  delay?: number
  maxFailures?: number | string
  timeout?: number
  xunit?: string | string[]
  runner?: string
  rerunCommand?: string
  output?: string
  flaky?: 'pass' | 'fail'
  build?: string
  shard?: string
  commit?: string
  branch?: string
  at?: string
  environment?: string
  record?: string
  recordRequired?: boolean
  builds?: number
  keep?: number
  remote?: string
  ref?: string
  quarantine?: string
  quarantineCap?: number | string
  codeOwners?: string
  report?: string | string[]
}

/** A channel of the `notify` section; each type has options of its own (docs/notifiers.md). */
export interface ChannelConfig {
  type: string
  events?: string | string[]
  branches?: string | string[]
  jobs?: string | string[]
  template?: string
  [option: string]: unknown
}

/** The `notify` section. Every key is optional; docs/configuration.md says what each does. */
export interface NotifyConfig {
  status?: string
  previousStatus?: string
  xunit?: string | string[]
  coverage?: string
  coverageReport?: string | string[]
  flaky?: string
  logFile?: string
  attach?: string | string[]
  page?: string
  repository?: string
  job?: string
  branch?: string
  to?: string | string[]
  requireDelivery?: boolean
  deadline?: number
  spool?: string
  record?: string
  people?: string
  channels?: Record<string, ChannelConfig>
}

/** What a `cd-gate.config.*` exports. */
export interface Config {
  coverage?: CoverageConfig
  lint?: LintConfig
  xunit?: XunitConfig
  flaky?: FlakyConfig
  notify?: NotifyConfig
}

/** Returns its argument: for the types that an editor then knows. */
export function defineConfig(config: Config): Config {
  return config
}
