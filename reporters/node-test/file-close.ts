import { readFileSync } from 'node:fs'
import type { TestRecording } from '../recording.ts'
import type { TestFailure } from './events.ts'
import { type FileEnd, judgeFileEnd } from './file-end.ts'
import type { FileState, TestNode } from './state.ts'
import { titlePathOf } from './test-tree.ts'

const stderrKept = 16_384

export function keepStderr(file: FileState, text: string): void {
  file.stderr = (file.stderr + text).slice(-stderrKept)
}

/** Declares a test; what it may still become is told by the events that follow. */
export function declare(node: TestNode): TestRecording {
  node.test ??= node.file.suite.test(node, { titlePath: titlePathOf(node), line: node.line })
  return node.test
}

/** Tells which tests are in flight or waiting, where the events had no ids to tell it by as they came. */
export function declareUnfinished(file: FileState): void {
  for (const node of file.unfinished) {
    if (node.suite === true || (node.suite === null && node.hasChildren)) continue
    const test = declare(node)
    if (node.dequeued && !node.started) test.start()
    node.started = node.dequeued
  }
}

/** Every result of the file is in. `endIsTold`: this version of Node tells when a file's run came to its own end. */
export function closeFile(file: FileState, endIsTold: boolean): void {
  const { suite, end, startedAt } = file
  declareUnfinished(file)
  if (end !== null) tell(file, judge(file, end.failure, endIsTold), end)
  suite.finish({ ...(startedAt === null ? {} : { startedAt }), ...(end && { durationMs: end.durationMs }) })
}

function judge(file: FileState, failure: TestFailure | null, endIsTold: boolean): FileEnd {
  return judgeFileEnd({
    failure,
    started: file.startedAt !== null,
    results: file.results,
    unfinished: [...file.unfinished].filter(each => each.test !== null).length,
    cameToItsEnd: file.cameToItsEnd ? true : endIsTold ? false : null,
    explained: file.explained,
    stderr: file.stderr,
    usesTestRunner: () => mentionsTestRunner(file.path),
  })
}

function tell(file: FileState, how: FileEnd, end: NonNullable<FileState['end']>): void {
  const itself = () => file.suite.test(file, { titlePath: [file.name] })
  if (how.kind === 'script') itself().attempt({ outcome: 'passed', durationMs: end.durationMs })
  else if (how.kind === 'not-run') itself().notRun(how.reason)
  else if (how.kind === 'load') file.suite.loadError([how.error])
  else if (how.kind === 'died') file.suite.died(how.reason)
}

function mentionsTestRunner(path: string): boolean {
  try {
    return /node:test\b/.test(readFileSync(path, 'utf8'))
  } catch {
    return true
  }
}
