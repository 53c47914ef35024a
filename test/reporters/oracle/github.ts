import { elements, firstElement, ownText, parseXml, textOf, wholeText, type XmlElement } from './xml-tree.ts'

/** mikepenz/action-junit-report, with `check_retries` when asked for. */
export interface MikepenzReport {
  readonly counts: {
    readonly total: number
    readonly passed: number
    readonly failed: number
    readonly skipped: number
    readonly retried: number
  }
  readonly annotations: readonly MikepenzAnnotation[]
}

export interface MikepenzAnnotation {
  readonly path: string
  readonly line: number
  readonly title: string
  readonly message: string
  readonly details: string
  readonly retries: number
}

/** @throws Error where the action does: a root that is neither `testsuites` nor `testsuite`, a case without a name */
export function readAsMikepenz(
  text: string,
  options: { readonly checkRetries?: boolean } = {},
): MikepenzReport {
  const root = parseXml(text)
  if (root.name !== 'testsuites' && root.name !== 'testsuite') throw new Error('no root test suite')
  const counts = { total: 0, passed: 0, failed: 0, skipped: 0, retried: 0 }
  const annotations: MikepenzAnnotation[] = []
  const visit = (suite: XmlElement): void => {
    const { cases, retried } = withoutRetries(elements(suite, 'testcase'), options.checkRetries ?? false)
    counts.retried += retried
    for (const { element, retries } of cases) {
      if (element.attributes.name === undefined) throw new Error('a test case without a name')
      const issues = [...elements(element, 'failure'), ...elements(element, 'error')]
      const status = element.attributes.status
      const skipped =
        firstElement(element, 'skipped') !== null || status === 'disabled' || status === 'ignored'
      const failed = issues.length > 0 && !skipped
      counts.total += 1
      counts.skipped += skipped ? 1 : 0
      counts.failed += failed ? 1 : 0
      counts.passed += failed || skipped ? 0 : 1
      const flaky = elements(element, 'flakyFailure').length
      if (!failed && flaky === 0) continue
      const told = issues.length === 0 ? [null] : issues
      for (const issue of told) annotations.push(annotationOf(element, issue, suite, retries + flaky))
    }
    for (const inner of elements(suite, 'testsuite')) visit(inner)
  }
  visit(root)
  return { counts, annotations }
}

interface Tried {
  readonly element: XmlElement
  readonly retries: number
}

/** Cases of one name, class name and file in one suite are attempts of one test: one that did not fail stands for all. */
function withoutRetries(
  cases: readonly XmlElement[],
  checked: boolean,
): { readonly cases: readonly Tried[]; readonly retried: number } {
  if (!checked) return { cases: cases.map(element => ({ element, retries: 0 })), retried: 0 }
  const kept = new Map<string, Tried>()
  for (const element of cases) {
    const { name, classname = '', file = '' } = element.attributes
    const key = `${name}|${classname}|${file}`
    const before = kept.get(key)
    const failed = firstElement(element, 'failure') !== null || firstElement(element, 'error') !== null
    const stands = before !== undefined && failed ? before.element : element
    kept.set(key, { element: stands, retries: before === undefined ? 0 : before.retries + 1 })
  }
  return { cases: [...kept.values()], retried: cases.length - kept.size }
}

/** The file is the class name's last part, and the line that of the last place in the stack that names it, unless they are given. */
function annotationOf(
  element: XmlElement,
  issue: XmlElement | null,
  suite: XmlElement,
  retries: number,
): MikepenzAnnotation {
  const { name = '', classname } = element.attributes
  const details = issue === null ? '' : ownText(issue).trim()
  const given = (key: string) => element.attributes[key] || issue?.attributes[key] || suite.attributes[key]
  const path = given('file') ?? (classname || name).split('.').at(-1) ?? ''
  const line = Number.parseInt(given('line') ?? '', 10)
  const message = issue?.attributes.message || details.split('\n').slice(0, 2).join('\n') || name
  return {
    path,
    line: Number.isNaN(line) ? lineIn(details, path) : line,
    title: path === name ? name : `${path}.${name}`,
    message: message.trim(),
    details,
    retries,
  }
}

function lineIn(stack: string, path: string): number {
  const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const places = stack.match(new RegExp(` [^ ]*${escaped}.*?:\\d+`, 'g')) ?? []
  return Number.parseInt(places.at(-1)?.split(':').at(-1) ?? '1', 10)
}

/** dorny/test-reporter with `reporter: jest-junit`. */
export interface DornyReport {
  readonly counts: { readonly passed: number; readonly failed: number; readonly skipped: number }
  readonly suites: readonly {
    readonly name: string
    readonly groups: Readonly<
      Record<
        string,
        readonly { readonly name: string; readonly result: DornyResult; readonly error: string | null }[]
      >
    >
  }[]
  /** Cases that it does not see: those of suites inside suites. */
  readonly lost: number
}

type DornyResult = 'success' | 'failed' | 'skipped'

/** @throws Error where the action does: another root than `testsuites`, a suite or a case without a name */
export function readAsDorny(text: string): DornyReport {
  const root = parseXml(text)
  if (root.name !== 'testsuites') throw new Error('the root is not testsuites')
  let lost = 0
  const suites = elements(root, 'testsuite').map(suite => {
    const groups: Record<string, { name: string; result: DornyResult; error: string | null }[]> = {}
    for (const inner of elements(suite, 'testsuite')) lost += countCases(inner)
    for (const element of elements(suite, 'testcase')) {
      const problem = firstElement(element, 'failure') ?? firstElement(element, 'error')
      const result =
        problem !== null ? 'failed' : firstElement(element, 'skipped') !== null ? 'skipped' : 'success'
      const describe = element.attributes.classname ?? 'undefined'
      const group = groups[describe] ?? []
      groups[describe] = group
      group.push({ name: named(element), result, error: problem === null ? null : ownText(problem) })
    }
    return { name: named(suite), groups }
  })
  const results = suites.flatMap(each => Object.values(each.groups).flat())
  const count = (result: DornyResult) => results.filter(each => each.result === result).length
  return {
    counts: { passed: count('success'), failed: count('failed'), skipped: count('skipped') },
    suites,
    lost,
  }
}

function named({ name, attributes }: XmlElement): string {
  const given = attributes.name
  if (given === undefined) throw new Error(`a ${name} without a name`)
  return given.trim()
}

function countCases(suite: XmlElement): number {
  const inner = elements(suite, 'testsuite').reduce((sum, each) => sum + countCases(each), 0)
  return elements(suite, 'testcase').length + inner
}

/** EnricoMi/publish-unit-test-result-action. */
export interface EnricoMiReport {
  /** As the suites' attributes say. */
  readonly suites: {
    readonly tests: number
    readonly skipped: number
    readonly failures: number
    readonly errors: number
  }
  /** As the cases say. */
  readonly cases: {
    readonly tests: number
    readonly skipped: number
    readonly failures: number
    readonly errors: number
  }
  readonly details: readonly EnricoMiCase[]
  /** Cases with neither a name nor a class name. */
  readonly lost: number
}

export interface EnricoMiCase {
  readonly classname: string | null
  readonly name: string | null
  readonly file: string | null
  readonly line: number | null
  readonly result: 'success' | 'skipped' | 'failure' | 'error'
  readonly message: string | null
  readonly content: string | null
  readonly stdout: string | null
}

/** @throws Error when the root is neither `testsuites` nor `testsuite` */
export function readAsEnricoMi(text: string): EnricoMiReport {
  const root = parseXml(text)
  if (root.name !== 'testsuites' && root.name !== 'testsuite') throw new Error('invalid root element')
  const suites = root.name === 'testsuites' ? elements(root, 'testsuite') : [root]
  const all = suites.flatMap(casesOf)
  const details = all
    .filter(({ attributes }) => attributes.classname !== undefined || attributes.name !== undefined)
    .map(enricoMiCase)
  const count = (result: EnricoMiCase['result']) => details.filter(each => each.result === result).length
  const sum = (...keys: readonly string[]) =>
    suites
      .flatMap(each => keys.map(key => Number.parseInt(each.attributes[key] ?? '0', 10) || 0))
      .reduce((a, b) => a + b, 0)
  return {
    suites: {
      tests: sum('tests'),
      skipped: sum('skipped', 'disabled'),
      failures: sum('failures'),
      errors: sum('errors'),
    },
    cases: {
      tests: details.length,
      skipped: count('skipped'),
      failures: count('failure'),
      errors: count('error'),
    },
    details,
    lost: all.length - details.length,
  }
}

function casesOf(suite: XmlElement): readonly XmlElement[] {
  return [...elements(suite, 'testsuite').flatMap(casesOf), ...elements(suite, 'testcase')]
}

/** The worst results of a case, all of them if there are several. */
function enricoMiCase(element: XmlElement): EnricoMiCase {
  const { classname = null, name = null, file = null, line, status } = element.attributes
  const disabled = status === 'disabled' || status === 'not_run'
  const result = (['error', 'failure', 'skipped'] as const).find(each => firstElement(element, each) !== null)
  const worst = result === undefined ? [] : elements(element, result)
  const joined = (texts: readonly (string | undefined)[]) => texts.filter(Boolean).join('\n') || null
  return {
    classname,
    name,
    file,
    line: line !== undefined && /^\d+$/.test(line) ? Number(line) : null,
    result: result ?? (disabled ? 'skipped' : 'success'),
    message: joined(worst.map(each => each.attributes.message)),
    content: joined(worst.map(wholeText)),
    stdout: textOf(element, 'system-out'),
  }
}
