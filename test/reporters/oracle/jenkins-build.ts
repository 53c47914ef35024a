import {
  type JenkinsCase,
  type JenkinsOptions,
  type JenkinsSuite,
  jenkinsSuites,
  type ReportText,
} from './jenkins.ts'

/** What a build shows after its `junit` step. */
export interface JenkinsBuild {
  readonly suites: readonly JenkinsSuite[]
  readonly counts: { readonly passed: number; readonly failed: number; readonly skipped: number }
  /** Package → class → names of cases, those of one name with `_2`, `_3` …, as their pages are called. */
  readonly tree: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  /** Suites that Jenkins takes for one, by name. */
  readonly merged: readonly string[]
  /** Cases whose history is another's too: the same class and name in one suite. */
  readonly lostHistory: readonly string[]
}

/**
 * @throws Error where the step would stop the build: no test case in any file, a file that is no XML and not named so
 */
export function readAsJenkins(reports: readonly ReportText[], options: JenkinsOptions = {}): JenkinsBuild {
  const suites: JenkinsSuite[] = []
  const merged: string[] = []
  for (const suite of reports.flatMap(report => jenkinsSuites(report, options))) {
    const at = suites.findIndex(each => isSameSuite(each, suite))
    const same = suites[at]
    if (same === undefined) suites.push(suite)
    else {
      merged.push(suite.name)
      suites[at] = { ...same, seconds: same.seconds + suite.seconds, cases: [...same.cases, ...suite.cases] }
    }
  }
  const cases = suites.flatMap(each => each.cases)
  if (cases.length === 0) throw new Error('none of the test reports contained any result')
  const count = (status: JenkinsCase['status']) => cases.filter(each => each.status === status).length
  return {
    suites,
    counts: { passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
    tree: treeOf(cases),
    merged,
    lostHistory: suites.flatMap(each => duplicates(each.cases.map(fullName))),
  }
}

function isSameSuite(one: JenkinsSuite, other: JenkinsSuite): boolean {
  return one.name === other.name && (one.id === null || other.id === null || one.id === other.id)
}

function fullName(one: JenkinsCase): string {
  return `${one.package === '(root)' ? '' : `${one.package}.`}${one.class}.${one.name}`
}

function duplicates(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

function treeOf(cases: readonly JenkinsCase[]): JenkinsBuild['tree'] {
  const tree = new Map<string, Map<string, JenkinsCase[]>>()
  for (const one of cases) {
    const classes = tree.get(one.package) ?? new Map<string, JenkinsCase[]>()
    tree.set(one.package, classes.set(one.class, [...(classes.get(one.class) ?? []), one]))
  }
  return Object.fromEntries(
    [...tree].map(([name, classes]) => [
      name,
      Object.fromEntries([...classes].map(([each, members]) => [each, pageNames(members)])),
    ]),
  )
}

/** What is no letter, digit, `_` or `$` is `_` in an address; the second case of one address has `_2` at its end. */
function pageNames(cases: readonly JenkinsCase[]): readonly string[] {
  const taken = new Map<string, number>()
  return cases.map(({ name }) => {
    const base = name.replace(/[^\p{L}\p{N}_$]/gu, '_')
    const count = (taken.get(base) ?? 0) + 1
    taken.set(base, count)
    return count === 1 ? base : `${base}_${count}`
  })
}
