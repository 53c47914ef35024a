// @ts-check
// The packed tarball, installed into an empty project and used on each supported line of Node; then every scenario of the
// reporters in every version of the runners (test/runner-matrix/). Needs the npm registry. Prints "N passed, N failed".
// UPDATE_DOCS=1 writes what was seen into docs/reporters.md, else that page is compared with it.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = join(dirname(fileURLToPath(import.meta.url)), '..')
const lines = ['20.19.0', '20', '22', '24']
/** Node itself as a package: the one that the package `node` would fetch by an install script, which npm may not run. */
const runtime = `node-${process.platform}-${process.arch}`
const work = mkdtempSync(join(tmpdir(), 'cd-gate-matrix-'))
let passed = 0
let failed = 0

/** @param {string} cwd @param {string} command @param {readonly string[]} args */
const run = (cwd, command, args) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** @param {string} what @param {boolean} good @param {string} [detail] */
function check(what, good, detail = '') {
  if (good) passed += 1
  else failed += 1
  process.stdout.write(`${good ? '  ok    ' : '  FAILED'} ${what}${good ? '' : `\n${detail}`}\n`)
}

/** A repository with a change, half of it covered, and a configuration in TypeScript. */
function makeProject() {
  const directory = join(work, 'project')
  mkdirSync(directory)
  const git = (/** @type {string[]} */ ...args) =>
    run(directory, 'git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args])
  writeFileSync(join(directory, 'package.json'), '{ "private": true, "type": "module" }')
  writeFileSync(join(directory, '.gitignore'), 'node_modules/\nlcov.info\npackage-lock.json\n')
  writeFileSync(join(directory, 'a.js'), 'a()\n')
  git('init', '--quiet', '-b', 'main')
  git('add', '--all')
  git('commit', '--quiet', '-m', 'Begin')
  writeFileSync(join(directory, 'a.js'), 'a()\nb()\nc()\n')
  writeFileSync(join(directory, 'lcov.info'), 'SF:a.js\nDA:1,1\nDA:2,1\nDA:3,0\nend_of_record\n')
  const config =
    "import { defineConfig } from 'cd-gate'\nconst percent: number = 50\nexport default defineConfig({ coverage: { failUnder: percent } })\n"
  writeFileSync(join(directory, 'cd-gate.config.ts'), config)
  return directory
}

/**
 * The reporters are taken from dist/, which packing has just built.
 * @param {Record<string, string>} nodes where each line of Node is, by the variable that says so
 */
function playScenarios(nodes) {
  const runners = join(work, 'runners')
  mkdirSync(runners)
  copyFileSync(join(project, 'test/runner-matrix/package.json'), join(runners, 'package.json'))
  // The same runner in several versions: their wishes for one another's plugins contradict each other.
  run(runners, 'npm', [
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    '--legacy-peer-deps',
    '--ignore-scripts',
  ])
  const results = join(work, 'scenarios.json')
  process.stdout.write('The reporters: every scenario in every version of the runners\n')
  const vitest = join(project, 'node_modules/vitest/vitest.mjs')
  const { status } = spawnSync(
    process.execPath,
    [
      vitest,
      'run',
      '--config',
      'test/runner-matrix/vitest.config.ts',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${results}`,
    ],
    {
      cwd: project,
      env: { ...process.env, ...nodes, CD_GATE_TEST_RUNNERS: join(runners, 'node_modules') },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  if (!existsSync(results)) return check('the scenarios were played', false, `exit code ${status}`)
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, 'utf8'))
  passed += numPassedTests
  failed += numFailedTests
  check('vitest says so too', (status === 0) === (numFailedTests === 0), `exit code ${status}`)
}

try {
  run(project, 'npm', ['pack', '--silent', '--pack-destination', work])
  const tarball = readdirSync(work).find(name => name.endsWith('.tgz')) ?? ''
  const directory = makeProject()
  run(directory, 'npm', ['install', '--silent', '--no-audit', '--no-fund', join(work, tarball)])
  const bin = join(directory, 'node_modules', 'cd-gate', 'dist', 'cli', 'bin.js')
  /** @type {Record<string, string>} */
  const nodes = {}
  for (const line of lines) {
    const place = join(work, `node-${line}`)
    mkdirSync(place)
    // Without one of its own, npm would take a package.json further up for the project.
    writeFileSync(join(place, 'package.json'), '{ "private": true }')
    run(place, 'npm', ['install', '--silent', '--no-audit', '--no-fund', `${runtime}@${line}`])
    const node = join(place, 'node_modules', runtime, 'bin', 'node')
    nodes[`CD_GATE_TEST_NODE_${line}`] = node
    process.stdout.write(`Node ${run(place, node, ['--version']).trim()}\n`)
    const gate = (/** @type {string[]} */ ...args) => {
      const env = { PATH: process.env.PATH, HOME: process.env.HOME }
      const { status, stdout, stderr } = spawnSync(node, [bin, ...args], {
        cwd: directory,
        encoding: 'utf8',
        env,
      })
      return { status, output: stdout + stderr }
    }
    const help = gate('--help')
    check('--help', help.status === 0 && help.output.includes('coverage'), help.output)
    const pass = gate('coverage', '--base', 'HEAD')
    check(
      'a pass, by a configuration in TypeScript',
      pass.status === 0 && pass.output.startsWith('PASS'),
      pass.output,
    )
    const reports = ['--report', 'html', '--report', 'junit', '--report', 'markdown', '--report', 'json']
    const fail = gate('coverage', '--base', 'HEAD', '--fail-under', '80', ...reports)
    check('a failure, with every report', fail.status === 1 && fail.output.startsWith('FAIL'), fail.output)
    const unknown = gate('coverage', '--base', 'HEAD', 'none.info')
    check('no report is "could not tell"', unknown.status === 3, unknown.output)
    const script =
      "const { coverage, GateError } = await import('cd-gate'); const v = await coverage({ base: 'HEAD', failUnder: 80 }); console.log(v.outcome, typeof GateError)"
    const env = { PATH: process.env.PATH, HOME: process.env.HOME }
    const api = spawnSync(node, ['--input-type=module', '-e', script], {
      cwd: directory,
      encoding: 'utf8',
      env,
    })
    check('the JavaScript interface', api.stdout === 'fail function\n', api.stdout + api.stderr)
  }
  playScenarios(nodes)
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
