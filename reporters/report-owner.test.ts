import { spawn } from 'node:child_process'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { isAlive } from './report-owner.ts'

const host = hostname()

test('a process that runs is alive, one that ended is not, and of another machine nobody knows', async () => {
  expect(isAlive({ pid: process.pid, host })).toBe(true)
  expect(isAlive({ pid: process.pid, host: 'another-machine' })).toBe(false)
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  expect(isAlive({ pid: child.pid!, host })).toBe(true)
  child.kill('SIGKILL')
  await new Promise(resolve => child.on('exit', resolve))
  expect(isAlive({ pid: child.pid!, host })).toBe(false)
})

test.skipIf(process.platform !== 'linux')('a dead process that nobody has buried is dead', async () => {
  // The shell starts a child, and then becomes a program that never asks for it.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await new Promise<number>(resolve =>
    parent.stdout.once('data', text => resolve(Number(String(text)))),
  )
  while (isAlive({ pid, host })) await new Promise(resolve => setTimeout(resolve, 10))
  expect(process.kill(pid, 0)).toBe(true)
  parent.kill('SIGKILL')
})
