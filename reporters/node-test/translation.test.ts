import { expect, it } from 'vitest'
import { createToldCalls } from '../../test/reporters/told-calls.ts'
import type { EventName, EventsByName, TestEvent } from './events.ts'
import { createTranslation, type Translation, type TranslationSetup } from './translation.ts'

const cwd = '/repo'

interface Told {
  readonly translation: Translation
  readonly lines: string[]
  readonly tell: <Name extends EventName>(name: Name, data: EventsByName[Name]) => void
}

function translate(more: Partial<TranslationSetup> = {}): Told {
  const { recording, lines } = createToldCalls()
  const translation = createTranslation({
    recording,
    cwd,
    isolated: true,
    endIsTold: true,
    now: () => 1000,
    ...more,
  })
  return { translation, lines, tell: (name, data) => translation.handle(name, data) }
}

function wrapper(name: string, more: Partial<TestEvent> = {}): TestEvent {
  return { name, nesting: 0, file: `/repo/${name}`, line: 1, column: 1, ...more }
}

function testOf(entry: string, name: string, id: number, more: Partial<TestEvent> = {}): TestEvent {
  const entryFile = `/repo/${entry}`
  return {
    name,
    nesting: 0,
    testId: id,
    parentId: 0,
    entryFile,
    file: entryFile,
    line: id,
    column: 1,
    ...more,
  }
}

const passed = { details: { duration_ms: 1, type: 'test' } } as const
const failedFile = {
  details: { error: { failureType: 'testCodeFailure', exitCode: 1, signal: null } },
} as const

it('tells a file, its tests, and its end when the next file reports', () => {
  const { tell, translation, lines } = translate()
  for (const name of ['a.test.js', 'b.test.js']) {
    tell('test:enqueue', wrapper(name))
    tell('test:dequeue', wrapper(name))
  }
  const suite = testOf('a.test.js', 'cart', 1, { type: 'suite' })
  const inner = testOf('a.test.js', 'adds', 2, { type: 'test', parentId: 1, nesting: 1 })
  tell('test:enqueue', suite)
  tell('test:dequeue', suite)
  tell('test:enqueue', inner)
  tell('test:dequeue', inner)
  tell('test:start', suite)
  tell('test:start', inner)
  tell('test:pass', { ...inner, ...passed, tags: ['fast'] })
  tell('test:diagnostic', { ...inner, message: 'a remark' })
  tell('test:pass', { ...suite, details: { type: 'suite' } })
  tell('test:summary', { success: true, file: '/repo/a.test.js', entryFile: '/repo/a.test.js' })
  tell('test:complete', wrapper('a.test.js', passed))
  tell('test:stdout', { file: 'b.test.js', entryFile: '/repo/b.test.js', message: 'hello\n' })
  expect(lines).toEqual([
    'suite /repo/a.test.js',
    'suite /repo/b.test.js',
    'test cart > adds',
    'start cart > adds',
    'property cart > adds tag=fast',
    'passed cart > adds',
    'property cart > adds annotation.diagnostic=a remark',
    'end of /repo/a.test.js',
    'stdout hello',
  ])
  tell('test:summary', { success: false })
  translation.finish(false)
  expect(lines.slice(-2)).toEqual(['end of /repo/b.test.js', 'finish failed'])
})

it('takes the parent from the order of the file where events have no ids (Node 20)', () => {
  const { tell, translation, lines } = translate({ endIsTold: false })
  const file = '/repo/a.test.js'
  const at = (name: string, nesting: number, line: number): TestEvent => ({
    name,
    nesting,
    file,
    line,
    column: 1,
  })
  const [one, other] = [at('one', 0, 1), at('other', 0, 2)]
  const [inOne, inOther] = [at('adds', 1, 3), at('adds', 1, 4)]
  tell('test:enqueue', wrapper('a.test.js'))
  tell('test:dequeue', wrapper('a.test.js'))
  for (const event of [one, other]) {
    tell('test:enqueue', event)
    tell('test:dequeue', event)
  }
  // Both run at once: by what was dequeued last, this would be a child of `other`.
  for (const event of [inOne, inOther]) {
    tell('test:enqueue', event)
    tell('test:dequeue', event)
  }
  tell('test:start', one)
  tell('test:start', inOne)
  tell('test:pass', { ...inOne, details: { duration_ms: 1 } })
  tell('test:pass', { ...one, details: { type: 'suite' } })
  tell('test:start', other)
  tell('test:start', inOther)
  tell('test:pass', { ...inOther, details: { duration_ms: 1 } })
  tell('test:pass', { ...other, details: { type: 'suite' } })
  tell('test:complete', wrapper('a.test.js', passed))
  translation.finish(false)
  expect(lines).toEqual([
    'suite /repo/a.test.js',
    'test one > adds',
    'passed one > adds',
    'test other > adds',
    'passed other > adds',
    'end of /repo/a.test.js',
    'finish ok',
  ])
})

it('keeps several tests of one place and name apart', () => {
  const { tell, translation, lines } = translate({ endIsTold: false })
  const same: TestEvent = { name: 'same', nesting: 0, file: '/repo/a.test.js', line: 2, column: 1 }
  tell('test:enqueue', wrapper('a.test.js'))
  for (let count = 0; count < 2; count += 1) tell('test:enqueue', same)
  for (let count = 0; count < 2; count += 1) {
    tell('test:dequeue', same)
    tell('test:start', same)
    tell('test:pass', { ...same, details: { duration_ms: 1 } })
  }
  translation.finish(false)
  expect(lines.filter(line => line.startsWith('passed'))).toEqual(['passed same', 'passed same'])
})

it('tells what is in flight when a process dies, and what waits', () => {
  const { tell, translation, lines } = translate({ endIsTold: false })
  const at = (name: string, line: number): TestEvent => ({
    name,
    nesting: 0,
    file: '/repo/a.test.js',
    line,
    column: 1,
  })
  tell('test:enqueue', wrapper('a.test.js'))
  tell('test:dequeue', wrapper('a.test.js'))
  for (const event of [at('first', 1), at('second', 2)]) tell('test:enqueue', event)
  tell('test:dequeue', at('first', 1))
  tell('test:complete', wrapper('a.test.js', { details: { error: { exitCode: null, signal: 'SIGKILL' } } }))
  translation.finish(true)
  expect(lines).toEqual([
    'suite /repo/a.test.js',
    'test first',
    'start first',
    'test second',
    'died (killed by SIGKILL)',
    'end of /repo/a.test.js',
    'finish failed',
  ])
})

it('tells a before hook of the file once, and its tests as not run', () => {
  const { tell, translation, lines } = translate()
  tell('test:enqueue', wrapper('a.test.js'))
  tell('test:dequeue', wrapper('a.test.js'))
  const error = {
    failureType: 'hookFailed',
    message: 'failed running before hook',
    cause: new Error('no database'),
  }
  for (const id of [1, 2]) {
    const event = testOf('a.test.js', `t${id}`, id, { type: 'test' })
    tell('test:enqueue', event)
    tell('test:start', event)
    tell('test:fail', { ...event, details: { type: 'test', error } })
  }
  tell('test:complete', wrapper('a.test.js', failedFile))
  translation.settle()
  expect(lines.filter(line => !line.startsWith('test'))).toEqual([
    'suite /repo/a.test.js',
    'not run t1 (its beforeAll hook failed)',
    'hook beforeAll : no database',
    'not run t2 (its beforeAll hook failed)',
    'died (exit code 1 before its test run was over)',
    'end of /repo/a.test.js',
  ])
})

it('gives tests that were cancelled before they started the reason when their suite tells it', () => {
  const { tell, lines } = translate()
  tell('test:enqueue', wrapper('a.test.js'))
  const suite = testOf('a.test.js', 'cart', 1, { type: 'suite' })
  const inner = testOf('a.test.js', 'adds', 2, { parentId: 1, nesting: 1 })
  tell('test:enqueue', suite)
  tell('test:dequeue', suite)
  tell('test:start', suite)
  tell('test:start', inner)
  tell('test:fail', { ...inner, details: { type: 'test', error: { failureType: 'cancelledByParent' } } })
  const error = {
    failureType: 'hookFailed',
    message: 'failed running before hook',
    cause: new Error('no database'),
  }
  tell('test:fail', { ...suite, details: { type: 'suite', error } })
  expect(lines.slice(1)).toEqual([
    'test cart > adds',
    'not run cart > adds (it was cancelled before it started)',
    'not run cart > adds (its beforeAll hook failed)',
    'hook cart > beforeAll : no database',
  ])
})

it('charges an after hook of the file to the file', () => {
  const { tell, lines } = translate()
  tell('test:enqueue', wrapper('a.test.js'))
  tell('test:fail', {
    name: '/repo/a.test.js',
    nesting: 0,
    file: '/repo/a.test.js',
    entryFile: '/repo/a.test.js',
    line: 9,
    column: 1,
    details: { error: { failureType: 'hookFailed', message: 'late', cause: new Error('late') } },
  })
  expect(lines).toEqual(['suite /repo/a.test.js', 'hook afterAll : late'])
})

it('gives tests of a module to the test file that imports it, by its turn', () => {
  const { tell, lines } = translate()
  const helped: TestEvent = { name: 'helped', nesting: 0, file: '/repo/helper.js', line: 2, column: 1 }
  for (const name of ['a.test.js', 'b.test.js']) tell('test:enqueue', wrapper(name))
  for (const name of ['a.test.js', 'b.test.js']) {
    tell('test:start', helped)
    tell('test:pass', { ...helped, ...passed })
    tell('test:summary', { success: true, file: `/repo/${name}` })
    tell('test:complete', wrapper(name, passed))
  }
  expect(lines).toEqual([
    'suite /repo/a.test.js',
    'suite /repo/b.test.js',
    'test helped',
    'passed helped',
    'end of /repo/a.test.js',
    'test helped',
    'passed helped',
  ])
})

it('closes a file that shares the process with others when all of its tests are done', () => {
  const { tell, lines } = translate({ isolated: false })
  const at = (file: string, id: number): TestEvent => ({
    ...{ name: `t${id}`, nesting: 0, file: `/repo/${file}`, line: 2, column: 1, type: 'test' },
    ...{ testId: id, parentId: 0 },
  })
  const events = [at('a.test.js', 1), at('a.test.js', 2), at('b.test.js', 3)]
  for (const event of events) tell('test:enqueue', event)
  for (const event of events) {
    tell('test:dequeue', event)
    tell('test:start', event)
    tell('test:pass', { ...event, ...passed })
  }
  expect(lines.filter(line => !/^(test|start)/.test(line))).toEqual([
    'suite /repo/a.test.js',
    'suite /repo/b.test.js',
    'passed t1',
    'passed t2',
    'end of /repo/a.test.js',
    'passed t3',
  ])
})

it('tells of an interruption what is in flight and that the run is cut short', () => {
  const { tell, lines } = translate()
  tell('test:enqueue', wrapper('a.test.js'))
  tell('test:dequeue', wrapper('a.test.js'))
  tell('test:enqueue', wrapper('b.test.js'))
  tell('test:enqueue', testOf('a.test.js', 'waits', 1, { type: 'test' }))
  tell('test:interrupted', { tests: [] })
  const cancelled = { details: { error: { failureType: 'cancelledByParent' } } }
  tell('test:complete', wrapper('a.test.js', cancelled))
  tell('test:start', wrapper('a.test.js'))
  tell('test:complete', wrapper('b.test.js', cancelled))
  tell('test:start', wrapper('b.test.js'))
  tell('test:fail', wrapper('b.test.js', cancelled))
  expect(lines).toEqual([
    'suite /repo/a.test.js',
    'suite /repo/b.test.js',
    'cut short (the run was interrupted)',
    'test waits',
    'died (the run was interrupted)',
    'end of /repo/a.test.js',
  ])
})

it('tells trouble outside the tests, and not again as an unexplained exit code', () => {
  const { tell, translation, lines } = translate()
  tell('test:enqueue', wrapper('a.test.js'))
  tell('test:dequeue', wrapper('a.test.js'))
  const event = testOf('a.test.js', 'passes', 1, { type: 'test' })
  tell('test:start', event)
  tell('test:pass', { ...event, ...passed })
  tell('test:diagnostic', {
    nesting: 0,
    entryFile: '/repo/a.test.js',
    message: 'Error: it created the error "TypeError: behind" and triggered an unhandledRejection event.',
  })
  tell('test:summary', { success: false, entryFile: '/repo/a.test.js' })
  tell('test:complete', wrapper('a.test.js', failedFile))
  translation.finish(true)
  expect(lines.filter(line => !/^(test|start)/.test(line))).toEqual([
    'suite /repo/a.test.js',
    'passed passes',
    'trouble unhandled rejection : it created the error "TypeError: behind" and triggered an unhandledRejection event.',
    'end of /repo/a.test.js',
    'finish failed',
  ])
})

it('tells a suite that is skipped as a whole, and an ended-well file of which nothing is known', () => {
  const { tell, translation, lines } = translate()
  tell('test:enqueue', wrapper('gone.test.js'))
  tell('test:dequeue', wrapper('gone.test.js'))
  const suite = testOf('gone.test.js', 'later', 1, { type: 'suite' })
  tell('test:start', suite)
  tell('test:pass', { ...suite, skip: 'no network', details: { type: 'suite' } })
  tell('test:complete', wrapper('gone.test.js', passed))
  translation.finish(false)
  expect(lines).toEqual([
    'suite /repo/gone.test.js',
    'test later',
    'skipped later (no network)',
    'died (exit code 0 before its test run was over (process.exit?))',
    'end of /repo/gone.test.js',
    'finish ok',
  ])
})

it('leaves out what the command line left out (Node 20 tells it as skipped)', () => {
  const { tell, lines } = translate({ endIsTold: false })
  tell('test:enqueue', wrapper('a.test.js'))
  const event: TestEvent = { name: 'other', nesting: 0, file: '/repo/a.test.js', line: 2, column: 1 }
  tell('test:start', event)
  tell('test:pass', { ...event, skip: 'test name does not match pattern', details: {} })
  expect(lines).toEqual(['suite /repo/a.test.js'])
})
