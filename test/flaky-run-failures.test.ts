import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noTests, type TestCase } from '../core/test-run.ts'
import { isCrash, isRunnersOwn } from '../flaky/cases.ts'
import { erroredBy, unexplained } from '../reporters/extra-cases.ts'
import { directory, flaky, json, merged, repository, run, spec, write } from './flaky-run-project.ts'

const nodeTest = (...lines: readonly string[]): Readonly<Record<string, string>> => ({
  'test/n.test.js': `import fs from 'node:fs'\nimport { it, describe, before } from 'node:test'\n${lines.join('\n')}\n`,
})
const onNode = ['node', '--test', 'test/n.test.js'] as const
const later = (code: number, condition: string) =>
  `if (${condition}) process.on('exit', () => { process.exitCode = ${code} })`

test('a rerun whose process fails after its test has passed fails the run, and is named', () => {
  write(nodeTest(later(3, `fs.existsSync('runs-of-shaky')`), flaky('shaky', 1)))
  const ran = run(['--json'], onNode)
  expect(ran.status).toBe(1)
  expect(json(ran)).toMatchObject({
    outcome: 'fail',
    reason: 'runner-failed',
    flaky: [{ name: 'shaky' }],
    failed: [{ name: '(process)', message: expect.stringMatching(/exit code 3 after its tests$/) }],
  })
  expect(merged()).toContain('exit code 3 after its tests')
})

test('an unhandled error of a rerun fails the run', () => {
  const late = `if (fs.existsSync('runs-of-shaky')) setTimeout(() => { throw new Error('late') }, 1)`
  write(nodeTest(`describe('d', () => { ${flaky('shaky', 1)} })`, `it('waits', async () => {})`, late))
  const ran = run(['--json'], onNode)
  expect([ran.status, json(ran).outcome, json(ran).flaky]).toEqual([
    1,
    'fail',
    [expect.objectContaining({ name: 'shaky' })],
  ])
})

test('a rerun whose runner fails and whose report is green fails the run', () => {
  const late = `after(() => { if (fs.readFileSync('runs-of-shaky', 'utf8') === '2') process.on('exit', () => process.exit(5)) })`
  write(spec(flaky('shaky', 1), late))
  const ran = run(['--json'])
  expect(ran.status).toBe(1)
  expect(json(ran)).toMatchObject({
    outcome: 'fail',
    reason: 'runner-failed',
    rerunFaults: [expect.stringMatching(/^Rerun 1 ended with exit code 5/)],
  })
})

test('an exit code after all tests fails the run, and nothing runs again', () => {
  write(nodeTest(`it('good', () => {})`, later(4, 'true')))
  const ran = run(['--json'], onNode)
  expect(ran.status).toBe(1)
  expect(json(ran)).toMatchObject({
    reason: 'runner-failed',
    failed: [{ name: '(process)' }],
    stoppedBecause: 'suite-error',
  })
  expect(json(ran).runs).toHaveLength(1)
})

test('a failed coverage threshold fails the run', () => {
  for (const name of ['vitest', '@vitest'])
    symlinkSync(join(repository, 'node_modules', name), join(directory, 'node_modules', name))
  write({
    'src.js': 'export const one = () => 1\nexport const two = () => {\n  return 2\n}\n',
    'test/c.test.js': `import { expect, it } from 'vitest'\nimport { one } from '../src.js'\nit('one', () => expect(one()).toBe(1))\n`,
  })
  const coverage = ['--coverage', '--coverage.thresholds.functions=99']
  const ran = run(['--json'], ['node', 'node_modules/vitest/vitest.mjs', 'run', ...coverage])
  expect(ran.status).toBe(1)
  expect(JSON.parse(ran.stdout.slice(ran.stdout.indexOf('{\n  "schema"')))).toMatchObject({
    reason: 'runner-failed',
    tests: { passed: 1 },
    failed: [{ name: '(run)', message: expect.stringMatching(/after its last test$/) }],
  })
})

test('a runner that does not say why it failed has failed, unless planned tests have no result', () => {
  const caseOf = (error: Error) => {
    const problem = { type: error.name, message: error.message, detail: '' }
    return { attempts: [erroredBy({ problem, kind: 'error', line: null }, 0)] } as unknown as TestCase
  }
  expect(isRunnersOwn(caseOf(unexplained('', noTests)))).toBe(true)
  expect(isCrash(caseOf(unexplained('', noTests)))).toBe(false)
  expect(isCrash(caseOf(unexplained('', { ...noTests, notRun: 1 })))).toBe(true)
})

test('what hangs in its rerun has failed, and the time limit is said', () => {
  const hang = `it('hangs', async () => { if (fs.existsSync('once')) { setInterval(() => {}, 1000); await new Promise(() => {}) } fs.writeFileSync('once', ''); throw new Error('first') }).timeout(0)`
  write(spec(hang))
  const ran = run(['--timeout', '4', '--reruns', '1'])
  expect(ran.status).toBe(1)
  expect(ran.stdout).toMatch(/✗ hangs /)
  expect(ran.stdout).toContain('Rerun 1 took longer than --timeout allows')
})

test('a hook that a load error had hidden recovers as well', () => {
  const once = (name: string) =>
    `if (!fs.existsSync('${name}')) { fs.writeFileSync('${name}', ''); throw new Error('${name} is not up') }`
  write(
    nodeTest(`describe('d', () => { before(() => { ${once('hook')} }); it('x', () => {}) })`, once('load')),
  )
  const ran = run(['--json'], onNode)
  expect(json(ran)).toMatchObject({ outcome: 'pass', failed: [], tests: { flaky: 2, passed: 1, notRun: 0 } })
})
