import { hash } from 'node:crypto'
import { firstElement, ownText, parseXml, textOf, type XmlElement } from './xml-tree.ts'

export interface GitlabCase {
  /** What a case is known by in comparisons with other pipelines. */
  readonly key: string
  readonly suite: string
  readonly classname: string
  readonly name: string
  readonly file: string | null
  readonly seconds: number
  readonly status: 'success' | 'failed' | 'error' | 'skipped'
  /** The text of the failure, error or skip; its attributes where it has no text. */
  readonly output: string | null
  readonly systemOutput: string | null
  /** Of a failed case only. */
  readonly attachment: string | null
}

export interface GitlabReport {
  readonly cases: readonly GitlabCase[]
  readonly counts: {
    readonly success: number
    readonly failed: number
    readonly error: number
    readonly skipped: number
  }
  /** Cases that another one of the same suite, class name, name and status took the place of. */
  readonly overwritten: readonly string[]
  /** Types of failures that Rails takes for types of data, and casts the text by. */
  readonly castTypes: readonly string[]
  /** Elements, attributes and texts, of which GitLab takes 250,000 a file. */
  readonly objects: number
  readonly bytes: number
}

const bytesTaken = 30 * 1024 * 1024
const objectsTaken = 250_000

/**
 * A report by the rules of GitLab's unit test reports.
 * @throws Error when the file is not well-formed, or beyond what GitLab takes
 */
export function readAsGitlab(text: string): GitlabReport {
  const bytes = Buffer.byteLength(text)
  if (bytes > bytesTaken) throw new Error(`the file is larger than GitLab takes: ${bytes} bytes`)
  const root = parseXml(text)
  const objects = countObjects(root)
  if (objects > objectsTaken) throw new Error(`XML exceeds permitted complexity: ${objects}/${objectsTaken}`)
  const byStatus = new Map<string, GitlabCase>()
  const overwritten: string[] = []
  for (const one of casesIn(root, '')) {
    const key = `${one.status} ${one.key}`
    if (byStatus.has(key)) overwritten.push(`${one.classname} ${one.name}`)
    byStatus.set(key, one)
  }
  const cases = [...byStatus.values()]
  const count = (status: GitlabCase['status']) => cases.filter(each => each.status === status).length
  return {
    cases,
    counts: {
      success: count('success'),
      failed: count('failed'),
      error: count('error'),
      skipped: count('skipped'),
    },
    overwritten,
    castTypes: [...typesIn(root)].filter(type => dataTypes.has(type)),
    objects,
    bytes,
  }
}

function casesIn(element: XmlElement, suite: string): readonly GitlabCase[] {
  if (element.name !== 'testsuites' && element.name !== 'testsuite') return []
  const name = element.name === 'testsuite' ? (element.attributes.name ?? suite) : suite
  return element.children.flatMap(child => {
    if (typeof child === 'string') return []
    return child.name === 'testcase' ? [caseOf(child, name)] : casesIn(child, name)
  })
}

function caseOf(element: XmlElement, suite: string): GitlabCase {
  const { classname = '', name = '', file = null, time = '0' } = element.attributes
  const told = (['failure', 'error', 'skipped'] as const).find(each => firstElement(element, each) !== null)
  const problem = told === undefined ? null : firstElement(element, told)
  const systemOutput = textOf(element, 'system-out')
  return {
    key: hash('sha256', `${suite}_${classname}_${name}`),
    suite,
    classname,
    name,
    file,
    seconds: Number.parseFloat(time) || 0,
    status: told === undefined ? 'success' : told === 'failure' ? 'failed' : told,
    output: problem === null ? null : outputOf(problem),
    systemOutput,
    attachment:
      told === 'failure' ? (/\[\[ATTACHMENT\|(.+?)\]\]/.exec(systemOutput ?? '')?.[1] ?? null) : null,
  }
}

/** Attributes are left out beside a text; without one, only they are there. */
function outputOf(problem: XmlElement): string {
  const text = ownText(problem)
  return text.trim() === '' ? Object.values(problem.attributes).join(' ') : text
}

/** ActiveSupport's names of types. */
const dataTypes: ReadonlySet<string> = new Set(
  'symbol date datetime duration integer float decimal boolean string yaml base64Binary binary file double dateTime hexBinary array'.split(
    ' ',
  ),
)

function typesIn({ attributes, children }: XmlElement): ReadonlySet<string> {
  const inner = children.flatMap(each => (typeof each === 'string' ? [] : [...typesIn(each)]))
  return new Set([...(attributes.type === undefined ? [] : [attributes.type]), ...inner])
}

function countObjects(element: XmlElement): number {
  const inner = element.children.map(each => (typeof each === 'string' ? 1 : countObjects(each)))
  return 1 + Object.keys(element.attributes).length + inner.reduce((sum, each) => sum + each, 0)
}

/** Suites' names with their numbers of cases, as the pipeline's test tab lists them. */
export function gitlabSuites({ cases }: GitlabReport): Readonly<Record<string, number>> {
  const suites: Record<string, number> = {}
  for (const { suite } of cases) suites[suite] = (suites[suite] ?? 0) + 1
  return suites
}
