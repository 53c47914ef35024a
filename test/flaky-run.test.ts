import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  bin,
  broken,
  directory,
  environment,
  flaky,
  good,
  json,
  merged,
  run,
  spec,
  write,
} from './flaky-run-project.ts'
import { readAsJenkins } from './reporters/oracle/jenkins-build.ts'

test('what recovers is flaky and passes, and only what failed runs again', () => {
  write(spec(good, flaky('shaky', 1)))
  const ran = run(['--json'])
  expect(ran.status).toBe(0)
  expect(json(ran)).toMatchObject({
    schema: 'cd-gate/flaky-run/1',
    outcome: 'pass',
    tests: { passed: 1, flaky: 1, failed: 0, errored: 0, quarantined: 0 },
    failed: [],
    flaky: [{ name: 'shaky', file: 'test/a.spec.js', attempts: 2 }],
    stoppedBecause: null,
    recorded: true,
  })
  expect(readFileSync(join(directory, 'good-ran'), 'utf8')).toBe('x')
  expect(readFileSync(join(directory, '.cd-gate/.gitignore'), 'utf8')).toBe('*\n')
  const build = readAsJenkins([{ name: 'cd-gate.xml', text: merged() }])
  expect(build.counts).toEqual({ passed: 2, failed: 0, skipped: 0 })
  expect(build.suites[0]?.cases[1]?.flakyFailures).toHaveLength(1)
})

test('a flaky test fails the run when the user says so', () => {
  write(spec(flaky('shaky', 1)))
  expect(run(['--flaky', 'fail']).status).toBe(1)
})

test('what does not recover is named with its place and message, and every attempt is kept', () => {
  write(spec(good, broken))
  const ran = run(['--reruns', '3'])
  expect(ran.status).toBe(1)
  expect(ran.stdout).toContain('FAIL  tests fail, and reruns did not recover them')
  expect(ran.stdout).toMatch(/✗ broken {2}test\/a\.spec\.js:\d+ {2}4 attempts\n {6}x is not a function/)
  expect(merged().match(/<rerunFailure /g)).toHaveLength(3)
})

test.for<[string, Readonly<Record<string, string>>, readonly string[], number, string]>([
  [
    'process.exit(0) in a test',
    spec(`it('leaves', () => process.exit(0))`, good),
    ['npm', 'test'],
    3,
    'incomplete',
  ],
  [
    'a killed runner',
    spec(`it('dies', () => process.kill(process.pid, 'SIGKILL'))`),
    ['npm', 'test'],
    3,
    'crashed',
  ],
  ['no tests', spec(), ['npm', 'test'], 3, 'no-tests'],
  ['a runner that cannot start', spec(good), ['./node_modules/.bin/mocha-of-nobody'], 2, ''],
  ['a command that cannot be seen through', spec(good), ['npm', 'run', 'both'], 2, ''],
])('%s is never a pass', ([, files, command, status, reason]) => {
  write(files)
  const ran = run(['--json'], command)
  expect(ran.status).toBe(status)
  if (status !== 2) expect(json(ran)).toMatchObject({ outcome: 'unknown', reason })
  else expect(ran.stderr).toContain('→')
})

test('a failing hook runs its file again, and what it kept from running has a result', () => {
  const hook = `describe('db', () => { before(() => { if (!fs.existsSync('up')) { fs.writeFileSync('up', ''); throw new Error('no db') } }); it('reads', () => {}) })`
  write(spec(hook))
  const ran = run(['--json'])
  expect(json(ran)).toMatchObject({ outcome: 'pass', tests: { passed: 1, flaky: 1, notRun: 0 } })
})

test('a quarantined failure passes until it fails otherwise or its time is over', () => {
  write(spec(good, broken))
  expect(run().status).toBe(1)
  const gate = (...args: readonly string[]) =>
    spawnSync(process.execPath, [bin, 'flaky', ...args], {
      cwd: directory,
      encoding: 'utf8',
      env: environment,
    })
  const added = gate(
    'quarantine',
    'add',
    'broken',
    '--owner',
    'ada',
    '--reason',
    'known, #1',
    '--expires',
    '2999-12-31',
  )
  expect([added.status, added.stderr]).toEqual([0, expect.any(String)])
  const excused = run(['--json'])
  expect(json(excused)).toMatchObject({
    outcome: 'pass',
    reason: 'quarantined',
    say: expect.stringContaining('all that fails is in quarantine'),
    quarantined: [{ name: 'broken' }],
  })
  write(spec(good, `it('broken', () => { throw new RangeError('quite another one') })`))
  expect(run().status).toBe(1)
  write(spec(good, broken))
  const file = join(directory, 'quarantine.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('2999-12-31', '2020-01-01'))
  const expired = run()
  expect(expired.status).toBe(1)
  expect(expired.stdout).toContain('ada')
})

test('a record that cannot be written is loud, loses nothing, and is exit code 3 where it is required', () => {
  write({ ...spec(good), 'in-the-way': '' })
  const loud = run(['--record', 'file:in-the-way'])
  expect([loud.status, loud.stderr]).toEqual([0, expect.stringContaining('WARNING')])
  expect(existsSync(join(directory, 'reports/junit/cd-gate.xml'))).toBe(true)
  expect(run(['--record', 'file:in-the-way', '--record-required']).status).toBe(3)
  expect(run(['--record', 'mysql://x/y']).status).toBe(2)
})

test('too many failures are not run again, and one failure behind most of them is an incident', () => {
  const many = Array.from(
    { length: 6 },
    (_, index) => `it('t${index}', () => { throw new Error('${'abcdef'[index]} is wrong') })`,
  )
  write(spec(...many))
  expect(json(run(['--json', '--max-failures', '5']))).toMatchObject({
    outcome: 'fail',
    stoppedBecause: 'too-many-failures',
    runs: [{}],
  })
})

test('a hung command is ended at its time limit, and its report is whole', () => {
  write(spec(good, `it('hangs', () => new Promise(() => { setInterval(() => {}, 1000) })).timeout(0)`))
  const ran = run(['--timeout', '4', '--json'])
  expect([ran.status, ran.stderr]).toEqual([3, expect.stringContaining('--timeout')])
  expect(readAsJenkins([{ name: 'x.xml', text: merged() }]).counts).toMatchObject({ passed: 1 })
})

test('SIGTERM ends the runner and leaves a whole report', async () => {
  write(
    spec(
      good,
      `it('waits', () => new Promise(() => { fs.writeFileSync('ready', String(process.pid)); setInterval(() => {}, 1000) })).timeout(0)`,
    ),
  )
  const child = spawn(process.execPath, [bin, 'flaky', 'run', '--', 'npm', 'test'], {
    cwd: directory,
    env: environment,
    stdio: 'ignore',
  })
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  while (!existsSync(join(directory, 'ready'))) await new Promise(resolve => setTimeout(resolve, 20))
  const pid = Number(readFileSync(join(directory, 'ready'), 'utf8'))
  child.kill('SIGTERM')
  expect(await ended).toBe(3)
  expect(readAsJenkins([{ name: 'x.xml', text: merged() }]).counts).toMatchObject({ passed: 1, failed: 2 })
  // Until its new parent buries it, a dead process can still be signalled.
  while (isAlive(pid)) await new Promise(resolve => setTimeout(resolve, 20))
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('names with everything in them run again exactly', () => {
  const names = [
    'a > b',
    '^(?:x|y)$',
    '$(touch pwned)',
    'it\'s "quoted"',
    'line\nbreak',
    'ünï😀',
    'same',
    'x'.repeat(3000),
  ]
  const tests = names.map(
    (name, index) =>
      `it(${JSON.stringify(name)}, () => { fs.appendFileSync('ran-${index}', 'x'); if (fs.readFileSync('ran-${index}', 'utf8').length < 2) throw new Error('${'abcdefgh'[index]}') })`,
  )
  write(spec(...tests, good))
  const ran = run(['--json'])
  expect(json(ran)).toMatchObject({ outcome: 'pass', tests: { flaky: names.length, passed: 1 } })
  for (const index of names.keys()) expect(readFileSync(join(directory, `ran-${index}`), 'utf8')).toBe('xx')
  expect(readFileSync(join(directory, 'good-ran'), 'utf8')).toBe('x')
  expect(existsSync(join(directory, 'pwned'))).toBe(false)
})
