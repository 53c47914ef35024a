/** Every report that can be asked for by name. Those without a writer in ./index.ts are announced and refused. */
export const reportNames = [
  'terminal',
  'json',
  'markdown',
  'html',
  'junit',
  'github',
  'gitlab',
  'sarif',
  'checkstyle',
  'jenkins',
  'teamcity',
  'cobertura',
] as const

export type ReportName = (typeof reportNames)[number]

/** A report to write: to `file`, `-` for standard output, or its usual place when `null`. */
export interface ReportRequest {
  readonly name: ReportName
  readonly file: string | null
}
