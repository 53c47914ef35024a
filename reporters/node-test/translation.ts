import type { Recording } from '../recording.ts'
import type { DiagnosticEvent, EventName, EventsByName, OutputEvent, TestEvent } from './events.ts'
import { closeFile, declare, declareUnfinished, keepStderr } from './file-close.ts'
import { createFiles } from './files.ts'
import { isLeftOut } from './result.ts'
import type { FileState, TestNode } from './state.ts'
import { tellSuite, tellTest } from './tell.ts'
import { createTestTree, type TestTree } from './test-tree.ts'
import { troubleIn } from './trouble.ts'

export interface Translation {
  handle<Name extends EventName>(name: Name, data: EventsByName[Name]): void
  /** The events are over. `failed`: by the process's exit code. */
  finish(failed: boolean): void
  /** The process ends, and its events do not go on: what was in flight is told of. */
  settle(): void
}

export interface TranslationSetup {
  readonly recording: Recording
  readonly cwd: string
  /** Each test file is a process of its own. */
  readonly isolated: boolean
  /** This version of Node tells when a file's run came to its own end (test:summary). */
  readonly endIsTold: boolean
  readonly now: () => number
}

/** Translates node:test's events into the record. Results come in the order of the files, and each file's in its own order. */
export function createTranslation({
  recording,
  cwd,
  isolated,
  endIsTold,
  now,
}: TranslationSetup): Translation {
  const files = createFiles(recording, cwd, isolated)
  /** One for each process whose tests have ids of their own. */
  const trees = new Map<string, TestTree>()
  let last: { readonly event: TestEvent; readonly node: TestNode } | null = null
  let success: boolean | null = null
  let summaries = endIsTold

  const treeOf = ({ entryFile = '' }: TestEvent): TestTree => {
    const tree = trees.get(entryFile) ?? createTestTree()
    trees.set(entryFile, tree)
    return tree
  }
  const close = (file: FileState): void => {
    closeFile(file, summaries)
    files.remove(file)
    trees.delete(file.path)
  }
  const reports = (file: FileState): FileState => {
    const over = files.reports(file)
    if (over) close(over)
    return file
  }
  const topOf = (event: TestEvent) => () => files.ofTest(event)

  const result = (event: TestEvent): void => {
    const wrapper = files.wrapperOf(event)
    if (wrapper && event.details?.error?.failureType !== 'hookFailed') {
      reports(wrapper).reported = true
      return
    }
    if (isRootHook(event)) {
      rootHook(event)
      return
    }
    const node = treeOf(event).result(event, topOf(event))
    reports(node.file).results += 1
    last = { event, node }
    if (isLeftOut(event)) return
    if (node.suite) tellSuite(node, event)
    else tellTest(node, event)
  }
  const rootHook = (event: TestEvent): void => {
    const file = reports(files.at(event.entryFile ?? event.file ?? event.name))
    const failure = event.details?.error ?? {}
    file.suite.hook('afterAll', [], [failure.cause ?? failure], event.details?.duration_ms)
    file.results += 1
  }
  const output = (stream: 'stdout' | 'stderr', { file, entryFile, message }: OutputEvent): void => {
    const path = entryFile ?? file
    if (path === undefined) return
    const to = reports(files.at(path))
    to.suite.output(stream, message)
    if (stream === 'stderr') keepStderr(to, message)
  }
  const diagnostic = (data: DiagnosticEvent): void => {
    if (last && isOf(data, last.event)) {
      last.node.test?.property('annotation.diagnostic', data.message)
      return
    }
    const trouble = troubleIn(data.message)
    if (trouble === null) return
    const file = data.entryFile === undefined ? files.current : files.at(data.entryFile)
    if (file) file.explained = true
    recording.trouble(trouble.name, [trouble.error])
  }

  const handlers: { readonly [Name in EventName]: (data: EventsByName[Name]) => void } = {
    'test:enqueue'(event) {
      if (files.wrapperOf(event)) return
      treeOf(event).enqueue(event, topOf(event))
    },
    'test:dequeue'(event) {
      const wrapper = files.wrapperOf(event)
      if (wrapper) {
        wrapper.startedAt = now()
        return
      }
      const node = treeOf(event).dequeue(event)
      // Without ids, whose child it is is not yet sure.
      if (node === null || event.testId === undefined || node.suite !== false) return
      declare(node).start()
      node.started = true
    },
    'test:complete'(event) {
      const wrapper = files.wrapperOf(event)
      if (wrapper === null) return
      const { error = null, duration_ms: durationMs = 0 } = event.details ?? {}
      wrapper.end = { failure: error, durationMs }
      files.passTurn(wrapper)
    },
    'test:start'(event) {
      const wrapper = files.wrapperOf(event)
      if (wrapper) {
        reports(wrapper).reported = true
        return
      }
      const node = treeOf(event).start(event, topOf(event))
      reports(node.file)
      if (node.suite === false) declare(node)
    },
    'test:pass': result,
    'test:fail': result,
    'test:plan'({ nesting, file }) {
      // Node 20 has no summary; a file of which no test is reported tells its plan.
      const current = files.current
      if (nesting === 0 && file === undefined && current && !current.reported) current.cameToItsEnd = true
    },
    'test:diagnostic': diagnostic,
    'test:stdout': data => output('stdout', data),
    'test:stderr': data => output('stderr', data),
    'test:summary'(data) {
      const path = data.entryFile ?? data.file
      if (path === undefined) {
        success = data.success
        return
      }
      summaries = true
      const file = reports(files.at(path))
      file.cameToItsEnd = true
      if (file.end !== null) files.passTurn(file)
    },
    'test:interrupted'() {
      recording.cutShort('the run was interrupted')
      for (const file of files.all()) declareUnfinished(file)
    },
  }

  return {
    handle: (name, data) => handlers[name](data),
    finish(failed) {
      for (const file of files.all()) close(file)
      recording.finish({ failed: failed || success === false })
    },
    settle() {
      for (const file of files.all())
        if (file.end === null) declareUnfinished(file)
        else close(file)
    },
  }
}

/** An `after` hook of the file: told as a test with the file's name. */
function isRootHook({ nesting, name, file, details = {} }: TestEvent): boolean {
  return nesting === 0 && name === file && details.error?.failureType === 'hookFailed'
}

function isOf(data: DiagnosticEvent, event: TestEvent): boolean {
  return (
    data.nesting === event.nesting &&
    data.line !== undefined &&
    data.line === event.line &&
    data.column === event.column &&
    data.file === event.file
  )
}
