import { appendFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gateError } from '../../core/errors.ts'
import type { Besides } from '../../core/reports/host.ts'
import { reasonOf } from '../../core/system/files.ts'
import { runProcess } from '../../core/system/process.ts'
import { visible } from '../../core/text.ts'
import type { World } from '../command.ts'

type Deliveries = readonly (() => void)[]

/** What a host takes beside a rendering: what has to be there before its text, and what comes after. */
export function besides(
  all: readonly Besides[],
  say: (text: string) => void,
  world: World,
  top: string,
): { readonly before: Deliveries; readonly after: Deliveries } {
  const before = all.filter(each => each.kind === 'write')
  const after = all.filter(each => each.kind !== 'write')
  const deliveries = (some: readonly Besides[]) => some.map(each => () => deliver(each, say, world, top))
  return { before: deliveries(before), after: deliveries(after) }
}

/** @throws GateError output.unwritable */
function deliver(each: Besides, say: (text: string) => void, world: World, top: string): void {
  if (each.kind === 'log') say(each.text.endsWith('\n') ? each.text : `${each.text}\n`)
  else if (each.kind === 'write') world.write(join(top, each.file), each.text)
  else if (each.kind === 'append') {
    const file = resolve(world.cwd, each.file)
    try {
      appendFileSync(file, world.mask(each.text))
    } catch (error) {
      throw gateError('output.unwritable', { file, why: reasonOf(error) }, error)
    }
    world.log(`cd-gate: wrote the ${each.what}`)
  } else run(each, world)
}

/** An agent that is not there, or refuses, takes nothing from the verdict: it stands in the log all the same. */
function run({ command, args, input, what }: Extract<Besides, { kind: 'run' }>, world: World): void {
  const failed = (why: string) => world.log(`cd-gate: no ${what}: ${command} ${visible(world.mask(why))}`)
  try {
    const { code, stderr } = runProcess(command, args, {
      cwd: world.cwd,
      env: world.env,
      input: world.mask(input),
    })
    if (code === 0) world.log(`cd-gate: wrote the ${what}`)
    else failed(`ended with ${code ?? 'a signal'}: ${stderr.trim()}`)
  } catch (error) {
    failed(`cannot be started: ${reasonOf(error)}`)
  }
}
