import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createRepository, type TestRepository } from '../repository.ts'
import { runCli } from '../run-cli.ts'
import { hostileAuthors } from './email-authors.ts'
import { startMailbox } from './mailbox.ts'

const modules = ['ada', 'ben', 'cem', 'dan', 'eva'] as const

function config(port: number): string {
  return `export default { notify: { channels: { mail: { type: 'email', server: 'smtp://127.0.0.1:${port}',
    from: 'CI <ci@lab.test>', to: ['team@lab.test'], domains: ['lab.test'], requireTls: false } } } }\n`
}

/** Five people each change a module of theirs; the test, which imports them all, runs one changed line of them. */
function fiveAuthors(port: number) {
  const source = (name: string, body: string) => `export function ${name}() {\n  ${body}\n}\n`
  const files = Object.fromEntries(modules.map(name => [`src/${name}.js`, source(name, 'return 1')]))
  const imports = modules.map(name => `import { ${name} } from './${name}.js'`).join('\n')
  const repository = createRepository({
    ...files,
    'src/all.test.js': `${imports}\ntest('all', () => cem())\n`,
    '.gitignore': 'cd-gate.config.mjs\nreports/\ncoverage/\n.cd-gate/\n',
  })
  repository.write('cd-gate.config.mjs', config(port))
  const green = repository.git('rev-parse', 'HEAD')
  for (const name of modules) {
    repository.write(`src/${name}.js`, source(name, 'return 2'))
    repository.git('commit', '-qam', `Change ${name}`, '--author', `${name} <${name}@lab.test>`)
  }
  repository.write(
    'reports/junit.xml',
    `<testsuites><testsuite name="all"><testcase classname="all" name="all" file="src/all.test.js"><failure message="expected 2 to be 1">AssertionError: expected 2 to be 1</failure></testcase></testsuite></testsuites>`,
  )
  // Of the five changed lines the tests run one.
  const lcov = modules.map(
    name => `SF:src/${name}.js\nDA:1,1\nDA:2,${name === 'cem' ? 1 : 0}\nend_of_record\n`,
  )
  repository.write('coverage/lcov.info', lcov.join(''))
  return { repository, green }
}

test('five authors, one broken covered line: exactly that author is written to', async () => {
  const { port, mails } = await startMailbox()
  const { repository, green } = fiveAuthors(port)
  repository.git('checkout', '-q', '--detach', green)
  await runCli(repository.directory, ['notify', '--status', 'SUCCESS', '--branch', 'main'])
  repository.git('checkout', '-q', 'main')
  const args = ['--xunit', 'reports/junit.xml', '--coverage-report', 'coverage/lcov.info', '--branch', 'main']
  const run = await runCli(repository.directory, ['notify', ...args])
  expect(run.out).toContain('broken by cem: ')
  expect(run.out).toContain('src/cem.js:2')
  expect(mails.map(each => each.to)).toEqual(['team@lab.test', 'cem@lab.test'])
})

test('where nothing sets them apart, at most three are named', async () => {
  const { port, mails } = await startMailbox()
  const { repository, green } = fiveAuthors(port)
  repository.git('checkout', '-q', '--detach', green)
  await runCli(repository.directory, ['notify', '--status', 'SUCCESS', '--branch', 'main'])
  repository.git('checkout', '-q', 'main')
  const run = await runCli(repository.directory, [
    'notify',
    '--xunit',
    'reports/junit.xml',
    '--branch',
    'main',
  ])
  expect(run.code).toBe(0)
  expect(mails.filter(each => each.to !== 'team@lab.test').length).toBeLessThanOrEqual(3)
})

test('without a green build before, only the fixed list hears it', async () => {
  const { port, mails } = await startMailbox()
  const { repository } = fiveAuthors(port)
  const run = await runCli(repository.directory, [
    'notify',
    '--xunit',
    'reports/junit.xml',
    '--branch',
    'main',
  ])
  expect(run.out).toContain('nobody is named: no earlier green build is known')
  expect(mails.map(each => each.to)).toEqual(['team@lab.test'])
})

test('a change request cannot say in its people file whom to write to', async () => {
  const { port, mails } = await startMailbox()
  const people = (email: string) => JSON.stringify({ people: [{ name: 'Eve', emails: [email] }] })
  const repository = createRepository({
    'src/pay.js': '1\n',
    '.gitignore': 'cd-gate.config.mjs\nreports/\n.cd-gate/\n',
  })
  repository.write('cd-gate.config.mjs', config(port))
  const ci = {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REPOSITORY: 'acme/pay',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_BASE_REF: 'main',
    GITHUB_HEAD_REF: 'fork',
  }
  const notify = (...args: readonly string[]) =>
    runCli(repository.directory, ['notify', ...args], {
      ...ci,
      GITHUB_SHA: repository.git('rev-parse', 'HEAD'),
    })
  repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  await notify('--status', 'SUCCESS')
  repository.write('src/pay.js', '2\n')
  repository.write('cd-gate.people.json', people('eve@evil.test'))
  repository.git('add', '--all')
  repository.git('commit', '-qm', 'Change', '--author', 'Eve <eve@evil.test>')
  const run = await notify('--status', 'FAILURE')
  expect(run.log).toContain('cd-gate.people.json of the change itself is not trusted')
  expect(mails.map(each => each.to)).toEqual(['team@lab.test'])

  // The same file in the branch that the change goes to is the team's own word.
  repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  await notify('--status', 'SUCCESS')
  repository.write('src/pay.js', '3\n')
  repository.git('commit', '-qam', 'Change again', '--author', 'Eve <eve@evil.test>')
  await notify('--status', 'FAILURE')
  expect(mails.map(each => each.to)).toContain('eve@evil.test')
})

/** A commit as any fork can push it: git writes none like it, and reads all of them. */
function commitBy(repository: TestRepository, author: string): void {
  repository.git('commit', '-qam', 'Change')
  const raw = repository
    .git('cat-file', 'commit', 'HEAD')
    .replace(/^author .*(?= \d+ [+-]\d{4}$)/m, `author ${author}`)
  const commit = execFileSync('git', ['hash-object', '-w', '-t', 'commit', '--literally', '--stdin'], {
    cwd: repository.directory,
    input: `${raw}\n`,
    encoding: 'utf8',
  }).trim()
  repository.git('reset', '-q', '--soft', commit)
}

test.each(
  hostileAuthors
    .flatMap(email => [`Eve <${email}>`, `${email} <eve@evil.test>`])
    .filter(each => !each.includes('\0')),
)('the author %j leads nobody outside to a mail', async author => {
  const { port, mails } = await startMailbox()
  const repository = createRepository({
    'src/pay.js': '1\n',
    '.gitignore': 'cd-gate.config.mjs\nreports/\n.cd-gate/\n',
  })
  repository.write('cd-gate.config.mjs', config(port))
  await runCli(repository.directory, ['notify', '--status', 'SUCCESS', '--branch', 'main'])
  repository.write('src/pay.js', '2\n')
  commitBy(repository, author)
  await runCli(repository.directory, ['notify', '--status', 'FAILURE', '--branch', 'main'])
  expect(mails.length).toBeGreaterThan(0)
  for (const { to } of mails) expect(to).toMatch(/@lab\.test$/)
  const written = mails.flatMap(({ mail }) =>
    [mail.to, mail.cc, mail.bcc].flat().flatMap(each => each?.value ?? []),
  )
  for (const { address } of written) expect(address).toMatch(/@lab\.test$/)
})
