import type { Recording, SuiteRecording, TestRecording } from '../recording.ts'
import type { MochaHook, MochaRunner, MochaSuite, MochaTest } from './mocha-objects.ts'
import { type FilePlan, fileOf, planOf, selectionOf } from './plan.ts'
import { stoppedByBail } from './stop-reasons.ts'

/** The test files of a run: each begins with its first test or describe, and is over with its last. */
export interface Files {
  /** When the run starts: what `--grep` and `.only` leave is known then. */
  plan(): void
  /** A describe of the root begins, ends. */
  begin(suite: MochaSuite): void
  end(suite: MochaSuite): void
  /** Null once the test's file is over. */
  test(test: MochaTest): TestRecording | null
  /** The file that a hook stands in; null for one of the root, of which that is not known. */
  suiteOf(hook: MochaHook): SuiteRecording | null
  /** The file that is running, or ran last. */
  current(): SuiteRecording | null
  /** The test has a result. */
  resolved(test: MochaTest): void
  /** What has no result in `suite` will not get one. */
  block(suite: MochaSuite, reason: string): void
  /** Nothing more will run. */
  settle(): void
  declareRest(): void
}

interface OpenFile {
  readonly plan: FilePlan
  readonly recording: SuiteRecording
  readonly startedAt: number
  readonly over: Set<MochaTest>
  readonly declared: Map<MochaTest, TestRecording>
}

export function createFiles(runner: MochaRunner, recording: Recording, now: () => number): Files {
  let plans = new Map<string, FilePlan>()
  let planned = 0
  /** The only file there is: what the root's hooks do is its doing. */
  let only: string | undefined
  /** Files with an afterAll hook of the root, which runs after everything else. */
  const lasting = new Set<string>()
  const open = new Map<string, OpenFile>()
  const finished = new Set<string>()
  const blocked = new Map<MochaSuite, string>()
  let last: OpenFile | null = null

  const enter = (file: string): OpenFile | null => {
    if (finished.has(file)) return null
    const known = open.get(file)
    if (known) return known
    const plan = plans.get(file) ?? { file, tests: [], left: 1 }
    const entry: OpenFile = {
      plan,
      recording: recording.suite(file),
      startedAt: now(),
      over: new Set(),
      declared: new Map(),
    }
    open.set(file, entry)
    last = entry
    for (const test of plan.tests) declare(entry, test)
    return entry
  }
  const declare = (entry: OpenFile, test: MochaTest): TestRecording => {
    const known = entry.declared.get(test)
    if (known) return known
    const added = entry.recording.test(test, { titlePath: test.titlePath() })
    entry.declared.set(test, added)
    return added
  }

  const finish = (entry: OpenFile): void => {
    for (const test of entry.plan.tests) {
      if (entry.over.has(test)) continue
      const reason = whyNotRun(test)
      if (reason !== '') declare(entry, test).notRun(reason)
    }
    open.delete(entry.plan.file)
    plans.delete(entry.plan.file)
    finished.add(entry.plan.file)
    entry.recording.finish({ startedAt: entry.startedAt, durationMs: Math.max(0, now() - entry.startedAt) })
  }
  const unitOver = (entry: OpenFile): void => {
    entry.plan.left -= 1
    if (entry.plan.left <= 0 && !lasting.has(entry.plan.file)) finish(entry)
  }
  const whyNotRun = ({ parent }: MochaTest): string => {
    for (let suite = parent; suite; suite = suite.parent) {
      const reason = blocked.get(suite)
      if (reason !== undefined) return reason
    }
    return whyStopped(parent)
  }
  const whyStopped = (suite: MochaSuite | undefined): string => {
    const { failures } = runner
    if (failures > 0 && suite?.bail()) return stoppedByBail(failures)
    return runner._abort ? 'the run was aborted' : ''
  }

  const plan = (): void => {
    if (planned > 0) return
    plans = planOf(runner.suite, selectionOf(runner))
    planned = plans.size
    const [first, second] = plans.keys()
    if (first !== undefined && second === undefined) only = first
    for (const hook of runner.suite.getHooks('afterAll')) lasting.add(hook.file ?? only ?? '')
  }
  /** A run that ends before it starts (its global setup failed) has a plan all the same. */
  const enterRest = (): readonly OpenFile[] => {
    plan()
    for (const file of [...plans.keys()]) enter(file)
    return [...open.values()]
  }

  return {
    plan,
    begin(suite) {
      enter(topFileOf(suite))
    },
    end(suite) {
      const entry = open.get(topFileOf(suite))
      if (entry) unitOver(entry)
    },
    test(test) {
      const entry = enter(topFileOf(test))
      return entry && declare(entry, originalOf(test))
    },
    suiteOf({ parent, file = only }) {
      if (parent && !parent.root) return enter(topFileOf(parent))?.recording ?? null
      return file === undefined ? null : (enter(file)?.recording ?? null)
    },
    current() {
      if (last && open.has(last.plan.file)) return last.recording
      const [next] = plans.keys()
      return next === undefined ? null : (enter(next)?.recording ?? null)
    },
    resolved(test) {
      const entry = open.get(topFileOf(test))
      const original = originalOf(test)
      if (!entry || entry.over.has(original)) return
      entry.over.add(original)
      if (test.parent?.root) unitOver(entry)
    },
    block(suite, reason) {
      blocked.set(suite, reason)
    },
    settle() {
      const entries = enterRest()
      const cut = entries.some(({ plan, over }) => plan.tests.some(test => !over.has(test)))
      const why = whyStopped(runner.suite)
      if (cut && why !== '') recording.cutShort(why)
      for (const entry of entries) finish(entry)
    },
    declareRest() {
      enterRest()
    },
  }
}

function originalOf(test: MochaTest): MochaTest {
  return test.retriedTest() ?? test
}

/** A test made by a helper of another file belongs to the file that called it: as its outermost describe does. */
function topFileOf(node: MochaTest | MochaSuite): string {
  let top = node
  while (top.parent && !top.parent.root) top = top.parent
  return fileOf(top)
}
