// @ts-check
// The main job on real input: a repository with real commits, its tests run with coverage, the gate
// refusing a change without tests and passing it once they are there; then a flaky test and a broken one, told apart, and
// whoever broke it told. `npm run demo` builds, then runs this.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'

const project = join(dirname(fileURLToPath(import.meta.url)), '..')
const example = join(project, 'examples', 'vitest')
const place = join(project, '.cd-gate', 'demo')
const gate = join(project, 'dist', 'cli', 'bin.js')
const colour = process.stdout.isTTY === true && !process.env.NO_COLOR

/** The demo is a developer's terminal, whatever CI runs it. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) =>
    /^(PATH|HOME|TMPDIR|TERM|LANG|NO_COLOR|SYSTEMROOT)$/.test(name),
  ),
)
Object.assign(env, {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
})
if (colour) env.FORCE_COLOR = '1'

let step = 0
/** @param {string} text */
function say(text) {
  step += 1
  const line = `${step}. ${text}`
  process.stdout.write(`\n${colour ? styleText('bold', line) : line}\n`)
}

/**
 * @param {string} command @param {readonly string[]} args
 * @param {{ shown?: string, expected?: number, quiet?: boolean, onlyResult?: boolean }} [how]
 */
function run(command, args, { shown, expected = 0, quiet = false, onlyResult = false } = {}) {
  if (shown) process.stdout.write(`   $ ${shown}\n\n`)
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: place, env, encoding: 'utf8' })
  if (error) throw error
  // The runner's own words go to standard error.
  const output = (onlyResult && status === expected ? stdout : `${stdout}${stderr}`).trimEnd()
  if (!quiet || status !== expected) process.stdout.write(`${output.replace(/^(?=.)/gm, '   ')}\n`)
  if (status !== expected) {
    process.stdout.write(`\nThe demo expected exit code ${expected} from this step and got ${status}.\n`)
    process.exit(1)
  }
  if (shown) process.stdout.write(`   → exit code ${status}\n`)
}

/** @param {readonly string[]} args */
const git = (...args) => run('git', args, { quiet: true })
const vitest = () =>
  run(process.execPath, [join(project, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--coverage'], {
    quiet: true,
  })
/** @param {string} args @param {number} expected */
const cdGate = (args, expected) =>
  run(process.execPath, [gate, ...args.split(' ').filter(Boolean)], {
    shown: `npx cd-gate ${args}`,
    expected,
  })

rmSync(place, { recursive: true, force: true })
mkdirSync(join(place, 'node_modules'), { recursive: true })
for (const part of ['package.json', 'vitest.config.ts', 'cd-gate.config.mjs', 'tell.mjs', 'src', 'test']) {
  cpSync(join(example, part), join(place, part), { recursive: true })
}
symlinkSync(project, join(place, 'node_modules', 'cd-gate'), 'dir')

say('A small shop with tests, committed on main (from examples/vitest)')
git('init', '--quiet', '-b', 'main')
run('sh', ['-c', 'printf "node_modules/\\ncoverage/\\nreports/\\n" > .gitignore'], { quiet: true })
git('add', '--all')
git('commit', '--quiet', '-m', 'A shop that adds up')
run('git', ['log', '--oneline', '--stat', '--format=%h %an: %s'])

say('Before any test run there is no report, and the gate does not pretend to know')
git('checkout', '--quiet', '-b', 'discount')
cpSync(join(example, 'change', 'src'), join(place, 'src'), { recursive: true })
git('commit', '--quiet', '--all', '-m', 'Add a discount')
cdGate('coverage --base main', 3)

say('The tests run with coverage and are green, but nothing tests the new function')
vitest()
cdGate('coverage --base main', 1)

say('With its tests the change is ready')
cpSync(join(example, 'change', 'test'), join(place, 'test'), { recursive: true })
git('add', '--all')
git('commit', '--quiet', '-m', 'Test the discount')
vitest()
cdGate('coverage --base main --report html=reports/coverage/index.html --report junit', 0)

run(process.execPath, [gate, 'notify', '--status', 'SUCCESS'], { quiet: true })

say('Two more tests fail: one by bad luck, one for good. Only these run again, and the record remembers')
cpSync(join(example, 'flaky', 'test'), join(place, 'test'), { recursive: true })
git('add', '--all')
git('commit', '--quiet', '-m', 'Ask the stock service')
const tests = ['flaky', 'run', '--delay', '0', '--', 'npx', 'vitest', 'run', '--coverage.enabled=false']
run(process.execPath, [gate, ...tests], {
  shown: `npx cd-gate ${tests.join(' ')}`,
  expected: 1,
  onlyResult: true,
})

say(
  'Whoever broke it is told, with the evidence: here by a program, as well by e-mail, IRC, Slack or a webhook',
)
cdGate('notify --xunit reports/junit/cd-gate.xml', 0)
run(process.execPath, ['-p', 'require("fs").readFileSync("reports/told.txt", "utf8").trimEnd()'])
for (let build = 2; build <= 3; build += 1)
  run(process.execPath, [gate, ...tests], { expected: 1, quiet: true })

say('After three builds the record knows which test keeps failing')
cdGate('flaky report --report terminal --report html=reports/flaky/index.html', 0)

process.stdout.write('\nThe pages:\n')
for (const page of ['reports/coverage/index.html', 'reports/flaky/index.html']) {
  process.stdout.write(`  ${relative(process.cwd(), join(place, page))}\n`)
}
