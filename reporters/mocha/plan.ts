import type { MochaRunner, MochaSuite, MochaTest } from './mocha-objects.ts'

/** What a run of mocha in this process is going to run of one file. */
export interface FilePlan {
  readonly file: string
  /** In the order in which mocha runs them: what stands outside any describe comes first. */
  readonly tests: readonly MochaTest[]
  /** How many describes and tests of the root are still to come. */
  left: number
}

/** By file, in the order in which they begin. Tests that `--grep` leaves out are not planned. */
export function planOf(root: MochaSuite, isSelected: (test: MochaTest) => boolean): Map<string, FilePlan> {
  const plans = new Map<string, FilePlan & { tests: MochaTest[] }>()
  const add = (file: string, tests: readonly MochaTest[]): void => {
    if (tests.length === 0) return
    const plan = plans.get(file) ?? { file, tests: [], left: 0 }
    plans.set(file, plan)
    for (const test of tests) plan.tests.push(test)
    plan.left += 1
  }
  for (const test of root.tests) if (isSelected(test)) add(fileOf(test), [test])
  for (const suite of root.suites) add(fileOf(suite), testsOf(suite).filter(isSelected))
  return plans
}

/** A test's own, a describe's own; those that a program made have none. */
export function fileOf({ file }: { readonly file?: string | undefined }): string {
  return file ?? '(no file)'
}

function testsOf(suite: MochaSuite): readonly MochaTest[] {
  return suite.suites.length === 0 ? suite.tests : [...suite.tests, ...suite.suites.flatMap(testsOf)]
}

/** Known from the event `start` on. */
export function selectionOf({ _grep, _defaultGrep, _invert }: MochaRunner): (test: MochaTest) => boolean {
  if (_grep === undefined || _grep === _defaultGrep) return () => true
  return test => _grep.test(test.fullTitle()) !== Boolean(_invert)
}
