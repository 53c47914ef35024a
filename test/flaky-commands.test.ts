import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openRepository } from '../core/system/git.ts'
import { directoryStore } from '../core/system/store/directory-store.ts'
import { classnameOf, testId } from '../core/test-id.ts'
import type { TestRef } from '../flaky/model.ts'
import { openRecord } from '../flaky/record.ts'
import { learnRenames } from '../flaky/renames.ts'
import { flaked, planted, plantedBuild, plantedNow, plantRecord, seen } from './planted-record.ts'
import { createRepository, type TestRepository, temporaryDirectory } from './repository.ts'
import { type CliRun, runCli } from './run-cli.ts'

let directory: string
const run = (...args: readonly string[]): Promise<CliRun> => runCli(directory, ['flaky', ...args])
const json = async (...args: readonly string[]) => JSON.parse((await run(...args, '--json')).out)
const recordOf = (at: string) => directoryStore(join(at, '.cd-gate/record'))
const at = (name: string) => readFileSync(join(directory, name), 'utf8')

beforeEach(() => {
  vi.useFakeTimers({ now: plantedNow, toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('with the planted record', () => {
  beforeEach(async () => {
    directory = temporaryDirectory()
    await plantRecord(recordOf(directory))
  })

  test('report tells in four forms, and has exit code 0 whatever it tells', async () => {
    const { code, out, log } = await run(
      'report',
      '--report',
      'html',
      '--report',
      'markdown=a.md',
      '--report',
      'json',
    )
    expect(code).toBe(0)
    expect(out).toMatch(/^2 tests keep failing, 1 test fails, 6 tests are flaky\./)
    expect(log).toContain('cd-gate: wrote a.md')
    expect(readdirSync(join(directory, 'reports/cd-gate/flaky')).sort()).toEqual([
      'cd-gate.css',
      'index.html',
    ])
    expect(at('a.md')).toMatch(/^## 2 tests keep failing/)
    expect(JSON.parse(at('reports/cd-gate/flaky.json'))).toEqual(await json('report'))
  })

  test('report as JSON has what cli.md promises', async () => {
    const { continuallyFailing, flaky, incidents, ...rest } = await json('report')
    expect(rest.schema).toBe('cd-gate/flaky-report/1')
    expect(continuallyFailing[0]).toMatchObject({
      id: planted.keepsFailing.id,
      name: 'charges the card',
      file: 'src/pay.test.ts',
      streak: 6,
      owner: null,
      since: { build: 'main-54', commit: plantedBuild(54).commit, at: '2026-11-24T04:00:00.000Z' },
    })
    expect(flaky[0]).toMatchObject({
      name: 'waits for the clock',
      runs: 59,
      events: 7,
      state: 'flaky-confirmed',
    })
    expect(flaky[0].interval[0]).toBeLessThan(flaky[0].rate)
    expect(incidents).toMatchObject([{ build: 'main-30', cause: 'disk', failures: 25 }])
  })

  test('owners come from CODEOWNERS, and a file that is named and not there is an error', async () => {
    writeFileSync(join(directory, 'CODEOWNERS'), '/src/pay* @org/payments\n')
    expect((await json('report')).continuallyFailing[0].owner).toBe('@org/payments')
    expect(await run('report', '--code-owners', 'nowhere')).toMatchObject({ code: 2 })
  })

  test('only the builds of a branch, only the newest builds', async () => {
    expect((await json('report', '--builds', '5')).builds.count).toBe(5)
    const { code, log } = await run('report', '--branch', 'topic')
    expect(code).toBe(3)
    expect(log).toContain('holds no build of the branch "topic"')
  })

  test('a damaged segment is left out, and said', async () => {
    const [key] = (await recordOf(directory).keys('builds/')).slice(-1)
    writeFileSync(join(directory, '.cd-gate/record', key!), 'torn')
    const { code, log } = await run('report', '--json')
    expect(code).toBe(0)
    expect(log).toContain(`the segment ${key} of the record cannot be read and is left out`)
    expect((await run('report')).out).toContain('! 1 segment of the record cannot be read and is left out')
  })

  test('explain shows the rule, its bounds and their source, the runs, and a command', async () => {
    writeFileSync(join(directory, 'package.json'), '{"devDependencies":{"vitest":"4"}}')
    const { code, out } = await run('explain', 'waits', 'for', 'the', 'clock')
    expect(code).toBe(0)
    expect(out).toContain('because of the rule "confirmed": failed and then passed several times')
    expect(out).toMatch(
      /the rate’s 5 % quantile: 4\.7 %, which is > 0\.5 %\n\s+confirmedLower: [\s\S]*simulator/,
    )
    expect(out).toContain('Newest runs (20 of 60)')
    expect(out).toContain(
      String.raw`npx vitest run src/clock.test.ts -t '^\s*waits\sfor\sthe\sclock$' --retry=0`,
    )
    expect(await json('explain', planted.flaky.id)).toMatchObject({
      rule: 'confirmed',
      rate: { events: 7, runs: 59 },
      test: { state: 'flaky-confirmed' },
    })
  })

  test('explain knows tests that never failed, says which may be meant, and suggests what is near', async () => {
    expect((await run('explain', 'adds two numbers')).out).toMatch(/^passes: adds two numbers/)
    const many = await run('explain', 'waits')
    expect(many.code).toBe(2)
    expect(many.log).toContain(`"waits" may be any of 2 tests: ${planted.flaky.id} (waits for the clock), `)
    const none = await run('explain', 'opens a pert')
    expect(none.code).toBe(3)
    expect(none.log).toContain('did you mean "opens a port"?')
    expect((await run('explain')).code).toBe(2)
  })

  test('explain pastes nothing that a shell would run, and cuts no command', async () => {
    const shell = await run('explain', planted.shell.id, '--runner', 'vitest')
    expect(shell.out).toContain(String.raw`-t '(?:^|\s)\$\(rm\s-rf\s~\)\s${'`id`'}\s'\''quoted'\''`)
    const control = await run('explain', planted.control.id, '--runner', 'vitest')
    expect(control.out).toContain('  npx vitest run src/bell.test.ts --retry=0\n')
    expect(control.out.split('\n').filter(line => line.startsWith('::'))).toEqual([])
    const long = await run('explain', planted.long.id, '--runner', 'jest')
    expect(long.out).toContain('  npx jest --runTestsByPath src/long.test.ts\n')
  })

  test.each(['flaky', 'keepsFailing', 'control', 'healed'] as const)(
    'explain %s, as it is shown',
    async name => {
      const { out } = await run('explain', planted[name].id, '--runner', 'vitest')
      await expect(out).toMatchFileSnapshot(`golden/flaky/explain-${name}.txt`)
    },
  )

  test('quarantine: add, list, check, renew, remove', async () => {
    const terms = ['--owner', '@org/money', '--reason', 'floats', '--expires', '2026-12-24']
    const added = await run('quarantine', 'add', 'rounds to cents', ...terms)
    expect(added).toMatchObject({
      code: 0,
      out: expect.stringContaining('added in quarantine.json: rounds to cents'),
    })
    const [entry] = JSON.parse(at('quarantine.json')).entries
    expect(entry).toMatchObject({
      id: planted.quarantined.id,
      message: 'AssertionError: expected 0.30000000000000004 to be 0.3',
      since: '2026-11-24',
      expires: '2026-12-24',
    })
    expect((await run('quarantine', 'list')).out).toContain('until 2026-12-24, @org/money: clean for 4 runs')
    expect((await run('quarantine', 'check')).code).toBe(0)
    expect((await json('report')).quarantined).toMatchObject([
      { id: entry.id, health: 'healing', expired: false },
    ])
    await run('quarantine', 'add', 'rounds', ...terms.slice(0, 4), '--expires', '2027-01-31')
    expect(JSON.parse(at('quarantine.json')).entries).toMatchObject([{ expires: '2027-01-31' }])
    expect((await run('quarantine', 'remove', 'rounds')).code).toBe(0)
    expect(JSON.parse(at('quarantine.json')).entries).toEqual([])
    expect((await run('quarantine', 'remove', 'rounds')).code).toBe(3)
  })

  test('quarantine add refuses what nobody answers for, what is over, and what never failed', async () => {
    const terms = ['--reason', 'why', '--expires', '2026-12-24']
    const nobody = await run('quarantine', 'add', 'rounds', ...terms)
    expect(nobody).toMatchObject({ code: 2, log: expect.stringContaining('--owner needs a value') })
    writeFileSync(join(directory, 'CODEOWNERS'), '* @org/all\n')
    expect((await run('quarantine', 'add', 'rounds', ...terms)).code).toBe(0)
    const past = await run('quarantine', 'add', 'opens', '--reason', 'r', '--expires', '2026-11-23')
    expect(past).toMatchObject({ code: 2, log: expect.stringContaining('is not a day to come') })
    expect((await run('quarantine', 'add', 'opens', '--expires', '2026-12-24')).code).toBe(2)
    const never = await run('quarantine', 'add', 'adds two numbers', ...terms)
    expect(never).toMatchObject({ code: 3, log: expect.stringContaining('no failure of "adds two numbers"') })
  })

  test('quarantine check fails on what has expired and still fails, and says what is healed', async () => {
    const terms = ['--owner', '@ann', '--reason', 'r', '--expires', '2026-11-25']
    for (const name of ['charges', 'was flaky once']) await run('quarantine', 'add', name, ...terms)
    expect((await run('quarantine', 'check')).out).toContain('✓ was flaky once')
    vi.setSystemTime(plantedNow + 3 * 24 * 60 * 60 * 1000)
    const { code, out } = await run('quarantine', 'check')
    expect(code).toBe(1)
    expect(out).toContain(
      '! the quarantine of "charges the card" expired on 2026-11-25: @ann was to mend\n  it',
    )
    expect(out).not.toContain('"was flaky once" expired')
  })

  test('a damaged quarantine is exit code 2 everywhere, and never overwritten', async () => {
    writeFileSync(join(directory, 'quarantine.json'), '{')
    for (const args of [['report'], ['explain', 'charges'], ['quarantine', 'list'], ['quarantine', 'check']])
      expect(await run(...args)).toMatchObject({
        code: 2,
        log: expect.stringContaining('quarantine.json cannot be read'),
      })
    const terms = ['--owner', '@a', '--reason', 'r', '--expires', '2026-12-24']
    expect((await run('quarantine', 'add', 'charges', ...terms)).code).toBe(2)
    expect(at('quarantine.json')).toBe('{')
  })

  test('record prune folds old builds, and explain counts them by the month', async () => {
    const { code, out } = await run('record', 'prune', '--keep', '20')
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('20 builds with detail, 40 segments folded'),
    })
    expect((await run('explain', planted.flaky.id)).out).toContain('2026-11: 40 runs, 4 flaky, 0 failed')
    expect((await json('report')).builds.count).toBe(20)
  })
})

test('the words of a family lead to its help, and a wrong one is named', async () => {
  directory = temporaryDirectory()
  const family = await run()
  for (const each of ['report', 'explain', 'quarantine add', 'import', 'record prune'])
    expect(family.out).toContain(`  ${each} `)
  expect((await run('quarantine')).out).toContain('Usage: cd-gate flaky quarantine <command>')
  expect((await run('record', 'pul')).log).toContain('did you mean flaky record pull?')
  expect((await run('quarantine', 'add', '--help')).out).toContain('Usage: cd-gate flaky quarantine add')
})

test('without a record there is nothing to tell from', async () => {
  directory = temporaryDirectory()
  expect(await run('report')).toMatchObject({ code: 3, log: expect.stringContaining('holds no build') })
  expect(await run('report', '--record', 'none')).toMatchObject({
    code: 2,
    log: expect.stringContaining('needs a record'),
  })
  expect((await run('quarantine', 'check')).code).toBe(0)
})

describe('import', () => {
  const report = (cases: string) =>
    `<testsuite name="pkg.Cart" timestamp="2026-11-20T10:00:00Z">${cases}</testsuite>`
  const put = (name: string, text: string) => writeFileSync(join(directory, name), text)
  beforeEach(() => {
    directory = temporaryDirectory()
  })

  test('takes reports of one build in; the same again changes nothing', async () => {
    put(
      'a.xml',
      report(
        '<testcase name="adds" classname="pkg.Cart"/><testcase name="pays" classname="pkg.Cart"><failure message="402"/></testcase><testcase name="later" classname="pkg.Cart"><skipped/></testcase>',
      ),
    )
    const { tests, ...build } = await json(
      'import',
      'a.xml',
      '--build',
      '812',
      '--branch',
      'main',
      '--commit',
      '3f2a9c1',
    )
    expect(tests).toEqual({ ran: 2, flaky: 0, failed: 1 })
    expect(build).toMatchObject({ build: '812', at: '2026-11-20T10:00:00.000Z', environment: 'imported' })
    await run('import', 'a.xml', '--build', '812', '--branch', 'main', '--commit', '3f2a9c1')
    expect(await recordOf(directory).keys('builds/')).toHaveLength(1)
    expect((await json('explain', 'pays')).runs).toMatchObject([
      { build: '812', result: 'failed', commit: '3f2a9c1' },
    ])
  })

  test('a test that one report fails and another passes is flaky', async () => {
    put('a.xml', report('<testcase name="adds" classname="c"><failure message="no"/></testcase>'))
    put('b.xml', report('<testcase name="adds" classname="c"/>'))
    expect((await json('import', 'a.xml', 'b.xml')).tests).toEqual({ ran: 1, flaky: 1, failed: 0 })
  })

  test.each([
    ['cut off', '<testsuites><testsuite name="a"><testcase name="b"/></testsuite><testsuite', 3],
    ['empty', '', 3],
    ['foreign', '{"a":1}', 3],
    ['without a time', '<testsuite name="a"><testcase name="b" classname="c"/></testsuite>', 2],
  ])('a report that is %s records nothing, of the others neither', async (_, text, code) => {
    put('bad.xml', text)
    if (code === 3) put('good.xml', report('<testcase name="adds" classname="c"/>'))
    expect((await run('import', ...(code === 3 ? ['good.xml', 'bad.xml'] : ['bad.xml']))).code).toBe(code)
    expect(existsSync(join(directory, '.cd-gate'))).toBe(false)
  })

  test('--at has a zone, or is a day', async () => {
    put('a.xml', report('<testcase name="adds" classname="c"/>'))
    expect((await run('import', 'a.xml', '--at', '2026-11-20T10:00:00')).code).toBe(2)
    expect((await json('import', 'a.xml', '--at', '2026-11-19')).at).toBe('2026-11-19T00:00:00.000Z')
  })
})

describe('with git', () => {
  let repository: TestRepository
  const test1 = (file: string): TestRef => {
    const place = { project: '', file, titlePath: ['cart', 'adds'], ordinal: 1 }
    return { id: testId(place), name: 'adds', classname: classnameOf(place), file, project: '' }
  }

  beforeEach(() => {
    repository = createRepository({ 'src/a.test.ts': 'one\ntwo\nthree\n' })
    directory = repository.directory
  })

  test('push and pull carry the record from one agent to the next', async () => {
    const origin = temporaryDirectory()
    repository.git('init', '--quiet', '--bare', origin)
    repository.git('remote', 'add', 'origin', origin)
    await openRecord(recordOf(directory)).append(
      plantedBuild(1),
      [seen(test1('src/a.test.ts'), flaked('x'))],
      true,
    )
    expect((await run('record', 'push')).out).toMatch(
      /^0 segments received, \d+ sent: refs\/cd-gate\/record of origin/,
    )
    const other = temporaryDirectory()
    repository.git('clone', '--quiet', origin, other)
    directory = other
    expect((await run('record', 'pull', '--json')).code).toBe(0)
    expect((await json('report')).flaky).toMatchObject([{ name: 'adds', events: 1 }])
    expect((await run('record', 'pull', '--remote', 'nowhere')).code).toBe(3)
  })

  test('without the remote, push says that git does not know it', async () => {
    expect(await run('record', 'push')).toMatchObject({
      code: 3,
      log: expect.stringContaining("(read): 'origin' does not appear to be a git repository.\n"),
    })
  })

  test('a test whose file was renamed keeps its history', async () => {
    const store = recordOf(directory)
    const record = openRecord(store)
    const first = repository.git('rev-parse', 'HEAD')
    for (const build of [1, 2, 3])
      await record.append(
        { ...plantedBuild(build), commit: first },
        [seen(test1('src/a.test.ts'), build < 3 ? flaked('x') : null)],
        true,
      )
    repository.git('mv', 'src/a.test.ts', 'src/cart.test.ts')
    const second = repository.commit('Rename')
    const moved = test1('src/cart.test.ts')
    const window = await record.window({ branch: null, builds: 10 })
    await record.append({ ...plantedBuild(4), commit: second }, [seen(moved, null)], true)
    const opened = await openRepository(directory, process.env)
    expect(await learnRenames(store, window, [moved], second, opened)).toEqual([
      { from: test1('src/a.test.ts').id, to: moved.id },
    ])
    const { test: told, runs } = await json('explain', moved.id)
    expect(told).toMatchObject({ file: 'src/cart.test.ts', events: 2 })
    expect(runs).toHaveLength(4)
    expect((await json('report')).flaky).toMatchObject([{ id: moved.id, events: 2, runs: 4 }])
  })
})
