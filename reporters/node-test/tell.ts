import type { TestEvent } from './events.ts'
import { declare } from './file-close.ts'
import { failureOfSuite, outcomeOfTest, todoReason, told } from './result.ts'
import type { TestNode } from './state.ts'
import { titlePathOf } from './test-tree.ts'

/** What a suite says beyond its tests. */
export function tellSuite(node: TestNode, { skip, todo, details = {} }: TestEvent): void {
  const { suite } = node.file
  const failure = details.error
  if (failure === undefined || told(todo)) {
    // What it holds is not known: its body does not run.
    if (!node.hasChildren && (told(skip) || told(todo)))
      declare(node).attempt({
        outcome: 'skipped',
        durationMs: 0,
        reason: told(todo) ? todoReason(todo) : typeof skip === 'string' ? skip : '',
      })
    return
  }
  const found = failureOfSuite(failure)
  if (found === null) {
    passOn(node)
    return
  }
  const titlePath = titlePathOf(node)
  if (found.kind === 'hook') {
    for (const test of node.cancelled) test.notRun(`its ${found.hook} hook failed`)
    if (isNewHook(node, found.hook, null, failure.cause))
      suite.hook(found.hook, titlePath, found.errors, details.duration_ms)
  } else if (found.kind === 'body') suite.loadError(found.errors)
  else
    declare(node).attempt({ outcome: 'failed', durationMs: details.duration_ms ?? 0, errors: found.errors })
}

export function tellTest(node: TestNode, event: TestEvent): void {
  const outcome = outcomeOfTest(event)
  const test = declare(node)
  tellProperties(node, event)
  if (outcome.kind === 'attempt' || (outcome.kind === 'cancelled' && node.dequeued)) {
    test.attempt(outcome.result)
    return
  }
  if (outcome.kind === 'before-failed') {
    test.notRun('its beforeAll hook failed')
    if (isNewHook(node, 'beforeAll', node.parent, outcome.errors[0]))
      node.file.suite.hook('beforeAll', node.parent ? titlePathOf(node.parent) : [], outcome.errors)
    return
  }
  test.notRun('it was cancelled before it started')
  node.cancelled.push(test)
  passOn(node)
}

/** Its suite may know why: up to the one whose hook failed. */
function passOn({ parent, cancelled }: TestNode): void {
  parent?.cancelled.push(...cancelled)
}

/** A hook around several tests fails each of them anew. */
function isNewHook({ file }: TestNode, hook: string, around: TestNode | null, error: unknown): boolean {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
  const key = JSON.stringify([hook, around && titlePathOf(around), String(message)])
  const inFile = JSON.stringify([hook, null, String(message)])
  if (file.failedHooks.has(key) || file.failedHooks.has(inFile)) return false
  file.failedHooks.add(key)
  return true
}

function tellProperties(
  { test }: TestNode,
  { tags = [], expectFailure, todo, details = {} }: TestEvent,
): void {
  for (const tag of tags) test?.property('tag', tag)
  if (expectFailure !== undefined && expectFailure !== false) test?.property('expected', 'failure')
  if (told(todo) && details.error) test?.property('todo.failure', String(details.error.message))
  // 0-based, of the runs with --test-rerun-failures.
  if (details.attempt) test?.property('attempt', String(details.attempt + 1))
  if (details.passed_on_attempt !== undefined)
    test?.property('passedOnAttempt', String(details.passed_on_attempt + 1))
}
