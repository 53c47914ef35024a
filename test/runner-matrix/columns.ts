import { jestRunner, jestUsual } from '../reporters/jest.ts'
import { mochaRunner, mochaUsual } from '../reporters/mocha.ts'
import { nodeTestBuiltIn, nodeTestRunner } from '../reporters/node-test.ts'
import { playwrightBuiltIn, playwrightRunner } from '../reporters/playwright.ts'
import type { RunnerUnderTest } from '../reporters/scenario-run.ts'
import { vitestBuiltIn, vitestRunner } from '../reporters/vitest.ts'

/** The major versions of Node that play. */
export const nodeLines = [20, 22, 24] as const
export type NodeLine = (typeof nodeLines)[number]

/** One runner in one version and one way of running. */
export interface Variant {
  /** The version, or what else tells it from its column's others: `12`, `10 parallel`. */
  readonly label: string
  /** The Node that runs it: over the versions, each line has its turn. */
  readonly node: NodeLine
  readonly runner: RunnerUnderTest
}

/** A column of a table: variants whose cells are written as one where they agree. */
export interface Column {
  readonly title: string
  /** The report's name under reports/junit/. */
  readonly report: string
  readonly variants: readonly Variant[]
  /** Of the usual reporters: the title of our column that played the same. */
  readonly besides?: string
  /** What a reader has to know of the whole column. */
  readonly remark?: string
}

const vitestVersions = [
  [3, 20],
  [4, 22],
  [5, 24],
] as const
const mochaVersions = [
  [10, 20],
  [11, 22],
  [12, 24],
] as const

const jestModes = ['workers', 'in band'] as const

/** The five reporters of cd-gate. */
export const ours: readonly Column[] = [
  { title: 'vitest', report: 'vitest.xml', variants: vitest(vitestRunner) },
  {
    title: 'mocha',
    report: 'mocha.xml',
    variants: mocha((alias, parallel) => mochaRunner(alias, { parallel })),
  },
  { title: 'node:test', report: 'node-test.xml', variants: nodeTest(nodeTestRunner) },
  { title: 'jest', report: 'jest.xml', variants: jest(jestRunner) },
  { title: 'playwright', report: 'playwright.xml', variants: playwright(playwrightRunner()) },
]

/** What each runner's users have without them: its own XUnit reporter, or the one from npm that is used most. */
export const usual: readonly Column[] = [
  { title: 'vitest `junit`', besides: 'vitest', report: 'vitest.xml', variants: vitest(vitestBuiltIn) },
  {
    title: 'mocha-junit-reporter',
    besides: 'mocha',
    report: 'mocha.xml',
    variants: mocha((alias, parallel) => mochaUsual(alias, 'mocha-junit-reporter', { parallel })),
    remark:
      'mocha-junit-reporter 2.2.1 throws in mocha 12 before the first test, and in mocha 10 and 11 with `--parallel` while the run lasts',
  },
  {
    title: 'mocha `xunit`',
    besides: 'mocha',
    report: 'mocha.xml',
    variants: [false, true].map(parallel => ({
      label: parallel ? '12 parallel' : '12 serial',
      node: 24,
      runner: mochaUsual('mocha-12', 'xunit', { parallel }),
    })),
    remark: 'Of mocha 12',
  },
  {
    title: 'node:test `junit`',
    besides: 'node:test',
    report: 'node-test.xml',
    variants: nodeTest(nodeTestBuiltIn),
  },
  { title: 'jest-junit', besides: 'jest', report: 'junit.xml', variants: jest(jestUsual) },
  {
    title: 'playwright `junit`',
    besides: 'playwright',
    report: 'playwright.xml',
    variants: playwright(playwrightBuiltIn()),
  },
]

function vitest(runner: (alias: string) => RunnerUnderTest): readonly Variant[] {
  return vitestVersions.map(([version, node]) => ({
    label: `${version}`,
    node,
    runner: runner(`vitest-${version}`),
  }))
}

function mocha(runner: (alias: string, parallel: boolean) => RunnerUnderTest): readonly Variant[] {
  return [false, true].flatMap(parallel =>
    mochaVersions.map(([version, node]) => ({
      label: parallel ? `${version} parallel` : `${version} serial`,
      node,
      runner: runner(`mocha-${version}`, parallel),
    })),
  )
}

function nodeTest(runner: (major: number) => RunnerUnderTest): readonly Variant[] {
  return nodeLines.map(node => ({ label: `${node}`, node, runner: runner(node) }))
}

function jest(runner: (mode: (typeof jestModes)[number]) => RunnerUnderTest): readonly Variant[] {
  return jestModes.map(mode => ({ label: mode, node: 22, runner: runner(mode) }))
}

function playwright(runner: RunnerUnderTest): readonly Variant[] {
  return [{ label: '1.65', node: 22, runner }]
}
