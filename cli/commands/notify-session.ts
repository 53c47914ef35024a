import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { type Ci, detectCi } from '../../core/ci.ts'
import { gateError } from '../../core/errors.ts'
import { createMask, type Mask } from '../../core/redact.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import { runProcess } from '../../core/system/process.ts'
import { openStore } from '../../core/system/store/open-store.ts'
import type { Store } from '../../core/system/store/store.ts'
import { visible } from '../../core/text.ts'
import { type OpenedChannel, openChannels } from '../../notifiers/channels.ts'
import { type NotifyOptions, notifyOptions } from '../../notifiers/options.ts'
import { nobodyKnown, type People, readPeople } from '../../notifiers/people.ts'
import { secretValues } from '../../notifiers/secrets.ts'
import { openSpool, type Spool } from '../../notifiers/spool.ts'
import type { World } from '../command.ts'

/** What a run of notify works with. */
export interface Session {
  readonly options: NotifyOptions
  /** Its mask knows the channels' secrets, too. */
  readonly world: World
  readonly ci: Ci | null
  /** What earlier builds were; `null`: nobody keeps it. */
  readonly store: Store | null
  readonly spool: Spool
  readonly channels: readonly OpenedChannel[]
  readonly people: People
  readonly close: () => Promise<void>
}

/** Checks everything that can be wrong before anything is sent. @throws GateError notify.*, store.*, usage.* */
export async function openSession(options: NotifyOptions, plain: World): Promise<Session> {
  const directory = resolve(plain.cwd, options.channels.directory)
  const world = withMask(plain, secretMask(plain.env, directory))
  const ci = detectCi(world.env, readTextOrNull)
  const people = readPeopleFile(options.people, ci, world)
  const channels = await openChannels(options.channels.values, options.to, {
    file: 'the configuration',
    directory,
    env: world.env,
    log: world.log,
  })
  const closeChannels = () => withinGrace(Promise.all(channels.map(({ channel }) => channel.close())))
  try {
    const store = await openStore(options.record, { cwd: world.cwd, env: world.env })
    return {
      options,
      world,
      ci,
      store,
      spool: openSpool(resolve(world.cwd, options.spool)),
      channels,
      people,
      close: async () => {
        await closeChannels()
        await store?.close()
      },
    }
  } catch (error) {
    await closeChannels()
    throw error
  }
}

/** A channel that does not leave must not keep the build: everything is said by then. */
async function withinGrace(leaving: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, GRACE_MS)
  })
  await Promise.race([leaving, late])
  clearTimeout(timer)
}

const GRACE_MS = 2000

/** Tokens whose makers gave them a shape, and what follows `Bearer`: a failure's message may quote anybody's. */
const tokenLike =
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|AKIA[A-Z0-9]{16}|xox[abeoprs]-[\w-]{8,})|\b(Bearer\s+)[\w.~+/=-]{16,}/g

/** Secrets that stand in files are in no variable that the usual mask could know. */
function secretMask(env: NodeJS.ProcessEnv, directory: string): Mask {
  const values = secretValues(env, directory)
  const mask = createMask(Object.fromEntries(values.map((value, index) => [`${index}_SECRET`, value])))
  return text => mask(text).replace(tokenLike, (_, scheme: string | undefined) => `${scheme ?? ''}***`)
}

function withMask(world: World, more: Mask): World {
  const mask: Mask = text => more(world.mask(text))
  return {
    ...world,
    mask,
    out: text => world.out(mask(text)),
    log: line => world.log(mask(line)),
    write: (file, text) => world.write(file, mask(text)),
  }
}

/**
 * A change request may come from anybody, who must not be able to say whom to write to: of one, the file is read as it is in
 * the branch that the change goes to.
 * @throws GateError notify.bad-people
 */
function readPeopleFile(file: string, ci: Ci | null, { cwd, env, log }: World): People {
  const text = ci?.change ? peopleOfTarget(file, ci, cwd, env) : readTextOrNull(resolve(cwd, file))
  if (text !== null) return readPeople(text, file)
  if (ci?.change) {
    if (existsSync(resolve(cwd, file)))
      log(
        `cd-gate: ${visible(file)} of the change itself is not trusted, and the target branch's cannot be read`,
      )
    return nobodyKnown
  }
  if (file === notifyOptions.people.default) return nobodyKnown
  const advice = 'check the path given to --people'
  throw gateError('notify.bad-people', { file: visible(file), why: 'it cannot be read', advice })
}

function peopleOfTarget(file: string, { bases }: Ci, cwd: string, env: NodeJS.ProcessEnv): string | null {
  for (const { ref } of bases.filter(({ kind }) => kind === 'target')) {
    try {
      const path = relative(cwd, resolve(cwd, file)).replaceAll('\\', '/')
      const { code, stdout } = runProcess('git', ['show', '--end-of-options', `${ref}:./${path}`], {
        cwd,
        env,
      })
      if (code === 0) return stdout.toString()
    } catch {
      return null
    }
  }
  return null
}
