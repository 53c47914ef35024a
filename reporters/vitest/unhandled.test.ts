import { describe, expect, it } from 'vitest'
import { deathOf, isLostWorker } from './unhandled.ts'

const lost = (cause: string) =>
  new Error('[vitest-pool]: Worker forks emitted error.', { cause: new Error(cause) })

describe('why the process of a file is gone', () => {
  it('is the cause that names the file', () => {
    const errors = [
      lost('Worker exited unexpectedly with signal SIGABRT while running test file /repo/a.test.ts'),
      lost('Worker exited unexpectedly with signal SIGKILL while running test file /repo/b.test.ts'),
    ]
    expect(deathOf(errors, '/repo/b.test.ts')).toBe('worker exited unexpectedly with signal SIGKILL')
  })

  it('is every cause, once, where none names the file', () => {
    const errors = [lost('Worker exited unexpectedly'), lost('Worker exited unexpectedly'), lost('Gone')]
    expect(deathOf(errors, '/repo/b.test.ts')).toBe('worker exited unexpectedly; gone')
  })

  it('is unknown without an error of the pool', () => {
    expect(deathOf([new Error('the worker of a test')], '/repo/a.test.ts')).toBe(
      'vitest has no result of it, and does not say why',
    )
  })
})

it("does not take a test's own error for a lost worker", () => {
  expect(isLostWorker(new Error('Service worker exited'))).toBe(false)
  expect(isLostWorker('worker')).toBe(false)
  expect(isLostWorker(new Error('Worker exited unexpectedly'))).toBe(true)
})
