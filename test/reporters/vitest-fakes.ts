import type { OpenRecording } from '../../reporters/open-recording.ts'
import type { SuiteRecording, TestRecording } from '../../reporters/recording.ts'
import type {
  TestCase,
  TestModule,
  TestSuite,
  Vitest,
  VitestConfig,
} from '../../reporters/vitest/vitest-api.ts'

/** Writes down what is told, one line a call. */
export function fakeRecording(location: 'failures' | 'all' = 'failures'): {
  readonly told: string[]
  readonly opened: unknown[]
  readonly open: OpenRecording
} {
  const told: string[] = []
  const opened: unknown[] = []
  const say = (...words: readonly unknown[]): void => {
    told.push(words.map(word => (typeof word === 'string' ? word : JSON.stringify(word))).join(' '))
  }
  const message = (errors: readonly unknown[] = []) =>
    errors.map(each => (each as { message: string }).message).join(', ')
  const test = (name: string): TestRecording => ({
    start: () => say(name, 'started'),
    output: (stream, text) => say(name, stream, text),
    attempt: ({ outcome, errors, hook = '', reason = '' }) =>
      say(...[name, outcome, message(errors), hook, reason].filter(word => word !== '')),
    notRun: reason => say(name, 'not run:', reason),
    property: (key, value) => say(name, 'property', key, value),
    attach: path => say(name, 'attached', path),
  })
  const suite = (file: string): SuiteRecording => {
    const tests = new Map<unknown, TestRecording>()
    return {
      test(key, { titlePath, line = null }) {
        const known = tests.get(key)
        if (known) return known
        const name = titlePath.join(' > ')
        say('declared', name, ...(line === null ? [] : [`line ${line}`]))
        const added = test(name)
        tests.set(key, added)
        return added
      },
      hook: (name, describes, errors) => say(file, name, describes, message(errors)),
      loadError: errors => say(file, 'did not load:', message(errors)),
      died: reason => say(file, 'died:', reason),
      output: (stream, text) => say(file, stream, text),
      property: (name, value) => say(file, 'property', name, value),
      finish: () => say(file, 'finished'),
    }
  }
  const open: OpenRecording = setup => {
    opened.push(setup)
    return {
      settings: { location } as ReturnType<OpenRecording>['settings'],
      suite: (file, project) => suite(project ? `${file} (${project})` : file),
      trouble: (name, errors) => say('trouble:', name, message(errors)),
      cutShort: reason => say('cut short:', reason),
      finish: ({ failed } = {}) => say('run finished', failed ? 'failed' : 'passed'),
    }
  }
  return { told, opened, open }
}

export interface FakeTest {
  readonly name: string
  state: 'pending' | 'passed' | 'failed' | 'skipped'
  errors?: readonly unknown[]
  note?: string
  mode?: string
  startTime?: number
  result?: object
  annotations?: readonly object[]
}

/** A file `a.test.ts` of tests in a describe `d`. */
export function fakeModule(
  tests: readonly FakeTest[],
  state: () => string = () => 'passed',
  project = '',
): {
  readonly module: TestModule
  readonly suite: TestSuite & { errors: () => unknown[] }
  readonly cases: readonly TestCase[]
} {
  const module = {
    type: 'module',
    id: '1',
    moduleId: '/repo/a.test.ts',
    project: { name: project },
    task: {},
    errors: () => [],
    state,
    children: [] as object[],
  }
  const suite = {
    type: 'suite',
    id: '1_0',
    name: 'd',
    module,
    parent: module,
    task: {},
    errors: () => [] as unknown[],
    children: [] as object[],
  }
  const cases = tests.map((test, index) => ({
    type: 'test',
    id: `1_0_${index}`,
    name: test.name,
    module,
    parent: suite,
    location: { line: index + 2 },
    options: { mode: test.mode ?? 'run' },
    get task() {
      return {
        result: { ...(test.startTime !== undefined && { startTime: test.startTime }), ...test.result },
      }
    },
    result: () => ({ state: test.state, errors: test.errors, note: test.note }),
    diagnostic: () =>
      test.startTime === undefined
        ? undefined
        : { startTime: test.startTime, duration: 1, retryCount: 0, repeatCount: 0 },
    annotations: () => test.annotations ?? [],
  }))
  suite.children.push(...cases)
  module.children.push(suite)
  return {
    module: module as unknown as TestModule,
    suite: suite as unknown as TestSuite & { errors: () => unknown[] },
    cases: cases as unknown as readonly TestCase[],
  }
}

export function vitestWith(config: Partial<VitestConfig> = {}): Vitest & { cancel(reason: string): void } {
  const listeners: ((reason: string) => void)[] = []
  return {
    config: { root: '/repo', watch: false, ...config },
    onCancel: listener => void listeners.push(listener),
    cancel: reason => listeners.forEach(each => void each(reason)),
  }
}
