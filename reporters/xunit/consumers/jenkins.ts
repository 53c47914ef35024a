import type { RawCase, RawSuite } from '../read-raw.ts'
import { readTimestamp, splitAttachments } from '../read-values.ts'
import {
  type Consumer,
  type ConsumerView,
  caseName,
  createCounter,
  type Find,
  has,
  problemsOf,
  type ReportFacts,
  type Status,
} from './consumer.ts'
import { createSeen, keyOf } from './seen.ts'

/** Half of what the junit step keeps of a passing test's output: the middle is cut out before attachments are looked for. */
const KEPT_PASSED = 500
const KEPT_FAILED = 50_000

/** Jenkins' junit plugin, by its SuiteResult.java, CaseResult.java and TestResult.java. */
export const jenkins: Consumer = {
  name: 'jenkins',
  title: "Jenkins' junit step",
  rules: [
    {
      name: 'jenkins.skipped-hides-failure',
      severity: 'error',
      says: 'a test with both a failure and <skipped> is shown as skipped',
    },
    {
      name: 'jenkins.suite-dropped',
      severity: 'warning',
      says: 'a suite without test cases is dropped, its output and properties with it',
    },
    {
      name: 'jenkins.suites-merged',
      severity: 'warning',
      says: 'suites of one name, whose ids are equal or missing, are put together',
    },
    {
      name: 'jenkins.duplicate-test',
      severity: 'warning',
      says: 'of tests with one name in one suite only the last has a history; the others are shown as name_2, name_3',
    },
    {
      name: 'jenkins.later-failure-lost',
      severity: 'warning',
      says: 'only the first failure or error of a test is read',
    },
    {
      name: 'jenkins.error-rerun-lost',
      severity: 'warning',
      says: 'flakyError and rerunError are not read: the attempt is not shown',
    },
    {
      name: 'jenkins.rerun-text-lost',
      severity: 'warning',
      says: 'the stack of a flakyFailure or rerunFailure is read from a <stackTrace> only',
    },
    {
      name: 'jenkins.file-as-class',
      severity: 'warning',
      says: "a classname is split at its last dot: a file's name becomes a package, and its extension the class",
    },
    {
      name: 'jenkins.timestamp-unread',
      severity: 'warning',
      says: 'the timestamp is not ISO 8601 and is not read',
    },
    {
      name: 'jenkins.attachment-missing',
      severity: 'warning',
      says: 'an attached file does not exist, and is left out',
    },
    {
      name: 'jenkins.attachment-cut-out',
      severity: 'warning',
      says: 'the middle of long output is cut out, and the attachment line with it',
    },
    {
      name: 'jenkins.output-cut',
      severity: 'note',
      says: 'the middle of long output is cut out unless stdioRetention says otherwise',
    },
    {
      name: 'jenkins.output-repeated',
      severity: 'note',
      says: "a suite's output is shown at each of its tests that has none of its own",
    },
    {
      name: 'jenkins.no-package',
      severity: 'note',
      says: 'a classname without a dot stands in the package "(root)"',
    },
    { name: 'jenkins.nameless', severity: 'note', says: 'a test without a name is shown as "(?)"' },
  ],
  look,
}

function look(find: Find): ConsumerView {
  const counter = createCounter()
  const seenTest = createSeen()
  const suites = new Map<string, Set<string>>()

  function lookAtName({ attributes: { name = '', id = '' } }: RawSuite): void {
    const key = keyOf([name])
    const known = suites.get(key)
    const own = id === '' ? '' : keyOf([id])
    if (known && (own === '' || known.has('') || known.has(own))) find('jenkins.suites-merged', name)
    suites.set(key, (known ?? new Set()).add(own))
  }

  return {
    suite: (suite, facts) => {
      const name = suite.attributes.name ?? ''
      if (suite.cases.length + suite.errors.length === 0) {
        find('jenkins.suite-dropped', name || '(no name)')
        return
      }
      lookAtName(suite)
      const stamp = suite.attributes.timestamp
      if (stamp !== undefined && readTimestamp(stamp) === null) find('jenkins.timestamp-unread', stamp)
      if (suite.stdout.join('').trim() !== '' && suite.cases.length > 1) find('jenkins.output-repeated', name)
      for (const _ of suite.errors) counter.add('failed')
      for (const test of suite.cases) {
        counter.add(lookAtCase(test, suite, facts, find))
        const classname = test.attributes.classname ?? name
        if (seenTest([name, classname, caseName(test)])) find('jenkins.duplicate-test', caseName(test))
      }
    },
    report: () => {},
    shows: counter.shown,
  }
}

function lookAtCase(test: RawCase, suite: RawSuite, facts: ReportFacts, find: Find): Status {
  const name = caseName(test)
  const problems = problemsOf(test)
  const skipped = has(test, 'skipped')
  if (!test.attributes.name) find('jenkins.nameless', `line ${test.line}`)
  if (skipped && problems.length > 0) find('jenkins.skipped-hides-failure', name)
  if (problems.length > 1) find('jenkins.later-failure-lost', name)
  if (has(test, 'flakyError', 'rerunError')) find('jenkins.error-rerun-lost', name)
  const reruns = test.results.filter(
    ({ element }) => element === 'flakyFailure' || element === 'rerunFailure',
  )
  if (reruns.some(each => each.stackTrace === null && each.text.trim() !== ''))
    find('jenkins.rerun-text-lost', name)
  const classname = test.attributes.classname ?? suite.attributes.name ?? ''
  if (isFile(classname, test, suite)) find('jenkins.file-as-class', classname)
  else if (!classname.includes('.')) find('jenkins.no-package', classname || '(none)')
  lookAtOutput(test, problems.length > 0, facts, find)
  return skipped ? 'skipped' : problems.length > 0 ? 'failed' : 'passed'
}

/** The path of a file, perhaps with titles behind it. A slash alone does no harm: the tree shows it, and links have `_` for it. */
function isFile(classname: string, test: RawCase, suite: RawSuite): boolean {
  if (!/^[cm]?[jt]sx?(?![\w-])/.test(classname.slice(classname.lastIndexOf('.') + 1))) return false
  const file = test.attributes.file ?? suite.attributes.file
  if (file) return classname.startsWith(file) || file.endsWith(classname)
  return classname.includes('/') || classname === suite.attributes.name
}

function lookAtOutput(test: RawCase, failed: boolean, facts: ReportFacts, find: Find): void {
  const half = failed ? KEPT_FAILED : KEPT_PASSED
  const out = test.stdout[0] ?? ''
  const long = [out, test.stderr[0] ?? ''].some(text => text.length > 2 * half)
  if (long) find('jenkins.output-cut', caseName(test))
  const { attachments } = splitAttachments(out)
  for (const path of attachments) {
    if (!facts.exists(path)) find('jenkins.attachment-missing', path)
    const at = out.indexOf(`[[ATTACHMENT|${path}`)
    if (out.length > 2 * half && at > half && at < out.length - half) find('jenkins.attachment-cut-out', path)
  }
}
