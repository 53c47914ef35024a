import { resolve } from 'node:path'
import { gateError } from '../../core/errors.ts'
import type { ReportRequest } from '../../core/report-requests.ts'
import { type HostName, hostNames } from '../../core/reports/host.ts'
import { hostReports } from '../../core/reports/hosts.ts'

/** A rendering of one gate's own. */
export interface OwnReport {
  /** For people: "merged Cobertura". */
  readonly title: string
  /** `null`: standard output. */
  readonly usualFile: string | null
  /** The CIs that get it without being asked. */
  readonly ci?: readonly string[]
}

/** Where a report goes. `log` is the job's log, in which a host looks for commands. */
export type Target = { readonly kind: 'out' | 'log' } | { readonly kind: 'file'; readonly file: string }

export interface PlannedReport {
  readonly name: string
  readonly host: HostName | null
  readonly target: Target
  /** It goes to its usual place: a host that reads it there also takes what comes beside it. */
  readonly usual: boolean
}

export interface ReportPlan {
  /** What standard output shows; the first. */
  readonly reports: readonly PlannedReport[]
  /** What the CI gets unasked; for the log. */
  readonly chosen: readonly string[]
  /** The CI's name in the CI table; `null` outside of any. */
  readonly ci: string | null
}

interface PlanInput<Name extends string> {
  readonly gate: string
  readonly requests: readonly ReportRequest<Name | HostName | 'ci'>[]
  readonly json: boolean
  /** The CI's name in the CI table; `null` outside of any. */
  readonly ci: string | null
  readonly own: ReadonlyMap<Name, OwnReport>
}

/**
 * Which reports are made, and where each goes. Without any that was asked for (or with `ci` among them) the CI gets its own.
 * Standard output holds one result: JSON if that was asked for, or the one report that was sent there, or else the
 * terminal's.
 * @throws GateError usage.contradiction
 */
export function planReports<Name extends string>(input: PlanInput<Name>): ReportPlan {
  const { requests, json, own } = input
  const unasked = requests.length === 0 || requests.some(each => each.name === 'ci')
  const forCi = unasked ? reportsOfCi(input) : []
  const asked = requests.filter(each => each.name !== 'ci')
  const added = forCi.filter(name => !asked.some(each => each.name === name))
  const planned = [
    ...asked.map(({ name, file }) => plan(name, file, input)),
    ...added.map(name => plan(name, null, input)),
  ]
  const out = planned.filter(each => each.target.kind === 'out')
  if (json) out.unshift({ name: 'json', host: null, target: { kind: 'out' }, usual: true })
  const [first, second] = out
  if (first && second && first.name !== second.name) {
    const spelled = json ? '--json' : `--report ${first.name}`
    const why = 'both go to standard output, which holds one result'
    throw gateError('usage.contradiction', { first: spelled, second: `--report ${second.name}`, why })
  }
  const others = planned.filter(each => each.target.kind !== 'out')
  refuseSameFile(others)
  const printed = first ?? { name: 'terminal', host: null, target: { kind: 'out' }, usual: true }
  return {
    ci: input.ci,
    reports: [printed, ...others],
    chosen: added.map(
      name => hostReports.get(name as HostName)?.title ?? own.get(name as Name)?.title ?? name,
    ),
  }
}

function reportsOfCi<Name extends string>({ ci, own }: PlanInput<Name>): readonly (Name | HostName)[] {
  if (ci === null) return []
  return [
    ...[...hostReports.values()].filter(each => each.ci === ci).map(each => each.name),
    ...[...own].filter(([, report]) => report.ci?.includes(ci)).map(([name]) => name),
  ]
}

function plan<Name extends string>(
  name: Name | HostName | 'ci',
  file: string | null,
  { gate, own }: PlanInput<Name>,
): PlannedReport {
  const host = hostNames.find(each => each === name) ?? null
  const usual = host
    ? (hostReports.get(host)?.usualFile?.replace('{gate}', gate) ?? null)
    : own.get(name as Name)?.usualFile
  const place = file ?? usual ?? null
  const target: Target =
    place === null
      ? { kind: host ? 'log' : 'out' }
      : place === '-'
        ? { kind: 'out' }
        : { kind: 'file', file: place }
  return { name, host, target, usual: file === null }
}

function refuseSameFile(reports: readonly PlannedReport[]): void {
  const files = reports.flatMap(({ target }) => (target.kind === 'file' ? [resolve(target.file)] : []))
  const twice = files.find((file, index) => files.indexOf(file) !== index)
  if (twice === undefined) return
  const why = `both go to ${twice}`
  throw gateError('usage.contradiction', { first: '--report', second: 'another --report', why })
}

/**
 * A report of the verdict must not take the place of one that it was made from.
 * @param inputs the reports that were read, as the user names them
 * @throws GateError usage.contradiction
 */
export function refuseInputs({ reports }: ReportPlan, inputs: readonly string[], cwd: string): void {
  const read = new Set(inputs.map(name => resolve(cwd, name)))
  const taken = reports.find(({ target }) => target.kind === 'file' && read.has(resolve(cwd, target.file)))
  if (taken?.target.kind !== 'file') return
  const { file } = taken.target
  const why = 'the result would take the place of what it was made from'
  throw gateError('usage.contradiction', {
    first: `--report ${taken.name}=${file}`,
    second: `the report ${file}`,
    why,
  })
}
