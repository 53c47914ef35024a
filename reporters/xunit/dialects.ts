import type { RawSuite } from './read-raw.ts'

/** What a tool means by what it writes, where XUnit leaves that open. */
export interface Dialect {
  readonly name: string
  readonly wrote: (suite: RawSuite) => boolean
  /** Texts are as they are; others frame them with line breaks and indentation. */
  readonly exactText?: true
  /** Several cases of one name in a suite are attempts of one test: names are unique in what the tool runs. */
  readonly duplicatesAreAttempts?: true
  /** The suite's name is the path of the test file. */
  readonly suiteNameIsFile?: true
  /** `hostname` is the project. */
  readonly hostnameIsProject?: true
  /** `line` counts from 0. */
  readonly linesFromZero?: true
  /** Describes without tests of their own are written as suites without cases. */
  readonly emptySuitesAreUsual?: true
  /** Times are so fine that a test with `time="0"` never ran. */
  readonly zeroTimeIsNotRun?: true
  /** A case's time holds its reruns' time too. */
  readonly timeHoldsReruns?: true
}

const hasProperty = (suite: RawSuite, pattern: RegExp) =>
  suite.properties.some(({ name }) => pattern.test(name))
const hasCaseProperty = (suite: RawSuite, pattern: RegExp) =>
  suite.cases[0]?.properties.some(({ name }) => pattern.test(name)) === true
const rootNamed = (suite: RawSuite, name: string) => suite.rootAttributes.name === name
const suiteName = (suite: RawSuite) => suite.attributes.name ?? ''

/** Nothing is known of the tool. */
export const otherDialect: Dialect = { name: 'other', wrote: () => true }

/** The root's name of a merged report. */
export const mergedName = 'cd-gate'

/** The first that matches counts; the last matches everything. Adding one is an entry here. */
const dialects: readonly Dialect[] = [
  {
    name: 'cd-gate',
    wrote: suite =>
      rootNamed(suite, mergedName) ||
      /^[0-9a-f]{16}$/.test(suite.attributes.id ?? '') ||
      hasProperty(suite, /^cdgate\./) ||
      hasCaseProperty(suite, /^cdgate\./),
    exactText: true,
    timeHoldsReruns: true,
  },
  {
    name: 'pytest',
    // `line` is `location[1]` of pytest's item, which counts from 0.
    wrote: suite =>
      suiteName(suite) === 'pytest' && suite.cases.some(each => each.attributes.classname !== undefined),
    linesFromZero: true,
  },
  { name: 'nose', wrote: suite => suiteName(suite) === 'nosetests' },
  { name: 'nextest', wrote: suite => suite.rootAttributes.uuid !== undefined },
  {
    name: 'gotestsum',
    // A package's tests have names of their own; what is there twice was run again (--rerun-fails).
    wrote: suite => hasProperty(suite, /^go\.version$/),
    duplicatesAreAttempts: true,
  },
  {
    name: 'vitest',
    wrote: suite => rootNamed(suite, 'vitest tests'),
    suiteNameIsFile: true,
    zeroTimeIsNotRun: true,
  },
  { name: 'mocha', wrote: suite => rootNamed(suite, 'Mocha Tests'), emptySuitesAreUsual: true },
  {
    name: 'jest',
    wrote: suite => rootNamed(suite, 'jest tests') && /\.[cm]?[jt]sx?$/.test(suiteName(suite)),
    suiteNameIsFile: true,
  },
  {
    name: 'playwright',
    wrote: suite =>
      suite.rootAttributes.id !== undefined &&
      /\.[cm]?[jt]sx?$/.test(suiteName(suite)) &&
      suite.cases[0]?.attributes.classname === suiteName(suite),
    suiteNameIsFile: true,
    hostnameIsProject: true,
  },
  {
    name: 'surefire',
    wrote: suite =>
      hasProperty(suite, /^(java|surefire|sun)\./) || suite.attributes.version?.startsWith('3.') === true,
  },
  {
    name: 'prow',
    // Kubernetes' and OpenShift's suites: a test that was run again is written again.
    wrote: suite => suite.cases.some(each => /^\[sig-/.test(each.attributes.name ?? '')),
    duplicatesAreAttempts: true,
  },
  otherDialect,
]

export function dialectOf(suite: RawSuite): Dialect {
  return dialects.find(each => each.wrote(suite)) ?? otherDialect
}
