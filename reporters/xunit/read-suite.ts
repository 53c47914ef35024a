import { fileNameOf, normalizePath } from '../../core/paths.ts'
import type { TestCase, TestSuite } from '../../core/test-run.ts'
import { type Dialect, dialectOf } from './dialects.ts'
import { kindOf, readCase } from './read-case.ts'
import { settleDuplicates } from './read-duplicates.ts'
import type { RawCase, RawResult, RawSuite } from './read-raw.ts'
import { readDuration, readTimestamp } from './read-values.ts'

/** What Jenkins shows for a case without a name. */
export const NO_NAME = '(?)'

/**
 * A suite as it is meant.
 * @param report the report's name, by which a suite without a name is called, as in Jenkins
 */
export function readSuite(raw: RawSuite, report: string): TestSuite {
  const dialect = dialectOf(raw)
  const { attributes } = raw
  const name = suiteNameOf(raw) || namelessSuite(report)
  const file = pathOf(attributes.file) ?? (dialect.suiteNameIsFile ? pathOf(attributes.name) : null)
  const cases = [
    ...raw.cases.map(each => caseOf(each, raw, dialect, file)),
    ...raw.errors.map(each => loadCase(each, name, dialect, file)),
  ]
  const sum = () =>
    cases.reduce((all, { attempts }) => all + attempts.reduce((ms, each) => ms + each.durationMs, 0), 0)
  return {
    id: attributes.id ?? '',
    name,
    project: dialect.hostnameIsProject ? (attributes.hostname ?? '') : projectOf(name, file),
    file,
    startedAt: readTimestamp(attributes.timestamp),
    durationMs: readDuration(attributes.time ?? attributes.duration) ?? sum(),
    cases: settleDuplicates(cases, dialect),
    properties: raw.properties,
    stdout: outputOf(raw.stdout, dialect),
    stderr: outputOf(raw.stderr, dialect),
  }
}

/** Nested suites bear the names of those around them, but for those that say so themselves. */
function suiteNameOf({ attributes, parents, root, rootAttributes }: RawSuite): string {
  const own = attributes.name?.trim() || (root === 'testsuites' ? rootAttributes.name?.trim() : '') || ''
  const name =
    attributes.package && own !== '' && !own.startsWith(attributes.package)
      ? `${attributes.package}.${own}`
      : own
  const around = parents.filter(each => !name.startsWith(each))
  return [...around, name].filter(Boolean).join(' › ')
}

/** Suites without a name of different reports have nothing in common. */
export function namelessSuite(report: string): string {
  return `(${fileNameOf(report) || report})`
}

/** cd-gate names a suite `file (project)`. */
function projectOf(name: string, file: string | null): string {
  return file !== null && name.startsWith(`${file} (`) && name.endsWith(')')
    ? name.slice(file.length + 2, -1)
    : ''
}

function pathOf(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : normalizePath(text.trim())
}

function outputOf(texts: readonly string[], dialect: Dialect): string {
  const all = texts.join('')
  if (dialect.exactText) return all
  return /\S/.test(all) ? all : ''
}

function caseOf(raw: RawCase, suite: RawSuite, dialect: Dialect, suiteFile: string | null): TestCase {
  const { attributes } = raw
  const failed = raw.results.find(({ element }) => element === 'failure' || element === 'error')?.attributes
  const { name, classname } = namesOf(raw, suite)
  const { id, attempts, properties, attachments } = readCase(raw, dialect)
  return {
    kind: kindOf(name, classname),
    id,
    name,
    classname,
    titlePath: [],
    file: pathOf(attributes.file ?? failed?.file) ?? suiteFile,
    line: lineOf(attributes.line ?? failed?.line, dialect),
    attempts,
    properties,
    attachments,
  }
}

/** The class is the case's own, else the suite's name, else what stands before the name's last dot, as in Jenkins. */
function namesOf(
  { attributes }: RawCase,
  suite: RawSuite,
): { readonly name: string; readonly classname: string } {
  const name = attributes.name?.trim() ? attributes.name : NO_NAME
  const given = attributes.classname || attributes.class || suite.attributes.name
  if (given) return { name, classname: given }
  const dot = name.lastIndexOf('.')
  if (dot > 0 && dot < name.length - 1) return { name: name.slice(dot + 1), classname: name.slice(0, dot) }
  return { name, classname: '(root)' }
}

function lineOf(text: string | undefined, dialect: Dialect): number | null {
  const plain = text?.trim() ?? ''
  if (!/^\d{1,9}$/.test(plain)) return null
  const line = Number(plain) + (dialect.linesFromZero ? 1 : 0)
  return line > 0 ? line : null
}

/** An error of the suite itself: its class did not load. Jenkins shows it as a test of the class `<init>`. */
function loadCase(raw: RawResult, name: string, dialect: Dialect, file: string | null): TestCase {
  const asCase: RawCase = {
    attributes: {},
    results: [raw],
    properties: [],
    stdout: [],
    stderr: [],
    unknown: [],
    line: 0,
  }
  return {
    kind: 'load',
    ...readCase(asCase, dialect),
    name,
    classname: '<init>',
    titlePath: [],
    file,
    line: null,
  }
}
