import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { captureOutput } from './capture.ts'
import type { MochaRunner } from './mocha-objects.ts'

const real = process.stdout.write
let through: unknown[][]
beforeEach(() => {
  through = []
  process.stdout.write = ((...args: unknown[]) => {
    through.push(args)
    return true
  }) as typeof process.stdout.write
})
afterEach(() => {
  process.stdout.write = real
})

it('tells what is printed, and lets it through unchanged, callback and all', () => {
  const take = vi.fn()
  const capture = captureOutput(take)
  const callback = () => undefined
  process.stdout.write('text', callback)
  capture.release()
  process.stdout.write('later')
  expect(take.mock.calls).toEqual([['stdout', 'text']])
  expect(through).toEqual([['text', callback], ['later']])
})

it('joins a character that comes in two pieces', () => {
  const take = vi.fn()
  const capture = captureOutput(take)
  const bytes = Buffer.from('→')
  process.stdout.write(bytes.subarray(0, 1))
  process.stdout.write(bytes.subarray(1))
  capture.release()
  expect(take.mock.calls).toEqual([['stdout', '→']])
})

it('does not tell what a reporter prints while it is told an event', () => {
  const take = vi.fn()
  const runner = new EventEmitter()
  const capture = captureOutput(take)
  runner.on('pass', () => void process.stdout.write('✔ adds'))
  capture.exceptDuringEventsOf(runner as unknown as MochaRunner)
  runner.emit('pass')
  process.stdout.write('printed by the test')
  capture.release()
  expect(take.mock.calls).toEqual([['stdout', 'printed by the test']])
})

it('leaves alone a write that somebody put over its own, and then only lets through', () => {
  const take = vi.fn()
  const capture = captureOutput(take)
  const ours = process.stdout.write
  const theirs = ((text: string) => ours.call(process.stdout, text)) as typeof process.stdout.write
  process.stdout.write = theirs
  capture.release()
  expect(process.stdout.write).toBe(theirs)
  process.stdout.write('late')
  expect(take).not.toHaveBeenCalled()
  expect(through).toEqual([['late']])
})
