import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRepository, type TestRepository } from '../repository.ts'
import { runCli } from '../run-cli.ts'
import { startMailbox } from './mailbox.ts'

/** No CI of the machine that runs these tests shall be taken for the one that is played. */
const quietCi = Object.fromEntries(
  ['CI', 'GITHUB_ACTIONS', 'GITLAB_CI', 'JENKINS_URL', 'BUILD_ID'].map(name => [name, '']),
)

function project(mailPort: number, more = ''): TestRepository {
  const repository = createRepository({
    'src/pay.js': 'export const pay = () => 1\n',
    'src/ship.js': 'export const ship = () => 1\n',
    '.gitignore': '.cd-gate/\nreports/\ncd-gate.config.mjs\n',
  })
  repository.write(
    'cd-gate.config.mjs',
    `export default { notify: { channels: { mail: { type: 'email', server: 'smtp://127.0.0.1:${mailPort}',
       from: 'CI <ci@lab.test>', to: ['team@lab.test'], domains: ['lab.test'], requireTls: false } ${more} } } }\n`,
  )
  return repository
}

/** A report in which the tests of these files fail, each thrown by the source of the same name. */
function report(repository: TestRepository, failing: readonly string[], passing = 1): void {
  const cases = [
    ...failing.map(
      name =>
        `<testcase classname="${name}" name="${name} works" file="src/${name}.test.js"><failure message="expected 1 to be 2">Error: expected 1 to be 2
    at ${name} (src/${name}.js:1:5)</failure></testcase>`,
    ),
    ...Array.from({ length: passing }, (_, index) => `<testcase classname="ok" name="ok ${index}"/>`),
  ]
  repository.write(
    'reports/junit.xml',
    `<testsuites><testsuite name="all" tests="${cases.length}">${cases.join('')}</testsuite></testsuites>`,
  )
}

const notify = (repository: TestRepository, ...args: readonly string[]) =>
  runCli(repository.directory, ['notify', ...args], quietCi)

test('the whole life of a breakage is one thread, told to the right people', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(port)
  await notify(repository, '--status', 'SUCCESS')
  expect(mails).toEqual([])

  repository.write('src/ship.js', 'export const ship = () => 2\n')
  repository.git('commit', '-qam', 'Ship twice', '--author', 'Bob <bob@lab.test>')
  repository.write('src/pay.js', 'export const pay = () => 2\n')
  repository.git('commit', '-qam', 'Charge cards at once', '--author', 'Alice <alice@lab.test>')
  const bad = repository.git('rev-parse', 'HEAD')
  report(repository, ['pay'])
  const broken = await notify(repository, '--xunit', 'reports/junit.xml')
  expect(broken.code).toBe(0)
  expect(broken.out).toContain('broken by Alice')
  expect(mails.map(each => each.to)).toEqual(['team@lab.test', 'alice@lab.test'])
  const [first] = mails
  expect(first?.mail.text).toContain('expected 1 to be 2')
  expect(first?.mail.subject).toContain(bad.slice(0, 7))

  const still = await notify(repository, '--xunit', 'reports/junit.xml')
  expect(still.out).toContain('no other test fails than before')
  expect(mails).toHaveLength(2)

  report(repository, ['pay', 'ship'])
  await notify(repository, '--xunit', 'reports/junit.xml')
  expect(new Set(mails.slice(2).map(each => each.to))).toContain('team@lab.test')
  const others = mails.length

  report(repository, [], 3)
  const fixed = await notify(repository, '--xunit', 'reports/junit.xml')
  expect(fixed.out).toContain('FIXED')
  const heard = new Set(mails.slice(0, others).map(each => each.to))
  expect(new Set(mails.slice(others).map(each => each.to))).toEqual(heard)

  const threads = new Set(mails.map(({ mail }) => [mail.references].flat()[0]))
  const subjects = new Set(mails.map(({ mail }) => mail.subject?.replace(/^Re: /, '')))
  expect([threads.size, subjects.size]).toEqual([1, 1])

  await notify(repository, '--xunit', 'reports/junit.xml')
  expect(mails.filter(({ mail }) => mail.subject?.startsWith('Re: ')).length).toBe(mails.length - 2)
})

test('a dry run opens no socket and writes nothing', async () => {
  const { port, connections } = await startMailbox()
  const repository = project(port)
  await notify(repository, '--status', 'SUCCESS', '--record', 'none')
  report(repository, ['pay'])
  const shown = await notify(
    repository,
    '--xunit',
    'reports/junit.xml',
    '--previous-status',
    'SUCCESS',
    '--dry-run',
  )
  expect(shown.code).toBe(0)
  expect(shown.out).toContain('→ team@lab.test: fixed list')
  expect(shown.out).toContain('| Subject: ')
  expect(connections()).toBe(0)
  expect(readdirSync(repository.directory)).not.toContain('.cd-gate')
})

test('what cannot go out waits in the spool, and a later run delivers it with its age', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(1)
  report(repository, ['pay'])
  const kept = await notify(
    repository,
    '--xunit',
    'reports/junit.xml',
    '--previous-status',
    'SUCCESS',
    '--deadline',
    '1',
  )
  expect(kept.code).toBe(0)
  expect(kept.out).toContain('not delivered, kept')
  expect(kept.out).toContain('1 alert in the spool')
  const demanded = await notify(repository, '--flush', '--require-delivery', '--deadline', '1')
  expect(demanded.code).toBe(3)
  const config = join(repository.directory, 'cd-gate.config.mjs')
  repository.write(
    'again.config.mjs',
    readFileSync(config, 'utf8').replace('127.0.0.1:1', `127.0.0.1:${port}`),
  )
  const flushed = await notify(repository, '--flush', '--require-delivery', '--config', 'again.config.mjs')
  expect(flushed.code).toBe(0)
  expect(mails.map(each => each.to)).toEqual(['team@lab.test'])
  const nothing = await notify(repository, '--flush', '--config', 'again.config.mjs')
  expect(nothing.out).toContain('is empty')
})

test.each([
  ['no report', null],
  ['an empty report', ''],
  ['half a report', '<testsuites><testsuite name="a"><testcase name="b"'],
  ['a report without a test', '<testsuites><testsuite name="a"/></testsuites>'],
  ['no XML', '{}'],
])('%s is told, and is exit code 3', async (_, text) => {
  const { port, mails } = await startMailbox()
  const repository = project(port)
  if (text !== null) repository.write('reports/junit.xml', text)
  const run = await notify(repository, '--xunit', 'reports/junit.xml', '--previous-status', 'SUCCESS')
  expect(run.code).toBe(3)
  expect(run.out).toContain('BROKEN')
  expect(mails.map(each => each.to)).toEqual(['team@lab.test'])
  expect(mails[0]?.mail.text).toMatch(/reports\/junit\.xml|hold no test/)
})

test('without a status and a report nothing is told, and it is said', async () => {
  const run = await notify(project(1))
  expect(run).toMatchObject({ code: 3, out: '' })
  expect(run.log).toContain('what became of the build cannot be told')
})

test('flaky and quarantined failures ping nobody', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(port)
  repository.write(
    'reports/junit.xml',
    `<testsuites><testsuite name="all"><testcase classname="pay" name="works"><flakyFailure message="once"/></testcase></testsuite></testsuites>`,
  )
  const run = await notify(repository, '--xunit', 'reports/junit.xml', '--previous-status', 'SUCCESS')
  expect(run.code).toBe(0)
  expect(run.out).toContain('QUIET  SUCCESS after SUCCESS')
  expect(mails).toEqual([])
})

test('a secret in a branch, a failure or a log reaches neither mail, spool nor output', async () => {
  const secret = 'https://127.0.0.1:1/correct-horse-battery'
  const repository = project(1, `, hook: { type: 'webhook', unsigned: true }`)
  report(repository, ['pay'])
  const file = join(repository.directory, 'reports/junit.xml')
  repository.write(
    'reports/junit.xml',
    readFileSync(file, 'utf8').replaceAll('expected 1 to be 2', `got ${secret} &lt;b&gt;`),
  )
  repository.write('build.log', `token ${secret}\n`)
  const args = [
    '--xunit',
    'reports/junit.xml',
    '--previous-status',
    'SUCCESS',
    '--log-file',
    'build.log',
    '--deadline',
    '1',
  ]
  repository.write('hook.url', `${secret}\n`)
  const env = { ...quietCi, CD_GATE_CHANNEL_HOOK_URL_FILE: 'hook.url' }
  const run = await runCli(repository.directory, ['notify', ...args, '--branch', `x-${secret}`], env)
  const spool = join(repository.directory, '.cd-gate')
  const kept = readdirSync(spool, { recursive: true, withFileTypes: true }).filter(each => each.isFile())
  expect(kept.length).toBeGreaterThan(1)
  for (const each of kept)
    expect(readFileSync(join(each.parentPath, each.name), 'utf8')).not.toContain(secret)
  expect(run.out + run.log).not.toContain(secret)
  expect(run.out).toContain('***')
})

test('--warm keeps the exit code of the command and speaks at its end', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(port)
  await notify(repository, '--status', 'SUCCESS')
  report(repository, ['pay'])
  const script = `require('fs').writeFileSync('reports/junit.xml', require('fs').readFileSync('reports/junit.xml')); process.exit(7)`
  const run = await notify(repository, '--warm', '--xunit', 'reports/junit.xml', '--', 'node', '-e', script)
  expect(run.code).toBe(7)
  expect(mails.map(each => each.to)).toContain('team@lab.test')
  report(repository, [])
  const green = await notify(repository, '--warm', '--xunit', 'reports/junit.xml', '--', 'node', '-e', '')
  expect(green.code).toBe(0)
  expect(green.out).toContain('FIXED')
})

test('--warm speaks while the tests still run, and once', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(port)
  await notify(repository, '--status', 'SUCCESS')
  report(repository, ['pay'])
  // The test command: it shows an unfinished report, and ends only when the mail has arrived.
  const script = `
    const fs = require('fs'), net = require('net');
    const whole = fs.readFileSync('reports/junit.xml', 'utf8');
    fs.rmSync('reports/junit.xml');
    fs.writeFileSync('reports/junit.xml.partial', whole.replace('</testsuites>', ''));
    const wait = () => fs.existsSync('.cd-gate/notify/builds') && fs.readdirSync('.cd-gate/notify/builds').some(d => fs.readdirSync('.cd-gate/notify/builds/' + d).length > 1)
      ? (fs.rmSync('reports/junit.xml.partial'), fs.writeFileSync('reports/junit.xml', whole), process.exit(1))
      : setTimeout(wait, 20);
    wait();`
  const run = await notify(repository, '--warm', '--xunit', 'reports/junit.xml', '--', 'node', '-e', script)
  expect(run.code).toBe(1)
  expect(run.log).toContain('of the first failure')
  expect(mails.filter(each => each.to === 'team@lab.test')).toHaveLength(1)
  expect(mails[0]?.mail.text).toContain('the tests are still running')
})

test('a storm is held back in the spool, not lost, and counts as not delivered', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(port)
  report(repository, ['pay'])
  const codes: number[] = []
  for (let job = 1; job <= 8; job += 1) {
    const args = ['--xunit', 'reports/junit.xml', '--previous-status', 'SUCCESS', '--require-delivery']
    codes.push((await notify(repository, ...args, '--job', `job${job}`)).code)
  }
  expect(codes).toEqual([0, 0, 0, 0, 0, 0, 3, 3])
  const told = mails.length
  const flushed = await notify(repository, '--flush', '--require-delivery')
  expect(flushed.code).toBe(0)
  const team = mails.filter(each => each.to === 'team@lab.test')
  expect(team).toHaveLength(8)
  expect(mails.length).toBeGreaterThan(told)
}, 30_000)

test('a red build that loses its reports speaks again; the same loss twice does not', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(port)
  report(repository, ['pay'])
  await notify(repository, '--xunit', 'reports/junit.xml', '--previous-status', 'SUCCESS')
  const before = mails.length
  repository.write('reports/junit.xml', '')
  const worse = await notify(repository, '--xunit', 'reports/junit.xml')
  expect(worse.code).toBe(3)
  expect(mails.length).toBeGreaterThan(before)
  const after = mails.length
  await notify(repository, '--xunit', 'reports/junit.xml')
  expect(mails).toHaveLength(after)
})

test.each(['ABORTED', 'NOT_BUILT'])('%s before says nothing: what came before it counts', async status => {
  const { port } = await startMailbox()
  const repository = project(port)
  await notify(repository, '--status', 'SUCCESS')
  const run = await notify(repository, '--status', 'FAILURE', '--previous-status', status, '--dry-run')
  expect(run.out).toContain('BROKEN')
})

test('Jenkins tells of the last good build where nothing is on record', async () => {
  const repository = project(1)
  const green = repository.git('rev-parse', 'HEAD')
  repository.write('src/pay.js', 'export const pay = () => 2\n')
  repository.git('commit', '-qam', 'Charge cards at once', '--author', 'Alice <alice@lab.test>')
  report(repository, ['pay'])
  const jenkins = {
    ...quietCi,
    JENKINS_URL: 'https://ci.lab.test/',
    BUILD_NUMBER: '7',
    JOB_NAME: 'pay',
    BUILD_URL: 'https://ci.lab.test/job/pay/7/',
    GIT_COMMIT: repository.git('rev-parse', 'HEAD'),
    GIT_PREVIOUS_COMMIT: green,
    GIT_PREVIOUS_SUCCESSFUL_COMMIT: green,
  }
  const args = ['notify', '--xunit', 'reports/junit.xml', '--record', 'none', '--dry-run']
  const run = await runCli(repository.directory, args, jenkins)
  expect(run.out).toContain('BROKEN')
  expect(run.out).toContain('broken by Alice')
})

test('an alert that nobody took and no disk could keep is exit code 3', async () => {
  const repository = project(1)
  report(repository, ['pay'])
  repository.write('file', '')
  const args = ['--xunit', 'reports/junit.xml', '--previous-status', 'SUCCESS', '--deadline', '1']
  const run = await notify(repository, ...args, '--spool', 'file/spool')
  expect(run.code).toBe(3)
  expect(run.out).toContain('it cannot be kept')
})

test('a spool where nobody can make a directory is one sentence, and the others are told', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(port)
  report(repository, ['pay'])
  const args = [
    '--xunit',
    'reports/junit.xml',
    '--previous-status',
    'SUCCESS',
    '--spool',
    '/proc/nowhere/spool',
  ]
  const run = await notify(repository, ...args)
  expect(run.code).toBe(0)
  expect(run.log).toContain('the spool')
  expect(mails.map(each => each.to)).toContain('team@lab.test')
})

test('what looks like a token is masked wherever it came from', async () => {
  const repository = project(1)
  report(repository, ['pay'])
  const file = join(repository.directory, 'reports/junit.xml')
  const token = `ghp_${'a1B2'.repeat(6)}`
  repository.write(
    'reports/junit.xml',
    readFileSync(file, 'utf8').replaceAll('expected 1 to be 2', `sent ${token} and Bearer ${'q'.repeat(20)}`),
  )
  const run = await notify(
    repository,
    '--xunit',
    'reports/junit.xml',
    '--previous-status',
    'SUCCESS',
    '--dry-run',
  )
  expect(run.out).toContain('sent *** and Bearer ***')
  expect(run.out).not.toContain(token)
})

test('a plug-in that throws when nobody waits any more ends nothing', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(port, `, wild: { type: './wild.mjs' }`)
  repository.write(
    'wild.mjs',
    `export default { name: 'wild', summary: 'x', options: {}, secrets: [], open: async () => ({
      addressees: () => [{ address: 'there', why: 'x', dropped: null }],
      render: async () => [], probe: async () => [], close: () => new Promise(() => {}),
      deliver: async ({ to }) => { setTimeout(() => { throw new Error('late') }, 1); await new Promise(r => setTimeout(r, 30));
        return to.map(address => ({ address, outcome: { kind: 'delivered', proof: 'said' } })) },
    }) }\n`,
  )
  // vitest fails a run in which anything is thrown that nobody catches: its own listener is put aside.
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  try {
    const run = await notify(repository, '--status', 'FAILURE', '--previous-status', 'SUCCESS')
    expect(run.code).toBe(0)
    expect(run.log).toContain("a fault outside of any channel's answer: late")
    expect(mails.map(each => each.to)).toContain('team@lab.test')
  } finally {
    for (const each of listeners) process.on('uncaughtException', each)
  }
})

test('--warm says why it is red where no test is', async () => {
  const { port, mails } = await startMailbox()
  const repository = project(port)
  await notify(repository, '--status', 'SUCCESS')
  report(repository, [])
  const run = await notify(
    repository,
    '--warm',
    '--xunit',
    'reports/junit.xml',
    '--',
    'node',
    '-e',
    'process.exit(4)',
  )
  expect(run.code).toBe(4)
  expect(mails[0]?.mail.text).toContain('the command ended with exit code 4, although no test failed')
})

test.each([
  [['--warm'], 'it runs one: put it after --'],
  [['--', 'node'], 'only --warm runs one'],
  [['--flush', '--dry-run'], 'the one sends and the other must not'],
  [['--page', 'javascript:alert(1)', '--status', 'FAILURE'], 'is not an address that begins with https://'],
  [['--to', 'mial', '--status', 'FAILURE'], 'there is no channel "mial"'],
  [['--people', 'none.json', '--status', 'FAILURE'], 'the people file none.json: it cannot be read'],
])('%j is wrong usage', async (args, said) => {
  const run = await notify(project(1), ...args)
  expect(run).toMatchObject({ code: 2, out: '' })
  expect(run.log).toContain(said)
})
