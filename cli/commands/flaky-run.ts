import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { detectCi } from '../../core/ci.ts'
import { gateError } from '../../core/errors.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import { checkedOutBranch, repositoryRoot, testedCommit } from '../../core/system/repository.ts'
import { checkAddress } from '../../core/system/store/open-store.ts'
import type { Attempt } from '../../core/test-run.ts'
import { exitCodeFor } from '../../core/verdict.ts'
import { buildRefOf, environmentName } from '../../flaky/build-ref.ts'
import { allCases, failuresOf, isFailing, refOf } from '../../flaky/cases.ts'
import { readCommand, type TestCommand } from '../../flaky/command.ts'
import { fingerprintOf } from '../../flaky/fingerprint.ts'
import type { BuildRef } from '../../flaky/model.ts'
import { type FlakyOptions, flakyOptions, onlyFlaky } from '../../flaky/options.ts'
import {
  capOf,
  judgeQuarantine,
  type QuarantineEntry,
  type QuarantineSetting,
} from '../../flaky/quarantine.ts'
import { type FlakyRun, type RunPorts, runFlaky } from '../../flaky/run.ts'
import { resultOf } from '../../flaky/run-result.ts'
import { renderRun } from '../../flaky/run-terminal.ts'
import { genericRunner } from '../../flaky/runners/generic.ts'
import { runnerNamed, runnerNames, runnerOf } from '../../flaky/runners/index.ts'
import type { FlakyRunner } from '../../flaky/runners/runner.ts'
import { profiles } from '../../reporters/xunit/profiles.ts'
import type { CommandModule, Invocation, World } from '../command.ts'
import { onInterrupt } from '../interrupt.ts'
import { claimOutput } from './flaky-run-claim.ts'
import { vacateOutput } from './flaky-run-output.ts'
import { portsOf, runDirectory } from './flaky-run-ports.ts'
import { followedEntries, ratesOf, recordRun } from './flaky-run-record.ts'
import { knownRunner } from './flaky-runner-name.ts'
import { quarantineAt } from './flaky-setting.ts'
import { openReportWriter } from './xunit-writer.ts'

export const flakyRunCommand: CommandModule<FlakyOptions> = {
  options: onlyFlaky(
    'command',
    'reruns',
    'rerunBudget',
    'delay',
    'maxFailures',
    'timeout',
    'xunit',
    'runner',
    'rerunCommand',
    'output',
    'flaky',
    'build',
    'shard',
    'branch',
    'environment',
    'record',
    'recordRequired',
    'quarantine',
    'quarantineCap',
  ),
  sectionOptions: flakyOptions,
  examples: [
    { command: 'cd-gate flaky run -- npx vitest run', what: 'run the tests, and those that fail again' },
    {
      command: `cd-gate flaky run --xunit "build/*.xml" --rerun-command "gotestsum --junitfile build/x.xml -- -run {pattern} ./..." -- make test`,
      what: 'any other runner that writes XUnit',
    },
  ],
  run,
}

async function run({ options, common, world, given }: Invocation<FlakyOptions>): Promise<number> {
  checkAddress(options.record)
  const command = commandOf(options, world)
  const runner = chosenRunner(options, command)
  const { file, release } = claimOutput(options.output, world)
  try {
    vacateOutput(resolve(world.cwd, file))
    return await runAs({ options: { ...options, output: file }, common, world, given }, command, runner)
  } finally {
    release()
  }
}

async function runAs(
  { options, common, world }: Invocation<FlakyOptions>,
  command: TestCommand,
  runner: FlakyRunner,
): Promise<number> {
  const startedAt = Date.now()
  const root = repositoryRoot(command.cwd)
  const { entries } = quarantineAt(options, world)
  const build = buildOf(options, world, root, startedAt)
  const interrupt = onInterrupt()
  const ports = portsOf(options, command, world, interrupt.signal)
  let done: FlakyRun
  try {
    for (const script of command.before) await runScript(script, ports, 'flaky.before-failed')
    done = await runFlaky({
      runner,
      argv: command.argv,
      place: { cwd: command.cwd, root },
      directory: runDirectory(world.cwd),
      ports,
      policy: {
        reruns: options.reruns,
        budgetMs: options.rerunBudget * 1000,
        delayMs: options.delay,
        maxFailures: options.maxFailures,
        rates: () => ratesOf(options, build, world),
        now: Date.now,
        signal: interrupt.signal,
        tell: line => world.log(`cd-gate: ${line}`),
      },
    })
  } finally {
    interrupt.stop()
  }
  const followed = await followedEntries(entries, done, build, options, world, root)
  const { excused, faults } = excusedBy(followed, done, {
    now: startedAt,
    cap: capOf(options.quarantineCap, allCases(done.suites).length),
  })
  const recorded = await recordRun(done, build, excused, options, world, root)
  writeMerged(done, options, world)
  for (const script of command.after) await runScript(script, ports, 'flaky.after-failed')
  const result = resultOf(done, {
    flakyFails: options.flaky === 'fail',
    recordRequired: options.recordRequired,
    recorded,
    excused,
    quarantineFaults: faults.map(each => each.message),
  })
  if (common.json)
    world.out(`${JSON.stringify({ schema: 'cd-gate/flaky-run/1', ...jsonOf(result) }, null, 2)}\n`)
  else world.out(renderRun(result, options.output, world.colour))
  return exitCodeFor(result.outcome)
}

/**
 * What a package manager runs around a script.
 * @throws GateError flaky.before-failed, flaky.after-failed: the package manager would fail, too
 */
async function runScript(
  script: readonly string[],
  ports: RunPorts,
  fault: 'flaky.before-failed' | 'flaky.after-failed',
): Promise<void> {
  const { code } = await ports.start({ command: script as [string, ...string[]], env: {}, files: {} })
  if (code !== 0) throw gateError(fault, { script: script.join(' ') })
}

/** A failure is forgiven if every way in which its attempts failed is: a rerun that fails otherwise is another failure. */
function excusedBy(entries: readonly QuarantineEntry[], run: FlakyRun, setting: QuarantineSetting) {
  const asked = allCases(run.suites)
    .filter(({ test }) => isFailing(test))
    .flatMap(placed =>
      [...new Set(failuresOf(placed.test).map(fingerprintOfAttempt))].map(fingerprint => ({
        test: refOf(placed),
        fingerprint,
      })),
    )
  const { judgements, faults } = judgeQuarantine(entries, asked, setting)
  const all = new Set(asked.map(({ test }) => test.id))
  asked.forEach(({ test }, index) => {
    if (judgements[index]?.kind !== 'excused') all.delete(test.id)
  })
  return { excused: all, faults }
}

function fingerprintOfAttempt({ problem }: Attempt): string {
  return problem === null ? '' : fingerprintOf(problem)
}

function jsonOf({ failed, flaky, quarantined, ...rest }: ReturnType<typeof resultOf>): object {
  return { ...rest, failed, flaky, quarantined }
}

/** @throws GateError usage.missing-value, flaky.* */
function commandOf(options: FlakyOptions, world: World): TestCommand {
  if (options.command.length === 0) {
    const { expected, example } = flakyOptions.command.type
    throw gateError('usage.missing-value', { source: 'the command after "--"', expected, example })
  }
  // A command whose report and rerun are told needs not be understood.
  const plain = options.command as [string, ...string[]]
  if (options.xunit.length > 0 && options.runner === null) {
    return { argv: plain, env: {}, cwd: world.cwd, before: [], after: [] }
  }
  return readCommand(options.command, {
    cwd: world.cwd,
    env: world.env,
    readText: readTextOrNull,
    namesIn: directory => {
      try {
        return readdirSync(directory)
      } catch {
        return null
      }
    },
  })
}

/** @throws GateError usage.bad-value, flaky.unknown-runner */
function chosenRunner(options: FlakyOptions, command: TestCommand): FlakyRunner {
  if (options.runner !== null) {
    const named = runnerNamed(knownRunner(options.runner, runnerNames))
    if (named) return named
  }
  return options.xunit.length > 0
    ? genericRunner({ rerunCommand: options.rerunCommand })
    : runnerOf(command.argv)
}

function buildOf(options: FlakyOptions, world: World, root: string, startedAt: number): BuildRef {
  const facts = {
    ci: detectCi(world.env, readTextOrNull),
    commit: testedCommit(root, world.env),
    branch: checkedOutBranch(root),
    startedAt,
    environment: environmentName(process.platform, process.arch, process.versions.node),
  }
  return buildRefOf(facts, options)
}

function writeMerged({ suites }: FlakyRun, options: FlakyOptions, world: World): void {
  const target = resolve(world.cwd, options.output)
  const writing = {
    profile: profiles.jenkins,
    retries: 'surefire',
    attachmentPath: (path: string) => resolve(world.cwd, path),
  } as const
  const writer = openReportWriter(target, writing, world, new Set())
  try {
    for (const suite of suites) writer.write(suite)
    writer.finish()
  } catch (error) {
    writer.discard()
    throw error
  }
}
