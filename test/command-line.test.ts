import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { coverageOptions } from '../coverage-gate/options.ts'
import type { Config, CoverageConfig } from '../index.ts'
import { lcov } from './reports.ts'
import { createRepository, temporaryDirectory } from './repository.ts'
import { gate, runCli } from './run-cli.ts'

/** A change of four lines, three of them covered. */
function changedRepository() {
  const repository = createRepository({ '.gitignore': 'lcov.info\n', 'a.js': 'a()\n' })
  repository.write('a.js', 'a()\nb()\nc()\nd()\ne()\n')
  repository.write('lcov.info', lcov({ 'a.js': { 1: 1, 2: 1, 3: 1, 4: 1, 5: 0 } }))
  return repository
}
const base = ['--base', 'HEAD']

test.each([
  [['coverage', '--fail-undr', '80'], 2, /no option "--fail-undr".*\n.*did you mean --fail-under\?/],
  [['coverge'], 2, /no command "coverge".*\n.*did you mean coverage\?/],
  [['--verison'], 2, /no option "--verison".*\n.*did you mean --version\?/],
  [['coverage', '--fail-under'], 2, /--fail-under needs a value: a percentage/],
  [['coverage', '--fail-under', 'most'], 2, /--fail-under: "most" is not a percentage from 0 to 100/],
  [['coverage', '--fail-under', '100.5'], 2, /"100.5" is not a percentage/],
  [['coverage', '--allow-missed', '-1'], 2, /"-1" is not a whole number/],
  [['coverage', '--unreported', 'maybe'], 2, /"maybe" is not one of fail, warn, ignore/],
  [['coverage', '--report', 'pdf'], 2, /"pdf" is not one of terminal, json/],
  [['coverage', '--report', 'pdf'], 2, /"pdf" is not one of terminal, .*sarif/],
  [['coverage', '--max-drop', 'far'], 2, /--max-drop: "far" is not a percentage/],
  [['coverage', '--baseline-ref', 'main'], 2, /--baseline-ref does nothing without --baseline-record or/],
  [['coverage', '--test-record', 'file:r'], 2, /--test-record does nothing without --baseline-record or/],
  [['coverage', '--xunit', 'x.xml'], 2, /--xunit does nothing without --baseline-record or/],
  [
    ['coverage', '--xunit', 'x.xml', '--baseline-report', 'x'],
    2,
    /--xunit does nothing without --test-record/,
  ],
  [['coverage', '--save-baseline'], 2, /--save-baseline does nothing without --baseline-record/],
  [['coverage', '--baseline-record', 'file:r', '--baseline-report', 'x'], 2, /there is one baseline/],
  [['coverage', '--expect', '0'], 2, /"0" is not a number of reports/],
  [['coverage', '--map', 'nothing'], 2, /"nothing" is not two path prefixes/],
  [['coverage', '--json', '--report', 'markdown=-'], 2, /--json and --report markdown contradict/],
  [['coverage', '--diff', 'x.diff', '--base', 'main'], 2, /--diff and --base contradict/],
  [['coverage', '--cwd', 'nowhere'], 2, /--cwd: "nowhere" is not a directory/],
  [['coverage', '--config', 'nowhere.mjs'], 2, /no configuration file nowhere.mjs/],
  [['coverage', 'nowhere.info', ...base], 3, /no coverage report matches "nowhere.info"/],
  [['coverage', '--diff', 'nowhere.diff'], 3, /the diff nowhere.diff cannot be read: it does not exist/],
  [['coverage', '--base', 'nowhere'], 3, /the base "nowhere" .* is not in this clone/],
  [['coverage', '--head', 'nowhere', ...base], 3, /the head "nowhere" is not in this clone/],
])('%j exits with %d and says why', async (args, code, words) => {
  const result = await runCli(changedRepository().directory, args)
  expect(result).toMatchObject({ code, out: '', log: expect.stringMatching(words) })
  expect(result.log.trimEnd().split('\n')).toHaveLength(2)
})

test('help and version are results', async () => {
  const directory = temporaryDirectory()
  expect(await runCli(directory, ['--help'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('coverage'),
    log: '',
  })
  expect(await runCli(directory, [])).toMatchObject({
    code: 0,
    out: expect.stringContaining('Usage: cd-gate'),
  })
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(await runCli(directory, ['--version'])).toEqual({ code: 0, out: `${version}\n`, log: '' })
  const help = await runCli(directory, ['coverage', '--help'])
  expect(help.code).toBe(0)
  for (const name of ['--fail-under <percent>', '--allow-missed <n>', '--json', 'Examples:'])
    expect(help.out).toContain(name)
  expect(await runCli(directory, ['help', 'coverage'])).toEqual(help)
})

test('a flag goes before the environment, that before the config file, that before the default', async () => {
  const repository = changedRepository()
  const { directory } = repository
  expect((await gate(directory, base)).code).toBe(1)
  repository.write(
    'cd-gate.config.json',
    '{ "coverage": { "failUnder": 75, "exclude": ["cd-gate.config.json"] } }',
  )
  expect((await gate(directory, base)).code).toBe(0)
  expect((await gate(directory, base, { CD_GATE_COVERAGE_FAIL_UNDER: '76' })).code).toBe(1)
  expect(
    (await gate(directory, [...base, '--fail-under', '75'], { CD_GATE_COVERAGE_FAIL_UNDER: '76' })).code,
  ).toBe(0)
})

test('a flag that a config file sets can be taken back', async () => {
  const repository = changedRepository()
  repository.write('cd-gate.config.json', '{ "coverage": { "advisory": true } }')
  expect((await runCli(repository.directory, ['coverage', ...base])).code).toBe(0)
  expect((await runCli(repository.directory, ['coverage', ...base, '--no-advisory'])).code).toBe(1)
})

test('repeatable options take one value a line from the environment', async () => {
  const env = { CD_GATE_COVERAGE_EXCLUDE: 'b.js\na.js\n' }
  const { verdict } = await gate(changedRepository().directory, base, env)
  expect(verdict.files).toMatchObject([{ path: 'a.js', state: 'excluded' }])
})

test.each([
  ['cd-gate.config.mjs', 'export default { coverage: { failUnder: 60 } }'],
  ['cd-gate.config.ts', 'const percent: number = 60\nexport default { coverage: { failUnder: percent } }'],
  ['cd-gate.config.json', '{ "coverage": { "failUnder": "60.0" } }'],
  ['package.json', '{ "cd-gate": { "coverage": { "failUnder": 60 } } }'],
])('%s is found, from below too', async (file, content) => {
  const repository = changedRepository()
  repository.write(file, content)
  repository.write('sub/x.txt', '')
  expect((await gate(repository.directory, base)).code).toBe(0)
  expect((await gate(join(repository.directory, 'sub'), [...base, '../lcov.info'])).code).toBe(0)
})

test('thresholds by glob come from the config file', async () => {
  const repository = changedRepository()
  const files = { '*.js': { failUnder: 80 }, 'lib/**': { failUnder: 100 } }
  repository.write('cd-gate.config.json', JSON.stringify({ coverage: { failUnder: 50, files } }))
  const { code, verdict } = await gate(repository.directory, base)
  expect(code).toBe(1)
  expect(verdict.findings.filter(each => each.severity === 'error')).toMatchObject([
    { rule: 'glob-lines', message: expect.stringMatching(/in \*\.js/) },
  ])
})

test.each([
  [
    'cd-gate.config.json',
    '{ "coverage": { "failUnde": 60 } }',
    /unknown key "coverage.failUnde".*\n.*did you mean failUnder/,
  ],
  ['cd-gate.config.json', '{ "covrage": {} }', /unknown key "covrage".*\n.*did you mean coverage/],
  [
    'cd-gate.config.json',
    '{ "coverage": { "failUnder": true } }',
    /coverage.failUnder in cd-gate.config.json: "true" is not a percentage/,
  ],
  ['cd-gate.config.json', '{ "coverage": { "files": { "a/**": { "failUnde": 1 } } } }', /coverage.files in/],
  ['cd-gate.config.json', '{ "coverage": [] }', /"coverage" is not an object/],
  ['cd-gate.config.json', '[]', /exports an array, not an object/],
  ['cd-gate.config.json', '{', /cd-gate.config.json cannot be read/],
  ['cd-gate.config.mjs', 'export default {', /cd-gate.config.mjs cannot be read/],
  ['cd-gate.config.mjs', 'throw new Error("no luck")', /cannot be read: no luck/],
  ['package.json', '{ "cd-gate": }', /package.json cannot be read/],
])('%s with %s is refused', async (file, content, words) => {
  const repository = changedRepository()
  repository.write(file, content)
  const { code, out, log } = await runCli(repository.directory, ['coverage', ...base])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(log).toMatch(words)
  expect(log).not.toMatch(/\n\s+at /)
})

test('a misspelt variable is refused like a misspelt flag', async () => {
  const { code, log } = await runCli(changedRepository().directory, ['coverage', ...base], {
    CD_GATE_COVERAGE_FAILUNDER: '1',
  })
  expect(code).toBe(2)
  expect(log).toMatch(/CD_GATE_COVERAGE_FAILUNDER.*\n.*did you mean CD_GATE_COVERAGE_FAIL_UNDER/)
})

test('advice exits 0 where 1 would be, and leaves 2 and 3', async () => {
  const { directory } = changedRepository()
  const advice = ['coverage', ...base, '--advisory']
  expect((await runCli(directory, advice)).code).toBe(0)
  expect((await runCli(directory, [...advice, 'gone.info'])).code).toBe(3)
  expect((await runCli(directory, [...advice, '--fail-under', 'x'])).code).toBe(2)
})

test('results are files, and standard output holds one of them', async () => {
  const repository = changedRepository()
  const args = [
    'coverage',
    ...base,
    '--report',
    'json=out/v.json',
    '--report',
    'markdown',
    '--report',
    'html',
    '--report',
    'junit',
  ]
  const { code, out, log } = await runCli(repository.directory, args)
  expect(code).toBe(1)
  expect(out).toMatch(/^FAIL/)
  const at = (file: string) => readFileSync(join(repository.directory, file), 'utf8')
  expect(JSON.parse(at('out/v.json'))).toMatchObject({ schema: 'cd-gate/coverage/1', outcome: 'fail' })
  expect(at('reports/cd-gate/coverage.md')).toContain('a.js')
  expect(at('reports/cd-gate/coverage/index.html')).toContain('a.js')
  expect(at('reports/junit/cd-gate-coverage.xml')).toContain('<failure')
  expect(log.match(/wrote/g)).toHaveLength(4)
  const printed = await runCli(repository.directory, [
    'coverage',
    ...base,
    '--report',
    'markdown=-',
    '--quiet',
  ])
  expect(printed).toMatchObject({ code: 1, log: '' })
  expect(printed.out).toMatch(/^#/)
})

test('a result that cannot be written is exit code 3, and leaves nothing half-written', async () => {
  const repository = changedRepository()
  repository.write('blocked', 'a file, not a directory')
  const { code, log } = await runCli(repository.directory, [
    'coverage',
    ...base,
    '--report',
    'json=blocked/v.json',
    '--fail-under',
    '0',
  ])
  expect(code).toBe(3)
  expect(log).toMatch(/cannot be written to .*blocked\/v.json/)
  expect(existsSync(join(repository.directory, 'blocked/v.json'))).toBe(false)
  // What has failed has failed, wherever it could be told.
  const failed = await runCli(repository.directory, ['coverage', ...base, '--report', 'json=blocked/v.json'])
  expect(failed.code).toBe(1)
  expect(failed.log).toMatch(/cannot be written to .*blocked\/v.json/)
})

test('the fuller log says what the verdict rests on', async () => {
  const env = { JENKINS_URL: 'http://ci.example.org/', BUILD_TAG: 'x' }
  const { log } = await runCli(changedRepository().directory, ['coverage', ...base, '--verbose'], env)
  expect(log).toMatch(
    /running on Jenkins; for it, .*: Jenkins native issues\n.*compared with [0-9a-f]{40} \(HEAD/,
  )
  expect(log).toMatch(/read lcov\.info \(lcov\): 1 of 1 file in this repository\n.*a\.js: measured/)
})

test('an unreadable report is named', async () => {
  const repository = changedRepository()
  chmodSync(join(repository.directory, 'lcov.info'), 0)
  repository.write('folder.info/x', '')
  const asRoot = process.getuid?.() === 0
  const { code, log } = await runCli(repository.directory, [
    'coverage',
    ...base,
    asRoot ? 'folder.info' : 'lcov.info',
  ])
  expect(code).toBe(3)
  expect(log).toMatch(/cannot be read: (it is a directory|permission denied)/)
})

test('secrets reach neither the log nor a result', async () => {
  const repository = createRepository({ '.gitignore': '*.info\n', 'hunter2secret.js': 'a()\n' })
  repository.write('hunter2secret.js', 'a()\nb()\n')
  repository.write('lcov.info', lcov({ 'hunter2secret.js': { 2: 0 } }))
  const env = { SMTP_PASSWORD: 'hunter2secret' }
  const args = [
    'coverage',
    ...base,
    '--report',
    'json=out.json',
    '--report',
    'html=page/index.html',
    '--report',
    'junit=j.xml',
  ]
  const { out, log } = await runCli(repository.directory, args, env)
  const written = ['out.json', 'page/index.html', 'j.xml'].map(file =>
    readFileSync(join(repository.directory, file), 'utf8'),
  )
  for (const text of [out, log, ...written]) expect(text).not.toContain('hunter2secret')
  expect(out).toContain('***.js')
  expect((await runCli(repository.directory, ['coverage', '--base', 'hunter2secret'], env)).log).toContain(
    '"***"',
  )
})

test('a secret that an escape would respell is masked in every report', async () => {
  const secret = 'pa"ss<wo>rd&1'
  const repository = createRepository({ '.gitignore': '*.info\n', [`${secret}/a.js`]: 'a()\n' })
  repository.write(`${secret}/a.js`, `a()\nb('${secret}')\n`)
  repository.write('lcov.info', lcov({ [`${secret}/a.js`]: { 2: 0 } }))
  const reports = ['json=o.json', 'html=p/index.html', 'junit=j.xml', 'markdown=m.md'].flatMap(each => [
    '--report',
    each,
  ])
  const { out } = await runCli(repository.directory, ['coverage', ...base, ...reports], {
    SOME_TOKEN: secret,
  })
  const written = ['o.json', 'p/index.html', 'j.xml', 'm.md'].map(file =>
    readFileSync(join(repository.directory, file), 'utf8'),
  )
  for (const text of [out, ...written]) {
    expect(text).not.toMatch(/pa.{1,6}ss.{1,6}wo/)
    expect(text).toContain('***')
  }
})

test('a device is written to, and stays a device', async () => {
  const repository = changedRepository()
  const pipe = join(repository.directory, 'pipe')
  execFileSync('mkfifo', [pipe])
  const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] })
  const read = new Promise<string>(resolve => {
    let text = ''
    reader.stdout.on('data', piece => {
      text += piece
    })
    reader.on('close', () => resolve(text))
  })
  expect((await runCli(repository.directory, ['coverage', ...base, '--report', 'json=pipe'])).code).toBe(1)
  expect(JSON.parse(await read)).toMatchObject({ outcome: 'fail' })
  expect(statSync(pipe).isFIFO()).toBe(true)
})

test('one file cannot hold two reports', async () => {
  const args = ['coverage', ...base, '--report', 'html=x', '--report', 'junit=x']
  expect(await runCli(changedRepository().directory, args)).toMatchObject({
    code: 2,
    log: expect.stringMatching(/contradict/),
  })
})

test('the types of the config file know the keys that the program reads, and no others', () => {
  const known: Required<{ [Key in keyof CoverageConfig]: true }> = {
    reports: true,
    map: true,
    base: true,
    head: true,
    untracked: true,
    diff: true,
    ignoreWhitespace: true,
    include: true,
    exclude: true,
    failUnder: true,
    failUnderBranches: true,
    failUnderFunctions: true,
    failUnderStatements: true,
    failUnderFile: true,
    allowMissed: true,
    files: true,
    unreported: true,
    advisory: true,
    expect: true,
    baselineRecord: true,
    saveBaseline: true,
    baselineReport: true,
    baselineRef: true,
    baselineDepth: true,
    missingBaseline: true,
    testRecord: true,
    xunit: true,
    maxLost: true,
    maxDrop: true,
    ratchet: true,
    maxHidden: true,
    hiddenReasons: true,
    report: true,
  }
  const working = Object.entries(coverageOptions).map(([name]) => name)
  expect(Object.keys(known).sort()).toEqual(working.sort())
  const config: Config = { coverage: { failUnder: 80 } }
  expect(config.coverage?.failUnder).toBe(80)
})

test('usual places: the richest report of a folder is read, and what is left aside is named', async () => {
  const repository = createRepository({ '.gitignore': 'coverage/\n', 'a.js': 'a()\n' })
  repository.write('a.js', 'a()\nb()\n')
  const path = join(repository.directory, 'a.js')
  const entry = {
    path,
    statementMap: { 0: { start: { line: 2, column: 0 }, end: { line: 2, column: 3 } } },
    fnMap: {},
    branchMap: {},
    s: { 0: 0 },
    f: {},
    b: {},
  }
  repository.write('coverage/coverage-final.json', JSON.stringify({ [path]: entry }))
  writeFileSync(join(repository.directory, 'coverage/lcov.info'), lcov({ 'a.js': { 2: 1 } }))
  const { code, verdict } = await gate(repository.directory, base)
  expect(code).toBe(1)
  expect(verdict.findings).toContainEqual(
    expect.objectContaining({
      rule: 'report-left-aside',
      message: expect.stringContaining('coverage/lcov.info'),
    }),
  )
  expect((await gate(repository.directory, [...base, 'coverage/*'])).code).toBe(0)
})
