import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readAsJenkins } from './reporters/oracle/jenkins-build.ts'

/** Two runs at the same moment, in one directory, that were given one name for their reports. */

const bin = join(import.meta.dirname, '../dist/cli/bin.js')
const env = { PATH: process.env.PATH, HOME: process.env.HOME }

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-flaky-race-'))
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const reports = (): readonly string[] => readdirSync(join(directory, 'reports/junit')).sort()
const countsOf = (name: string) =>
  readAsJenkins([{ name, text: readFileSync(join(directory, 'reports/junit', name), 'utf8') }]).counts

/** Each waits for the other to have begun, so that they surely meet. */
function writeTests(name: string, other: string, tests: number): void {
  writeFileSync(
    join(directory, `${name}.test.js`),
    `import { test } from 'node:test'
import { existsSync, writeFileSync } from 'node:fs'
writeFileSync('${name}-runs', '')
test('${name} meets ${other}', async () => {
  while (!existsSync('${other}-runs')) await new Promise(resolve => setTimeout(resolve, 10))
})
for (let number = 1; number < ${tests}; number += 1) test('${name} ' + number, () => {})
`,
  )
}

interface Run {
  readonly code: number | null
  readonly log: string
  readonly out: string
}

const run = (name: string): Promise<Run> =>
  start(['--build', name, '--json', '--', 'node', '--test', `${name}.test.js`])

function start(rest: readonly string[]): Promise<Run> {
  const args = [bin, 'flaky', 'run', ...rest]
  const child = spawn(process.execPath, args, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  let out = ''
  child.stderr.on('data', text => {
    log += text
  })
  child.stdout.on('data', text => {
    out += text
  })
  return new Promise(resolve => child.on('close', code => resolve({ code, log, out })))
}

test('both leave a whole report, both are recorded, and the second says where its own is', async () => {
  writeTests('a', 'b', 30)
  writeTests('b', 'a', 50)
  const both = await Promise.all([run('a'), run('b')])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  const told = both.filter(({ log }) => log.includes('another run is writing reports/junit/cd-gate.xml'))
  expect(told).toHaveLength(1)
  const [own = ''] = /cd-gate-run-\d+\.xml/.exec(told[0]?.log ?? '') ?? []
  expect(reports()).toEqual([own, 'cd-gate.xml'].sort())
  expect(
    reports()
      .map(name => countsOf(name).passed)
      .sort(),
  ).toEqual([30, 50])
  for (const { out } of both) expect(JSON.parse(out)).toMatchObject({ outcome: 'pass', recorded: true })
  const { stdout } = spawnSync(process.execPath, [bin, 'flaky', 'report', '--json'], {
    cwd: directory,
    env,
    encoding: 'utf8',
  })
  expect(JSON.parse(stdout).builds.count).toBe(2)
})

test('the next run has the name again, also after one that was killed', async () => {
  writeTests('a', 'a', 3)
  mkdirSync(join(directory, 'reports/junit'), { recursive: true })
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  writeFileSync(join(directory, 'reports/junit/.cd-gate.xml.claim'), `${gone}@${hostname()}`)
  for (const _ of [1, 2]) {
    const { code, log } = await run('a')
    expect([code, log]).toEqual([0, expect.not.stringContaining('another run')])
    expect(reports().filter(name => !name.endsWith('.previous'))).toEqual(['cd-gate.xml'])
  }
})

test('a name that cannot be written is told, and never a pass', async () => {
  writeTests('a', 'a', 3)
  writeFileSync(join(directory, 'reports'), 'a file is in the way')
  const { code, log } = await run('a')
  expect([code, log]).toEqual([3, expect.stringContaining('cannot be written')])
  expect(existsSync(join(directory, '.cd-gate/record'))).toBe(true)
})

test('node finds its tests by itself while the name is claimed', async () => {
  writeTests('a', 'a', 3)
  const { code, out } = await start(['--json', '--', 'node', '--test'])
  expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ outcome: 'pass' })])
})

test('a killed run leaves no earlier result in its place', async () => {
  writeTests('a', 'a', 3)
  expect((await run('a')).code).toBe(0)
  const folder = join(directory, 'reports/junit')
  const green = readFileSync(join(folder, 'cd-gate.xml'), 'utf8')
  writeFileSync(join(folder, 'cd-gate-0002.xml'), green)
  // The tests end their own grandparent, as `kill -9` does.
  writeFileSync(
    join(directory, 'kill.mjs'),
    `import { readFileSync } from 'node:fs'
const claim = readFileSync('reports/junit/.cd-gate.xml.claim', 'utf8')
process.kill(Number.parseInt(claim, 10), 'SIGKILL')
`,
  )
  for (const _ of [1, 2]) {
    expect((await start(['--xunit', 'own.xml', '--', 'node', 'kill.mjs'])).code).toBe(null)
    expect(reports()).toEqual(['.cd-gate.xml.claim', 'cd-gate-0002.xml.previous', 'cd-gate.xml.previous'])
    expect(readFileSync(join(folder, 'cd-gate.xml.previous'), 'utf8')).toBe(green)
  }
})

test.each([
  ['the output', 'reports/x/junit.xml', 'reports/x'],
  ['the output itself', 'reports', 'reports'],
])('a directory in which a file is in the way of %s is no fault of ours', async (_, output, inTheWay) => {
  writeTests('a', 'a', 3)
  if (output === inTheWay) mkdirSync(join(directory, inTheWay))
  else {
    mkdirSync(join(directory, 'reports'))
    writeFileSync(join(directory, inTheWay), '')
  }
  const { code, log } = await start(['--output', output, '--', 'node', '--test', 'a.test.js'])
  expect([code, log]).toEqual([
    3,
    expect.stringMatching(/the result cannot be written to .*: (?:a part|it is)/),
  ])
  expect(log).not.toContain('fault of cd-gate')
  expect(existsSync(join(directory, inTheWay))).toBe(true)
})

test('.cd-gate as a file is told, and nothing runs', async () => {
  writeTests('a', 'a', 3)
  writeFileSync(join(directory, '.cd-gate'), '')
  const { code, log } = await start(['--', 'node', '--test', 'a.test.js'])
  expect([code, log]).toEqual([3, expect.stringContaining('.cd-gate: a part of its path is')])
  expect(existsSync(join(directory, 'a-runs'))).toBe(false)
})
