import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRecording } from '../../reporters/open-recording.ts'
import type { ProfileName } from '../../reporters/xunit/profiles.ts'
import { runCli } from '../run-cli.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-own-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Titles that look like paths and like extensions, of a run in which something failed. */
function record(profile: ProfileName): void {
  const run = openRecording({
    runner: 'vitest',
    options: { output: 'a.xml', profile },
    root: directory,
    replayed: true,
  })
  const suite = run.suite('src/shop/cart.test.ts')
  const passed = { outcome: 'passed', durationMs: 1.5 } as const
  for (const describes of [['GET /users'], ['GET /users', 'ts'], ['as a/b.c admin'], []]) {
    suite.test(`passes ${describes}`, { titlePath: [...describes, 'passes'] }).attempt(passed)
    const fails = suite.test(`fails ${describes}`, { titlePath: [...describes, 'fails'] })
    fails.attempt({ outcome: 'failed', durationMs: 5000, errors: [new Error('boom')] })
    suite.test(`never ${describes}`, { titlePath: [...describes, 'never'] }).notRun('bail')
  }
  suite.finish()
  run.finish({ failed: true })
}

async function check(...args: readonly string[]): Promise<readonly string[]> {
  const { out } = await runCli(directory, ['xunit', 'check', 'a.xml', '--json', ...args])
  const { findings } = JSON.parse(out) as { findings: { rule: string; severity: string }[] }
  return findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule)
}

describe('cd-gate xunit check', () => {
  test('finds nothing that anybody would lose of a report for Jenkins', async () => {
    record('jenkins')
    expect(await check()).toEqual([])
    expect(await check('--consumer', 'jenkins')).toEqual([])
  })

  test('warns of what the xunit plugin refuses when it is the one that was asked for', async () => {
    record('jenkins')
    expect(await check('--consumer', 'jenkins-xunit')).toEqual([
      'jenkins-xunit.unknown-attribute',
      'jenkins-xunit.unknown-element',
    ])
    const { out } = await runCli(directory, ['xunit', 'check', 'a.xml'])
    expect(out).toContain("Jenkins' xunit plugin shows nothing: it takes reports of the profile xunit-strict")
  })

  test('finds nothing that the xunit plugin refuses of a report for it', async () => {
    record('xunit-strict')
    expect(await check('--consumer', 'jenkins-xunit')).toEqual([])
    expect(await check()).toEqual([])
  })

  test.each([
    ['src/a.test.ts', 'src/a.test.ts'],
    ['a.test.ts', 'a.test.ts'],
    ['src/a.test.tsx > total', ''],
    ['src/a.test.ts', 'src/a.test.ts" file="/repo/src/a.test.ts'],
  ])("still tells Jenkins' users of a class that is a file: %s", async (classname, name) => {
    const test = `<testcase name="x" classname="${classname}" time="1"/>`
    writeFileSync(
      join(directory, 'a.xml'),
      `<testsuites><testsuite name="${name}" tests="1">${test}</testsuite></testsuites>`,
    )
    expect(await check('--consumer', 'jenkins')).toEqual(['jenkins.file-as-class'])
  })
})

/** Without the line ends of a terminal and the entities of Markdown. */
function plain(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/\s+/g, ' ')
}

describe('cd-gate xunit summary says where a test is', () => {
  test.each(['terminal', 'markdown', 'html', 'json'])('as %s', async form => {
    record('jenkins')
    await runCli(directory, ['xunit', 'summary', 'a.xml', '--report', `${form}=out`])
    const text = plain(readFileSync(join(directory, 'out'), 'utf8'))
    if (form === 'json') {
      const { failed, notRun, slowest } = JSON.parse(text) as Record<string, { classname: string }[]>
      for (const tests of [failed, notRun, slowest])
        expect(tests?.map(each => each.classname)).toContain('src.shop.cart_test.GET_/users.ts')
      return
    }
    // Failed, not run, slowest.
    expect(text.split('src/shop/cart.test.ts › GET_/users.ts').length - 1).toBeGreaterThanOrEqual(3)
    expect(text).toContain('src/shop/cart.test.ts › as_a/b_c_admin')
    expect(text).not.toContain('src.shop.cart_test')
  })

  test('of a class without a file, of a suite without classes', async () => {
    const failure = '<failure message="m">t</failure>'
    writeFileSync(
      join(directory, 'a.xml'),
      `<testsuites><testsuite name="acme"><testcase name="x" classname="com.acme.CartTest" time="1">${failure}</testcase></testsuite><testsuite name="cart"><testcase name="y" time="1">${failure}</testcase></testsuite></testsuites>`,
    )
    const { out } = await runCli(directory, ['xunit', 'summary', 'a.xml'])
    expect(out).toContain('✗ x\n  acme › com.acme.CartTest  failed\n')
    expect(out).toContain('✗ y\n  cart  failed\n')
  })
})
