import { expect, it } from 'vitest'
import { faultsOf } from './faults.ts'
import type { HookStates, TestSuite } from './vitest-api.ts'

const first = { message: 'first' }
const second = { message: 'second' }

function suite(errors: readonly unknown[], hooks?: HookStates, ran = false): TestSuite {
  const test = { type: 'test', diagnostic: () => (ran ? { duration: 1 } : undefined) }
  return {
    errors: () => errors,
    children: [{ type: 'suite', children: [test] }],
    task: { result: { ...(hooks && { hooks }) } },
  } as unknown as TestSuite
}

it('has no fault without an error', () => {
  expect(faultsOf(suite([], { beforeAll: 'run' }))).toEqual([])
})

it('charges the hook that did not pass', () => {
  expect(faultsOf(suite([first], { beforeAll: 'run' }))).toEqual([{ hook: 'beforeAll', errors: [first] }])
  expect(faultsOf(suite([first], { beforeAll: 'pass', afterAll: 'run' }))).toEqual([
    { hook: 'afterAll', errors: [first] },
  ])
})

it('tells two hooks apart', () => {
  expect(faultsOf(suite([first, second], { beforeAll: 'run', afterAll: 'run' }))).toEqual([
    { hook: 'beforeAll', errors: [first] },
    { hook: 'afterAll', errors: [second] },
  ])
})

it('charges what a beforeAll left to clean up to the end', () => {
  expect(faultsOf(suite([first], { beforeAll: 'pass' }))).toEqual([{ hook: 'afterAll', errors: [first] }])
})

it('knows a file that did not load', () => {
  expect(faultsOf(suite([first]))).toEqual([{ hook: null, errors: [first] }])
})

it('charges what failed after the tests, without a hook of its own, to the end', () => {
  expect(faultsOf(suite([first], undefined, true))).toEqual([{ hook: 'afterAll', errors: [first] }])
})
