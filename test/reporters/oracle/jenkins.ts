import { trimmed } from './jenkins-stdio.ts'
import { elements, firstElement, ownText, parseXml, textOf, type XmlElement } from './xml-tree.ts'

/** A report file as Jenkins finds it. */
export interface ReportText {
  readonly name: string
  readonly text: string
}

/** `default`: the options that a `junit` step has when nobody sets them. */
export interface JenkinsOptions {
  readonly keepProperties?: boolean
  readonly stdioRetention?: 'default' | 'failed' | 'all'
}

export interface JenkinsRerun {
  readonly message: string | null
  readonly type: string | null
  readonly stackTrace: string | null
  readonly stdout: string | null
  readonly stderr: string | null
}

export interface JenkinsCase {
  /** Before its last dot, `(root)` without one. */
  readonly package: string
  /** After the last dot. */
  readonly class: string
  readonly name: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** Which icon a failed case has. */
  readonly icon: 'failure' | 'error' | null
  readonly details: string | null
  readonly stackTrace: string | null
  readonly skippedMessage: string | null
  /** Of the case, else of its suite. */
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
  /** Milliseconds since the epoch; −1: unknown. */
  readonly startTime: number
  readonly properties: Readonly<Record<string, string>>
  readonly flakyFailures: readonly JenkinsRerun[]
  readonly rerunFailures: readonly JenkinsRerun[]
  /** What the junit-attachments plugin finds in the output that is shown. */
  readonly attachments: readonly string[]
}

export interface JenkinsSuite {
  readonly name: string
  readonly id: string | null
  readonly seconds: number
  readonly startTime: number
  readonly cases: readonly JenkinsCase[]
  readonly properties: Readonly<Record<string, string>>
  readonly stdout: string | null
  readonly stderr: string | null
}

const year = 365 * 24 * 60 * 60

/** A report file as suites, by the rules of the junit plugin (SuiteResult and CaseResult). */
export function jenkinsSuites(
  report: ReportText,
  { keepProperties = false, stdioRetention = 'default' }: JenkinsOptions,
): readonly JenkinsSuite[] {
  if (report.text === '') return [fakeSuite(report.name, '[empty]', 'the file has no content')]
  let root: XmlElement
  try {
    root = parseXml(report.text)
  } catch (error) {
    if (!report.name.endsWith('.xml')) throw error
    return [fakeSuite(report.name, '[failed-to-read]', String(error))]
  }
  const suites: JenkinsSuite[] = []
  const visit = (element: XmlElement): void => {
    for (const inner of elements(element, 'testsuite')) visit(inner)
    if (firstElement(element, 'testcase') !== null || firstElement(element, 'error') !== null)
      suites.push(suiteOf(element, report.name, keepProperties, stdioRetention))
  }
  visit(root)
  return suites
}

function suiteOf(
  element: XmlElement,
  fileName: string,
  keepProperties: boolean,
  retention: NonNullable<JenkinsOptions['stdioRetention']>,
): JenkinsSuite {
  const { name, package: prefix, id = null, time, timestamp } = element.attributes
  const startTime = timestamp ? startOf(timestamp) : -1
  let offset = 0
  const told = [
    ...(firstElement(element, 'error') === null ? [] : [{ of: element, classname: '<init>' }]),
    ...elements(element, 'testcase').map(of => ({
      of,
      classname: of.attributes.classname ?? name ?? null,
    })),
  ]
  const cases = told.map(({ of, classname }) => {
    const one = caseOf(of, classname, keepProperties, retention)
    const own = of === element ? undefined : of.attributes.timestamp
    if (own) return { ...one, startTime: startOf(own) }
    if (startTime === -1 || of === element) return one
    const estimated = { ...one, startTime: startTime + offset }
    offset += Math.trunc(one.seconds * 1000)
    return estimated
  })
  const failing = cases.some(each => each.stackTrace !== null)
  const stdout = trimmed(textOf(element, 'system-out'), failing, retention)
  const stderr = trimmed(textOf(element, 'system-err'), failing, retention)
  return {
    name: urlSafe(name === undefined ? `(${fileName})` : prefix ? `${prefix}.${name}` : name),
    id,
    seconds: time === undefined ? cases.reduce((sum, each) => sum + each.seconds, 0) : secondsOf(time),
    startTime,
    properties: keepProperties ? propertiesOf(element) : {},
    stdout,
    stderr,
    cases: cases.map(each => {
      const shown = { stdout: each.stdout ?? stdout ?? '', stderr: each.stderr ?? stderr ?? '' }
      return { ...each, ...shown, attachments: attachmentsIn(`${shown.stdout}\n${shown.stderr}`) }
    }),
  }
}

type OwnCase = Omit<JenkinsCase, 'stdout' | 'stderr' | 'attachments'> & {
  readonly stdout: string | null
  readonly stderr: string | null
}

function caseOf(
  element: XmlElement,
  classname: string | null,
  keepProperties: boolean,
  retention: NonNullable<JenkinsOptions['stdioRetention']>,
): OwnCase {
  const given = element.attributes.name ?? ''
  const dot = classname === null ? given.lastIndexOf('.') : -1
  const whole = dot === -1 ? classname : given.slice(0, dot)
  // Jenkins stops with a NullPointerException while it counts.
  if (whole === null) throw new Error(`a test case without any class name: ${given}`)
  const failure = firstElement(element, 'error') ?? firstElement(element, 'failure')
  const skipped = firstElement(element, 'skipped')
  const details = failure?.attributes.message ?? null
  const stackTrace = failure === null ? null : ownText(failure)
  const failed = skipped === null && (details !== null || stackTrace !== null)
  return {
    package: whole.includes('.') ? whole.slice(0, whole.lastIndexOf('.')) : '(root)',
    class: whole.slice(whole.lastIndexOf('.') + 1),
    name: given.slice(dot + 1) || '(?)',
    status: skipped !== null ? 'skipped' : failed ? 'failed' : 'passed',
    icon: !failed ? null : firstElement(element, 'failure') !== null ? 'failure' : 'error',
    details,
    stackTrace,
    skippedMessage: skipped === null ? null : (skipped.attributes.message ?? ownText(skipped)),
    stdout: trimmed(textOf(element, 'system-out'), stackTrace !== null, retention),
    stderr: trimmed(textOf(element, 'system-err'), stackTrace !== null, retention),
    seconds: secondsOf(element.attributes.time ?? ''),
    startTime: -1,
    properties: keepProperties ? propertiesOf(element) : {},
    flakyFailures: elements(element, 'flakyFailure').map(rerunOf),
    rerunFailures: elements(element, 'rerunFailure').map(rerunOf),
  }
}

/** The text that stands directly in the element is not read. */
function rerunOf(element: XmlElement): JenkinsRerun {
  return {
    message: element.attributes.message ?? null,
    type: element.attributes.type ?? null,
    stackTrace: textOf(element, 'stackTrace'),
    stdout: textOf(element, 'system-out'),
    stderr: textOf(element, 'system-err'),
  }
}

function fakeSuite(fileName: string, name: string, stackTrace: string): JenkinsSuite {
  const nothing = { details: '', skippedMessage: null, stdout: '', stderr: '', seconds: 0, startTime: -1 }
  return {
    name: fileName,
    id: null,
    seconds: 0,
    startTime: -1,
    properties: {},
    stdout: '',
    stderr: '',
    cases: [
      {
        ...nothing,
        package: fileName.includes('.') ? fileName.slice(0, fileName.lastIndexOf('.')) : '(root)',
        class: fileName.slice(fileName.lastIndexOf('.') + 1),
        name,
        status: 'failed',
        icon: 'error',
        stackTrace,
        properties: {},
        flakyFailures: [],
        rerunFailures: [],
        attachments: [],
      },
    ],
  }
}

/** Commas are thousands; what is no number, or below zero, is 0. */
function secondsOf(time: string): number {
  const seconds = Number.parseFloat(time.replaceAll(',', ''))
  return Number.isNaN(seconds) ? 0 : Math.min(year, Math.max(0, seconds))
}

/** A time without a zone is UTC; what is no ISO 8601 date and time is −1. */
function startOf(timestamp: string): number {
  const zoned = /Z$|\+/.test(timestamp) || timestamp.lastIndexOf('-') > 7 ? timestamp : `${timestamp}Z`
  const compact = zoned.replaceAll(' ', '')
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:\d\d)?)$/.test(compact)) return -1
  return Date.parse(compact.replace(/(\.\d{3})\d+/, '$1'))
}

/** The later one of two with the same name. */
function propertiesOf(element: XmlElement): Readonly<Record<string, string>> {
  const parent = firstElement(element, 'properties')
  const given = parent === null ? [] : elements(parent, 'property')
  return Object.fromEntries(
    given.flatMap(each => {
      const { name, value } = each.attributes
      return name === undefined ? [] : [[name, value ?? ownText(each)]]
    }),
  )
}

/** A line each, from the first opening mark to the last closing one; further parts after a bar are left out. */
function attachmentsIn(output: string): readonly string[] {
  return [...output.matchAll(/\[\[ATTACHMENT\|(.+)\]\]/g)].map(match => match[1]?.split('|')[0] ?? '')
}

function urlSafe(name: string): string {
  return name === '' ? '(empty)' : name.replace(/[\0-\x20\x7f"#%/:<>?[\\\]^`{|}]/g, '_')
}
