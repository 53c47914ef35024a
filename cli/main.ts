import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { GateError, gateError } from '../core/errors.ts'
import { readOptions } from '../core/option-values.ts'
import type { CommonOptions, World } from './command.ts'
import { readCommandLine } from './command-line.ts'
import { commonOptions } from './common-options.ts'
import { loadConfig } from './config.ts'

/**
 * Runs a command line and returns the exit code. Nothing is thrown: an error that a user can mend is its
 * message and its hint on standard error, any other is said to be a fault of cd-gate.
 */
export async function main(args: readonly string[], world: World): Promise<number> {
  try {
    const request = await readCommandLine(args, world.width)
    if (request.kind === 'text') {
      world.out(request.text)
      return 0
    }
    const { entry, module, flags } = request
    const common = readOptions<CommonOptions>('common', commonOptions, { flags, env: {}, config: null })
    const cwd = enter(common.cwd, world.cwd)
    const config = await loadConfig(common.config, cwd, entry.section)
    const table = module.sectionOptions ?? module.options
    const options = readOptions(entry.section, table, { flags, env: world.env, config })
    const log = common.quiet ? () => {} : world.log
    const given = new Set(Object.keys(flags).filter(name => (flags[name]?.length ?? 0) > 0))
    return await module.run({ options, given, common, world: { ...world, cwd, log } })
  } catch (error) {
    return report(error, world)
  }
}

function enter(directory: string | null, cwd: string): string {
  if (directory === null) return cwd
  const entered = resolve(cwd, directory)
  try {
    if (statSync(entered).isDirectory()) return entered
  } catch {
    // Said below, in the same words as for a file.
  }
  throw gateError('usage.bad-directory', { source: '--cwd', given: directory })
}

function report(error: unknown, world: World): number {
  if (error instanceof GateError) {
    world.log(`cd-gate: ${error.message}.`)
    world.log(`  → ${error.hint}`)
    return error.exitCode
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  world.log(`cd-gate: a fault of cd-gate itself, so nothing can be told: ${trace}`)
  world.log('  → please report it with the command that was run')
  return 3
}
