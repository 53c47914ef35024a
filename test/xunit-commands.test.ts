import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { itNeeds } from './require-tool.ts'
import { runCli } from './run-cli.ts'

const fixtures = join(fileURLToPath(new URL('.', import.meta.url)), 'fixtures/xunit-read')
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cd-gate-xunit-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

function put(name: string, text: string): void {
  mkdirSync(dirname(join(directory, name)), { recursive: true })
  writeFileSync(join(directory, name), text)
}

function take(fixture: string, name: string): void {
  mkdirSync(dirname(join(directory, name)), { recursive: true })
  cpSync(join(fixtures, fixture), join(directory, name))
}

const at = (name: string) => readFileSync(join(directory, name), 'utf8')
const run = (...args: readonly string[]) => runCli(directory, ['xunit', ...args])
const suite = (cases: string, name = 'a') =>
  `<testsuites><testsuite name="${name}" timestamp="2026-11-24T10:00:00Z">${cases}</testsuite></testsuites>`
const passing = (name: string) => `<testcase name="${name}" classname="c.d" time="1"/>`
const failing = (name: string) =>
  `<testcase name="${name}" classname="c.d" time="1"><failure message="m of ${name}" type="E">stack of ${name}</failure></testcase>`

describe('the family', () => {
  test('alone it lists its commands, and a wrong one is named', async () => {
    const help = await run()
    expect(help.code).toBe(0)
    for (const each of ['merge', 'check', 'summary', 'finish']) expect(help.out).toContain(`  ${each} `)
    const wrong = await run('sumary')
    expect(wrong.code).toBe(2)
    expect(wrong.log).toContain('did you mean xunit summary?')
  })

  test.each(['merge', 'check', 'summary', 'finish'])(
    '%s has a help of its own, and refuses what it does not know',
    async name => {
      const help = await run(name, '--help')
      expect(help.out).toContain(`Usage: cd-gate xunit ${name}`)
      expect((await run(name, '--nonsense')).code).toBe(2)
      expect((await run(name, '--base', 'main')).code).toBe(2)
    },
  )

  test('one section of the configuration serves all, and a misspelt key is refused', async () => {
    put('a.xml', suite(passing('x')))
    put('cd-gate.config.json', JSON.stringify({ xunit: { profile: 'gitlab', slowest: 1 } }))
    expect((await run('summary', 'a.xml')).code).toBe(0)
    put('cd-gate.config.json', JSON.stringify({ xunit: { profil: 'gitlab' } }))
    expect((await run('summary', 'a.xml')).code).toBe(2)
    const bad = await runCli(directory, ['xunit', 'merge', 'a.xml'], { CD_GATE_XUNIT_PROFIL: 'x' })
    expect(bad.code).toBe(2)
  })
})

describe('merge', () => {
  itNeeds('mkfifo', 'a pipe or a device as output is written to, and stays what it is', async mkfifo => {
    put('1.xml', suite(passing('x')))
    const pipe = join(directory, 'pipe')
    execFileSync(mkfifo, [pipe])
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [{ code }, read] = await Promise.all([
      run('merge', '1.xml', '--output', 'pipe'),
      text(reader.stdout),
    ])
    expect(code).toBe(0)
    expect(read).toContain('<testcase name="x"')
    expect(statSync(pipe).isFIFO()).toBe(true)
  })

  test('what failed first and passed in the rerun is one flaky case; what never ran gives way to its result', async () => {
    put(
      '1.xml',
      suite(
        failing('x') +
          passing('y') +
          '<testcase name="z" classname="c.d"><skipped message="not run: bail"/></testcase>',
      ),
    )
    put('2.xml', suite(passing('x') + passing('z')).replace('10:00', '10:05'))
    const { code, log } = await run('merge', '1.xml', '2.xml', '--output', 'out.xml')
    expect(code).toBe(0)
    expect(log).toContain('1 suite (1 put together), 3 tests, 1 of them flaky')
    expect(at('out.xml')).toMatch(/<testcase name="x"[^>]*>\s*<flakyFailure message="m of x"/)
    expect(at('out.xml')).not.toContain('<skipped')
    expect(at('out.xml')).toContain('tests="3" failures="0" errors="0"')
  })

  test('the time decides which attempt was the last, not the order of the arguments', async () => {
    put('early.xml', suite(failing('x')))
    put('late.xml', suite(passing('x')).replace('10:00', '10:05'))
    const outputs = []
    for (const order of [
      ['early.xml', 'late.xml'],
      ['late.xml', 'early.xml'],
    ]) {
      outputs.push((await run('merge', ...order)).out)
    }
    expect(outputs[0]).toContain('<flakyFailure')
    expect(outputs[1]).toBe(outputs[0])
  })

  test('the same test of two projects or files stays two', async () => {
    put(
      '1.xml',
      '<testsuites><testsuite name="a" file="one.ts"><testcase name="x" file="one.ts"><failure/></testcase></testsuite></testsuites>',
    )
    put(
      '2.xml',
      '<testsuites><testsuite name="a" file="two.ts"><testcase name="x" file="two.ts" time="1"/></testsuite></testsuites>',
    )
    const { out } = await run('merge', '1.xml', '2.xml')
    expect(out).toContain('tests="2" failures="1"')
    expect(out).not.toContain('flaky')
  })

  test('an unreadable report is named, and what could be read of it is there beside an error', async () => {
    put('1.xml', suite(passing('x')))
    put('2.xml', suite(passing('y'), 'b').slice(0, -20))
    put('3.xml', '')
    put('4.xml', '<!doctype html><html><body><br></body></html>')
    const { code, log } = await run(
      'merge',
      '1.xml',
      '2.xml',
      '3.xml',
      '4.xml',
      'nowhere.xml',
      '--output',
      'out.xml',
    )
    expect(code).toBe(3)
    for (const name of [
      '2.xml is damaged',
      '3.xml has 0 bytes',
      '4.xml is no XUnit report: it is an HTML page',
      '"nowhere.xml"',
    ]) {
      expect(log).toContain(name)
    }
    expect(log).toContain('0 whole suites and 1 case could be read')
    const merged = at('out.xml')
    expect(merged).toContain('name="x"')
    expect(merged).toContain('name="y"')
    expect(merged.match(/<error /g)).toHaveLength(3)
  })

  test('nothing found, too few, and JSON', async () => {
    expect((await run('merge', 'nowhere/*.xml')).code).toBe(3)
    expect((await run('merge')).code).toBe(3)
    put('1.xml', suite(passing('x')))
    const few = await run('merge', '1.xml', '--expect', '2', '--output', 'out.xml', '--json')
    expect(few.code).toBe(3)
    expect(JSON.parse(few.out)).toMatchObject({
      schema: 'cd-gate/xunit-merge/1',
      outcome: 'unknown',
      reports: 1,
      tests: { tests: 1 },
    })
    expect((await run('merge', '1.xml', '--json')).code).toBe(2)
  })

  test('the output is never an input', async () => {
    put('r/1.xml', suite(passing('x')))
    expect((await run('merge', 'r/1.xml', '--output', 'r/1.xml')).code).toBe(2)
    for (let time = 0; time < 2; time += 1) {
      const { code } = await run('merge', 'r/*.xml', '--output', 'r/all.xml')
      expect(code).toBe(0)
      expect(at('r/all.xml')).toContain('tests="1"')
    }
  })

  test('a secret is masked, and the markup around it stays whole', async () => {
    put(
      '1.xml',
      suite(
        '<testcase name="x" classname="c.d"><failure message="hunter2hunter2" type="http://h:80">a@b hunter2hunter2</failure></testcase>',
      ),
    )
    const { out } = await runCli(directory, ['xunit', 'merge', '1.xml'], { MY_PASSWORD: 'hunter2hunter2' })
    expect(out).not.toContain('hunter2')
    expect(out).toContain('<failure message="***" type="http://h:80">a@b ***</failure>')
  })

  test('all fixtures together, twice: the same bytes, and what was merged reads as it was', async () => {
    const first = await run('merge', `${fixtures}/**/*.xml`, '--output', 'one.xml')
    await run('merge', `${fixtures}/**/*.xml`, '--output', 'two.xml')
    expect(first.code).toBe(3)
    expect(at('two.xml')).toBe(at('one.xml'))
    expect((await run('merge', 'one.xml', '--output', 'three.xml')).code).toBe(0)
    expect(at('three.xml')).toBe(at('one.xml'))
  })
})

describe('check', () => {
  const findings = async (...args: readonly string[]) => {
    const { code, out } = await run('check', ...args, '--json')
    const document = JSON.parse(out) as {
      findings: { rule: string; report: string; examples: string[] }[]
      shows: { consumer: string; passed: number; failed: number; skipped: number }[]
    }
    return {
      code,
      rules: document.findings.map(each => each.rule),
      shows: document.shows,
      all: document.findings,
    }
  }

  test('a report that every consumer shows as it is passes', async () => {
    put(
      'a.xml',
      '<testsuites name="t"><testsuite name="a" id="1" tests="2" failures="1" errors="0" time="1.5" timestamp="2026-11-24T10:00:00Z"><testcase name="x" classname="c.d" time="1"/><testcase name="y" classname="c.d" time="0.5"><failure message="m" type="E">t</failure></testcase></testsuite></testsuites>',
    )
    const { code, rules, shows } = await findings('a.xml')
    expect(code).toBe(0)
    expect(rules.filter(each => !/gitlab.no-file|mikepenz.class-as-file/.test(each))).toEqual([])
    for (const each of shows) expect(each).toMatchObject({ passed: 1, failed: 1, skipped: 0 })
  })

  test.each([
    ['generated/vitest-4.1.11-worker-sigkill-all-green.xml', 1, 'report.no-result'],
    ['generated/vitest-5.1.1-bail-unrun-as-passed.xml', 1, 'report.empty-suite'],
    ['EnricoMi+publish-unit-test-result-action/no-cases-but-tests.xml', 1, 'report.no-cases'],
    ['EnricoMi+publish-unit-test-result-action/no-cases-but-tests.xml', 1, 'report.cases-missing'],
    ['EnricoMi+publish-unit-test-result-action/no-cases-but-tests.xml', 1, 'report.failure-missing'],
    ['EnricoMi+publish-unit-test-result-action/junit.multiresult.xml', 1, 'jenkins.skipped-hides-failure'],
    ['mikepenz+action-junit-report/issues/testFailedDisabled.xml', 1, 'mikepenz.status-hides-failure'],
    ['jenkinsci+junit-plugin/junit-report-nested-testsuites.xml', 1, 'dorny.nested'],
    ['mikepenz+action-junit-report/nested/multi-level.xml', 1, 'report.cases-missing'],
    ['EnricoMi+publish-unit-test-result-action/no-attributes.xml', 1, 'mikepenz.nameless'],
    ['mikepenz+action-junit-report/mocha/mocha.xml', 1, 'report.no-describe-cases'],
    [
      'mikepenz+action-junit-report/multiple_failures/test_multiple_failures.xml',
      0,
      'jenkins.later-failure-lost',
    ],
    ['generated/vitest-5.1.1-junit.xml', 0, 'jenkins.file-as-class'],
    ['generated/vitest-5.1.1-junit.xml', 0, 'jenkins.duplicate-test'],
    ['generated/vitest-5.1.1-junit.xml', 0, 'gitlab.duplicate-lost'],
    ['generated/vitest-5.1.1-junit.xml', 0, 'jenkins-xunit.time'],
    ['generated/playwright-1.65-includeRetries.xml', 0, 'jenkins.error-rerun-lost'],
    ['generated/playwright-1.65-includeRetries.xml', 0, 'jenkins.attachment-missing'],
    ['jenkinsci+flaky-test-handler-plugin/flaky-reports/flaky-report-1.xml', 1, 'jenkins.rerun-text-lost'],
    ['jenkinsci+junit-plugin/junit-report-time-aggregation.xml', 0, 'jenkins.suites-merged'],
    ['generated/node-24-junit-hooks.xml', 0, 'jenkins-xunit.unknown-attribute'],
    ['jenkinsci+junit-plugin/junit-report-with-properties.xml', 0, 'jenkins-xunit.unknown-element'],
    ['EnricoMi+publish-unit-test-result-action/testsuite-root.xml', 1, 'dorny.root'],
  ])('%s: exit code %i, %s', async (fixture, expectedCode, rule) => {
    take(fixture, 'a.xml')
    const { code, rules } = await findings('a.xml', '--verbose')
    expect(rules).toContain(rule)
    expect(code).toBe(expectedCode)
  })

  test("junit-10.xsd: what the xunit plugin's schema accepts passes, and what it does not is refused", async () => {
    take('jenkinsci+xunit-plugin/junit/testcase6/input.xml', 'a.xml')
    const accepted = await findings('a.xml', '--consumer', 'jenkins-xunit')
    expect(accepted.rules.filter(each => each.startsWith('jenkins-xunit'))).toEqual([])
    take('generated/vitest-5.1.1-junit.xml', 'a.xml')
    expect((await findings('a.xml', '--consumer', 'jenkins-xunit')).shows).toEqual([
      { consumer: 'jenkins-xunit', passed: 0, failed: 0, skipped: 0 },
    ])
  })

  test('what lies around the report: a .partial, an earlier run, a newer source', async () => {
    put('a.xml', suite('<testcase name="x" classname="c.d" file="src/x.ts" time="1"/>'))
    put('b.xml', suite(passing('y'), 'b'))
    put('src/x.ts', '')
    put('a.xml.partial', '')
    utimesSync(join(directory, 'a.xml'), 1_700_000_000, 1_700_000_000)
    const { code, all } = await findings('a.xml', 'b.xml', '--newer-than', '2024-01-01')
    expect(code).toBe(1)
    const ofA = all.filter(each => each.report === 'a.xml').map(each => each.rule)
    expect(ofA).toEqual(
      expect.arrayContaining([
        'report.partial',
        'report.stale',
        'report.older-than-others',
        'report.older-than-source',
      ]),
    )
    expect(all.filter(each => each.report === 'b.xml' && /partial|stale|older/.test(each.rule))).toEqual([])
    expect((await run('check', 'a.xml', '--newer-than', 'not-a-file')).code).toBe(2)
  })

  test('an unreadable report is no pass', async () => {
    put('a.xml', suite(passing('x')))
    put('b.xml', '<testsuites><testsuite')
    const { code, out, log } = await run('check', 'a.xml', 'b.xml')
    expect(code).toBe(3)
    expect(out).toMatch(/^UNCLEAR/)
    expect(log).toContain('b.xml is damaged')
  })
})

describe('summary', () => {
  test('totals, failures with their place, flaky and slow ones; exit code 1', async () => {
    take('generated/playwright-1.65-includeRetries.xml', 'a.xml')
    const { code, out } = await run('summary', 'a.xml')
    expect(code).toBe(1)
    expect(out).toMatch(/^FAIL {2}2 of 3 tests failed, 1 flaky/)
    expect(out).toContain('✗ always fails\n  retry.spec.ts:3  errored 3 times\n    fail#2')
    expect(out).toContain('~ flaky passes 3rd\n  retry.spec.ts:2  passed at attempt 3')
    expect(out).toContain('slowest')
  })

  test('0 for green; 3 where nothing ran, something never ran, or a report cannot be read', async () => {
    put('green.xml', suite(passing('x')))
    put('skipped.xml', suite('<testcase name="x"><skipped/></testcase>'))
    put('idle.xml', suite(`${passing('x')}<testcase name="y"><skipped message="not run: bail"/></testcase>`))
    put('cut.xml', suite(passing('x')).slice(0, -5))
    put('none.xml', '<testsuites/>')
    expect((await run('summary', 'green.xml')).code).toBe(0)
    for (const name of ['skipped.xml', 'idle.xml', 'cut.xml', 'none.xml', 'nowhere.xml']) {
      expect([name, (await run('summary', name)).code]).toEqual([name, 3])
    }
    expect((await run('summary', 'green.xml', '--expect', '2')).code).toBe(3)
    expect((await run('summary', 'idle.xml')).out).toContain('1 test not run, bail: y')
  })

  test('JSON', async () => {
    put('a.xml', suite(failing('x') + passing('y')))
    const { code, out } = await run('summary', 'a.xml', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      schema: 'cd-gate/xunit-summary/1',
      outcome: 'fail',
      tests: { tests: 2, failed: 1, passed: 1 },
      failed: [{ id: null, name: 'x', classname: 'c.d', outcome: 'failed', attempts: 1, message: 'm of x' }],
      unreadable: [],
    })
  })

  test('names from reports do nothing in a terminal, in Markdown or in a page', async () => {
    const evil =
      '&lt;img src=x onerror=alert(1)&gt; @everyone ::error::x | `a` [l](http://e.example) &#x202e;'
    put(
      'a.xml',
      suite(
        `<testcase name="${evil}" classname="${evil}" file="${evil}"><failure message="${evil}">\`\`\`\n${evil}</failure></testcase>`,
        evil,
      ),
    )
    const terminal = await run('summary', 'a.xml')
    expect(terminal.out).not.toMatch(/\u202e|^::/m)
    await run('summary', 'a.xml', '--report', 'markdown', '--report', 'html')
    const markdown = at('reports/cd-gate/tests.md')
    const outsideFences = markdown.replace(/````text[\s\S]*?````|<code>.*?<\/code>/g, '')
    expect(outsideFences).not.toMatch(/<img|@everyone|\]\(http|\u202e/)
    expect(markdown).toContain('````text')
    const page = at('reports/cd-gate/tests/index.html')
    expect(page).not.toMatch(/<img|<script|style=|\u202e/)
    expect(existsSync(join(directory, 'reports/cd-gate/tests/cd-gate.css'))).toBe(true)
  })

  test('Markdown stays below what a comment holds, and says what it left out', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => failing(`test number ${index} 🙂🙂🙂`)).join('')
    put('a.xml', suite(many))
    await run('summary', 'a.xml', '--report', 'markdown')
    expect(Buffer.byteLength(at('reports/cd-gate/tests.md'))).toBeLessThan(65_000)
    expect(at('reports/cd-gate/tests.md')).toMatch(/… and \d+ more failed tests\./)
  })
})

describe('finish', () => {
  test('says what it rescued, and that there was nothing', async () => {
    expect(await run('finish')).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to finish') })
    put(
      'reports/junit/a.xml.partial',
      `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="t">\n<testsuite name="a">\n${passing('x')}\n</testsuite>\n<testsuite name="b">\n<testc`,
    )
    const { code, out } = await run('finish')
    expect(code).toBe(0)
    expect(out).toContain('reports/junit/a.xml completed')
    expect(existsSync(join(directory, 'reports/junit/a.xml.partial'))).toBe(false)
    const summary = await run('summary')
    expect(summary.code).toBe(1)
    expect(summary.out).toContain('1 of 2 tests failed')
    expect(summary.out).toContain('did not finish')
    expect((await run('finish', 'nowhere.xml')).code).toBe(3)
  })

  test('a report that a living process writes is left alone', async () => {
    put('reports/junit/a.xml.partial', '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="t">\n')
    const head = {
      version: 1,
      output: 'a.xml',
      name: 't',
      profile: 'jenkins',
      retries: 'surefire',
      root: directory,
      pid: process.pid,
      host: hostname(),
    }
    put('reports/junit/a.xml.partial.jsonl', `${JSON.stringify(head)}\n`)
    const { code, log } = await run('finish')
    expect(code).toBe(3)
    expect(log).toContain(`process ${process.pid} is writing reports/junit/a.xml`)
    expect(existsSync(join(directory, 'reports/junit/a.xml.partial'))).toBe(true)
  })
})
