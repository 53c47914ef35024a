import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gateError } from '../../core/errors.ts'
import { makeDirectories, reasonOf } from '../../core/system/files.ts'
import { type Ended, runWatched } from '../../core/system/spawn.ts'
import { visible } from '../../core/text.ts'
import type { TestCommand } from '../../flaky/command.ts'
import type { FlakyOptions } from '../../flaky/options.ts'
import type { RunPorts } from '../../flaky/run.ts'
import type { Invocation } from '../../flaky/runners/runner.ts'
import type { World } from '../command.ts'
import { foreignReports, ownReports, type ReadReport } from './flaky-run-reports.ts'

/** Each run of ours has a directory of its own; earlier ones are not kept for ever. @throws GateError output.unwritable */
export function runDirectory(cwd: string): string {
  const own = join(cwd, '.cd-gate')
  try {
    return numberedDirectory(own)
  } catch (error) {
    throw gateError('output.unwritable', { file: own, why: reasonOf(error) }, error)
  }
}

function numberedDirectory(own: string): string {
  const all = join(own, 'run')
  const isNew = !existsSync(own)
  makeDirectories(all)
  // Once: whoever takes it away wants the directory in git.
  if (isNew) writeFileSync(join(own, '.gitignore'), '*\n')
  const numbers = readdirSync(all)
    .map(Number)
    .filter(Number.isInteger)
    .sort((one, other) => one - other)
  for (const number of numbers.slice(0, -KEPT_RUNS))
    rmSync(join(all, String(number)), { recursive: true, force: true })
  for (let number = (numbers.at(-1) ?? 0) + 1; ; number += 1) {
    try {
      mkdirSync(join(all, String(number)))
      return join(all, String(number))
    } catch (error) {
      // Another run took the number at the same moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

const KEPT_RUNS = 5

export function portsOf(
  options: FlakyOptions,
  command: TestCommand,
  world: World,
  signal: AbortSignal,
): RunPorts {
  const read: ReadReport =
    options.xunit.length > 0 ? foreignReports(options.xunit, command.cwd, world.log) : ownReports(world.log)
  let startedAt = Date.now()
  return {
    makeDirectory: directory => makeDirectories(directory),
    start: async ({ command: words, env, files }: Invocation): Promise<Ended> => {
      startedAt = Date.now()
      for (const [file, text] of Object.entries(files)) {
        makeDirectories(dirname(file))
        writeFileSync(file, text)
      }
      const timeoutMs = options.timeout === null ? null : options.timeout * 1000
      const ended = await runWatched({
        command: words,
        cwd: command.cwd,
        env: { ...world.env, ...command.env, ...env },
        timeoutMs,
        signal,
      })
      if (ended.failure !== null)
        world.log(`cd-gate: ${visible(words[0])} could not be started: ${ended.failure}`)
      if (ended.timedOut)
        world.log(`cd-gate: it took more than ${options.timeout} seconds and was ended (--timeout)`)
      return ended
    },
    read: output => read(output, startedAt),
  }
}
