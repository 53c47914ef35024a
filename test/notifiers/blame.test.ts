import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { assembleEvidence, type EvidenceRequest } from '../../cli/commands/notify-evidence.ts'
import { blame } from '../../notifiers/blame.ts'
import { readPeople } from '../../notifiers/people.ts'
import { temporaryDirectory } from '../repository.ts'
import { failedTest, functionsNamed, type TeamRepository, teamRepository } from './blame-authors.ts'

const env = { PATH: process.env.PATH, HOME: process.env.HOME }

async function blamed(repository: TeamRepository, request: Partial<EvidenceRequest>) {
  const evidence = await assembleEvidence({
    cwd: repository.directory,
    env,
    lastGreen: null,
    isFirstBuild: false,
    failures: [failedTest()],
    ...request,
  })
  const told = blame(evidence)
  return { evidence, ...told, names: told.suspects.map(({ person }) => person.name) }
}

const source = functionsNamed('fees', 'rates', 'taxes', 'rounds', 'prints')
const payTest = [
  "import { test } from 'vitest'",
  "import { fees } from '../src/pay.js'",
  '',
  "test('adds the fee', () => {",
  '  // the fee',
  '  if (fees(3) !== 4) throw new Error()',
  '})',
  '',
].join('\n')

const five = ['Alice', 'Bob', 'Carol', 'Dan', 'Eve'] as const

/** Each of the five alters the third line of a function of their own; the test runs Carol's. */
function fiveAuthors() {
  const repository = teamRepository({ 'src/pay.ts': source, 'test/pay.test.ts': payTest })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  const lines = source.split('\n')
  const commits = five.map((name, index) => {
    lines[5 * index + 2] = `  return x + ${index}`
    repository.write('src/pay.ts', lines.join('\n'))
    return repository.commitAs(name, `Round as ${name} does`)
  })
  return { repository, lastGreen, commits }
}

test('five authors, one broken covered line: exactly the one who wrote it', async () => {
  const { repository, lastGreen, commits } = fiveAuthors()
  const coverage = [
    { file: 'src/pay.ts', covered: [11, 12, 13], missed: [2, 3, 7, 8, 17, 18, 22, 23], test: null },
  ]
  const told = await blamed(repository, { lastGreen, coverage })
  expect(told).toMatchObject({ kind: 'one', names: ['Carol'], why: '' })
  expect(told.suspects[0]).toMatchObject({
    commit: commits[2],
    subject: 'Round as Carol does',
    reason: `${commits[2]?.slice(0, 7)} touches src/pay.ts:13, which the tests run and the failing pay.test.ts imports`,
    person: { email: 'carol@example.org', known: false, accounts: {} },
  })
})

test('the line that the stack names outweighs four others in the same file', async () => {
  const { repository, lastGreen, commits } = fiveAuthors()
  const detail = `Error: no\n    at taxes (${repository.directory}/src/pay.ts:13:5)\n    at test/pay.test.ts:6:7\n`
  const told = await blamed(repository, { lastGreen, failures: [failedTest({ detail })] })
  expect(told).toMatchObject({ kind: 'one', names: ['Carol'] })
  expect(told.suspects[0]?.reason).toBe(
    `${commits[2]?.slice(0, 7)} touches src/pay.ts:13, named in the stack of the failing pay.test.ts`,
  )
})

test('five people who share as much are not guessed among', async () => {
  const { repository, lastGreen } = fiveAuthors()
  const told = await blamed(repository, { lastGreen })
  expect(told).toMatchObject({ kind: 'nobody', suspects: [] })
  expect(told.why).toBe('the commits of 5 people share as much as each other’s with what fails')
})

test('three people who share as much are named together, and not those who share nothing', async () => {
  const repository = teamRepository({ 'src/pay.ts': source, 'test/pay.test.ts': payTest })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  for (const name of ['Alice', 'Bob', 'Carol']) {
    repository.write('src/pay.ts', `${source}// ${name}\n`)
    repository.commitAs(name, 'Say who')
  }
  for (const name of ['Dan', 'Eve']) {
    repository.write(`src/${name}.ts`, 'export {}\n')
    repository.commitAs(name, 'Elsewhere')
  }
  const told = await blamed(repository, { lastGreen })
  expect(told.kind).toBe('one-of')
  expect([...told.names].sort()).toEqual(['Alice', 'Bob', 'Carol'])
})

test('a line that somebody wrote again is the later one’s, and lines follow what is put in above', async () => {
  const repository = teamRepository({ 'src/pay.ts': source, 'test/pay.test.ts': payTest })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  const lines = source.split('\n')
  lines[2] = '  return x - 1'
  lines[12] = '  return x * 2'
  repository.write('src/pay.ts', lines.join('\n'))
  repository.commitAs('Alice', 'Both')
  lines[2] = '  return x - 2'
  repository.write('src/pay.ts', lines.join('\n'))
  repository.commitAs('Bob', 'Again')
  repository.write('src/pay.ts', `// one\n// two\n${lines.join('\n')}`)
  repository.git('mv', 'src/pay.ts', 'src/payment.ts')
  repository.commitAs('Carol', 'Move it')
  const at = (line: number) => failedTest({ detail: `    at fees (src/payment.ts:${line}:3)` })
  expect(await blamed(repository, { lastGreen, failures: [at(5)] })).toMatchObject({
    kind: 'one',
    names: ['Bob'],
  })
  expect(await blamed(repository, { lastGreen, failures: [at(15)] })).toMatchObject({
    kind: 'one',
    names: ['Alice'],
  })
})

test('who takes a line away is tied to the lines beside it', async () => {
  const repository = teamRepository({ 'src/pay.ts': source, 'test/pay.test.ts': payTest })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  const lines = source.split('\n')
  repository.write('src/pay.ts', lines.filter((_, index) => index !== 1).join('\n'))
  const taken = repository.commitAs('Alice', 'Take away')
  repository.write('src/pay.ts', `${lines.filter((_, index) => index !== 1).join('\n')}// end\n`)
  repository.commitAs('Bob', 'Add')
  const detail = 'ReferenceError: x is not defined\n    at fees (src/pay.ts:2:10)'
  const told = await blamed(repository, { lastGreen, failures: [failedTest({ detail })] })
  expect(told).toMatchObject({ kind: 'one', names: ['Alice'] })
  expect(told.suspects[0]?.reason).toContain(`${taken.slice(0, 7)} takes lines away at src/pay.ts:2, named`)
})

test('a merge counts as the commits that it brings in', async () => {
  const repository = teamRepository({ 'src/pay.ts': source, 'test/pay.test.ts': payTest })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  repository.git('checkout', '--quiet', '-b', 'topic')
  repository.write('src/pay.ts', source.replace('return x', 'return x + 9'))
  const broken = repository.commitAs('Alice', 'On the branch')
  repository.git('checkout', '--quiet', 'main')
  repository.write('src/other.ts', 'export {}\n')
  repository.commitAs('Bob', 'On main')
  repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge topic', 'topic')
  const told = await blamed(repository, { lastGreen })
  expect(told).toMatchObject({ kind: 'one', names: ['Alice'] })
  expect(told.suspects[0]?.commit).toBe(broken)
  expect(told.evidence.commits.map(({ isMerge, files }) => [isMerge, files.length])).toContainEqual([true, 0])
})

test('a file that a test imports and somebody took away', async () => {
  const repository = teamRepository({ 'src/pay.ts': source, 'test/pay.test.ts': payTest })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  repository.git('rm', '--quiet', 'src/pay.ts')
  repository.commitAs('Alice', 'Tidy')
  repository.write('src/other.ts', 'export {}\n')
  repository.commitAs('Bob', 'Other')
  const detail = "Error: Cannot find module '../src/pay.js'"
  const told = await blamed(repository, { lastGreen, failures: [failedTest({ detail })] })
  expect(told).toMatchObject({ kind: 'one', names: ['Alice'] })
})

test('authors go through .mailmap, and one person with two addresses is one', async () => {
  const repository = teamRepository({ 'src/a.ts': '1\n', '.mailmap': 'Alice <a@x.org> <old@x.org>\n' })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  repository.write('src/a.ts', '2\n')
  repository.commitAs('al <old@x.org>', 'One')
  repository.write('src/b.ts', '2\n')
  repository.commitAs('Alice <A@x.org>', 'Two\n\nCo-authored-by: al <old@x.org>\nCo-Authored-By: no contact')
  const told = await blamed(repository, { lastGreen, failures: [] })
  expect(told).toMatchObject({ kind: 'one', names: ['Alice'] })
  expect(told.suspects[0]?.reason).toMatch(
    /^[0-9a-f]{7} is one of 2 commits since the last green build, all by one person$/,
  )
  expect(told.evidence.commits[0]?.coAuthors).toEqual([{ name: 'Alice', email: 'a@x.org' }])
})

test('a build that could not be made: the only commit, else at most three people, else nobody', async () => {
  const repository = teamRepository({ 'src/a.ts': '1\n' })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  const results: unknown[] = []
  for (const name of ['Alice', 'Bob', 'Carol', 'Dan']) {
    repository.write(`src/${name}.ts`, 'export {}\n')
    repository.commitAs(name, 'A file')
    const { kind, names, why } = await blamed(repository, { lastGreen, failures: [] })
    results.push([kind, [...names].sort(), why])
  }
  expect(results).toEqual([
    ['one', ['Alice'], ''],
    ['one-of', ['Alice', 'Bob'], ''],
    ['one-of', ['Alice', 'Bob', 'Carol'], ''],
    ['nobody', [], '4 commits by 4 people since the last green build'],
  ])
})

test('nobody is named without an earlier green build, nor where none of it is here', async () => {
  const { repository, lastGreen } = fiveAuthors()
  expect(await blamed(repository, {})).toMatchObject({
    kind: 'nobody',
    why: 'no earlier green build is known',
  })
  expect(await blamed(repository, { lastGreen, isFirstBuild: true })).toMatchObject({ kind: 'nobody' })
  expect((await blamed(repository, { lastGreen: 'f'.repeat(40) })).why).toBe(
    'the last green commit fffffff is not in this clone: its history was rewritten, or not fetched',
  )
  const head = repository.git('rev-parse', 'HEAD')
  expect((await blamed(repository, { lastGreen: head })).why).toBe(
    'nothing was changed since the last green build',
  )
})

test('a shallow clone says what is missing, whether the green commit is beyond its edge or only what lies between', async () => {
  const { repository, lastGreen, commits } = fiveAuthors()
  const directory = `${temporaryDirectory()}/clone`
  repository.git('clone', '--quiet', '--depth=2', `file://${repository.directory}`, directory)
  const beyond = await blamed({ ...repository, directory }, { lastGreen })
  expect(beyond.why).toContain(
    `the last green commit ${lastGreen.slice(0, 7)} is not in this clone, which is shallow: clone with the whole`,
  )
  expect(beyond.evidence.commits).toEqual([])
  repository.git('-C', directory, 'fetch', '--quiet', '--depth=1', 'origin', lastGreen)
  const between = await blamed({ ...repository, directory }, { lastGreen })
  expect(between.why).toContain('this clone is shallow and ends before the last green commit')
  const near = await blamed({ ...repository, directory }, { lastGreen: commits[3] ?? null })
  expect(near).toMatchObject({ kind: 'one', names: ['Eve'] })
})

test('outside a repository nobody is named, and the reason is said', async () => {
  const { repository, lastGreen } = fiveAuthors()
  const told = await blamed({ ...repository, directory: temporaryDirectory() }, { lastGreen })
  expect(told.kind).toBe('nobody')
  expect(told.why).toContain('the commits since the last green build are not known: ')
})

test('of more than 200 commits only lines count', async () => {
  const repository = teamRepository({ 'src/pay.ts': source, 'test/pay.test.ts': payTest })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  const stream = Array.from({ length: 205 }, (_, index) => {
    const name = index === 204 ? 'Alice' : `N${index % 7}`
    const text = index === 204 ? source.replace('return x', 'return x + 9') : `${source}// ${index}\n`
    const author = `${name} <${name}@x.org> ${1700000000 + index} +0000`
    const from = index === 0 ? `from ${lastGreen}\n` : ''
    return `commit refs/heads/many\ncommitter ${author}\ndata 1\n.\n${from}M 100644 inline src/pay.ts\ndata ${text.length}\n${text}\n`
  }).join('')
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repository.directory, input: stream })
  repository.git('checkout', '--quiet', '-f', 'many')
  const told = await blamed(repository, { lastGreen })
  expect(told.evidence).toMatchObject({ truncated: true })
  expect(told.evidence.commits).toHaveLength(200)
  expect(told.why).toMatch(/^more than 200 commits by 8 people since the last green build, and nothing ties/)
  const detail = '    at fees (src/pay.ts:3:1)'
  const named = await blamed(repository, { lastGreen, failures: [failedTest({ detail })] })
  expect(named).toMatchObject({ kind: 'one', names: ['Alice'] })
  expect(named.suspects[0]?.reason).toContain('pay.test.ts, of the newest 200 commits')
})

test('hostile names of files and people change nothing of how git is read', async () => {
  const repository = teamRepository({ 'src/pay.ts': source, 'test/pay.test.ts': payTest })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  repository.write(`${lastGreen}`, 'a file that is called like a commit\n')
  repository.write('odd\n:100644 100644 a b M', `${lastGreen}\ndiff --git a/x b/x\n@@ -1 +1 @@\n`)
  repository.commitAs('x\u0001y, <!channel> <evil@evil.test>', 'Odd \u202e \u001b[31m @everyone')
  repository.write('src/pay.ts', source.replace('return x', 'return x + 9'))
  const broken = repository.commitAs('Alice', 'Break')
  const told = await blamed(repository, { lastGreen })
  expect(told).toMatchObject({ kind: 'one', names: ['Alice'] })
  expect(told.suspects[0]?.commit).toBe(broken)
  expect(told.evidence.commits.map(each => each.files.map(({ path }) => path).sort())).toEqual([
    ['src/pay.ts'],
    [lastGreen, 'odd\n:100644 100644 a b M'],
  ])
})

test('the bot’s requester, as the people file knows the login', async () => {
  const repository = teamRepository({ 'package.json': '{}\n', 'src/a.ts': '1\n' })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  repository.write('package.json', '{"dependencies":{}}\n')
  repository.commitAs('renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>', 'Update all')
  const evidence = await assembleEvidence({
    cwd: repository.directory,
    env: { ...env, GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'alice-gh' },
    lastGreen,
    isFirstBuild: false,
    failures: [],
  })
  const people = readPeople(
    '{"people":[{"name":"Alice","emails":["a@x.org"],"also":["alice-gh"],"irc":"al"}]}',
    'people.json',
  )
  expect(blame(evidence, people).suspects[0]).toMatchObject({
    person: { name: 'Alice', email: 'a@x.org', known: true, accounts: { irc: 'al' } },
    reason: expect.stringMatching(
      /is the only commit since the last green build \(asked for the build, as renovate\[bot\] is a bot\)$/,
    ),
  })
  expect(blame({ ...evidence, requester: null })).toEqual({
    kind: 'nobody',
    suspects: [],
    why: 'renovate[bot] is a bot',
  })
})

test('a report of one test alone is evidence for this test only', async () => {
  const { repository, lastGreen, commits } = fiveAuthors()
  const failures = [failedTest({ id: 'a' })]
  const measured = (line: number, id: string) => ({
    file: 'src/pay.ts',
    covered: [line],
    missed: [],
    test: id,
  })
  const coverage = [measured(13, 'a'), measured(3, 'other'), measured(8, '')]
  const told = await blamed(repository, { lastGreen, failures, coverage })
  expect(told).toMatchObject({ kind: 'one', names: ['Carol'] })
  expect(told.suspects[0]?.reason).toBe(
    `${commits[2]?.slice(0, 7)} touches src/pay.ts:13, run by the failing pay.test.ts`,
  )
  const nameless = await blamed(repository, { lastGreen, failures: [failedTest({ id: '' })], coverage })
  expect(nameless.kind).toBe('nobody')
})

test('Python: a module through an import of an import, and a conftest that nobody imports', async () => {
  const repository = teamRepository({
    'shop/__init__.py': '',
    'shop/cart.py': 'from .money import add\n',
    'shop/money.py': 'def add(a, b):\n    return a + b\n',
    'tests/conftest.py': '',
    'tests/unit/test_cart.py': 'from shop.cart import add\n',
  })
  const lastGreen = repository.git('rev-parse', 'HEAD')
  repository.write('shop/other.py', '')
  repository.commitAs('Dan', 'Other')
  repository.write('shop/money.py', 'def add(a, b):\n    return a - b\n')
  repository.commitAs('Alice', 'Money')
  const failures = [failedTest({ file: null, classname: 'tests.unit.test_cart.TestCart' })]
  const weak = await blamed(repository, { lastGreen, failures })
  expect(weak).toMatchObject({ kind: 'one-of', names: ['Alice', 'Dan'] })
  expect(weak.suspects[0]?.reason).toContain('which the failing test_cart.py imports through shop/cart.py')
  repository.write('tests/conftest.py', 'import os\n')
  repository.commitAs('Bob', 'Fixtures')
  expect(await blamed(repository, { lastGreen, failures })).toMatchObject({ kind: 'one', names: ['Bob'] })
  const detail = `Traceback (most recent call last):\n  File "${repository.directory}/shop/money.py", line 2, in add\nTypeError`
  const named = await blamed(repository, { lastGreen, failures: [failedTest({ detail, file: null })] })
  expect(named).toMatchObject({ kind: 'one', names: ['Alice'] })
})

test('settings of git that change what it prints change nothing', async () => {
  const { repository, lastGreen } = fiveAuthors()
  for (const [key, value] of [
    ['log.showSignature', 'true'],
    ['log.decorate', 'full'],
    ['log.follow', 'true'],
    ['diff.noprefix', 'true'],
    ['diff.renames', 'copies'],
    ['diff.context', '9'],
    ['diff.orderFile', 'order'],
    ['color.ui', 'always'],
    ['core.quotePath', 'true'],
    ['format.pretty', 'oneline'],
    ['i18n.logOutputEncoding', 'UTF-16'],
    ['diff.external', '/bin/false'],
  ] as const) {
    repository.git('config', key, value)
  }
  const detail = '    at taxes (src/pay.ts:13:5)'
  const told = await blamed(repository, { lastGreen, failures: [failedTest({ detail })] })
  expect(told).toMatchObject({ kind: 'one', names: ['Carol'] })
})
