import { type Connection, connect } from './connection.ts'
import { folded } from './encode.ts'
import { silenceFault } from './network-fault.ts'
import { identify } from './nickserv.ts'
import { createPacer, type Pacer } from './pace.ts'
import { register } from './registration.ts'
import type { IrcSettings } from './settings.ts'

/** A connection that is registered and logged in, in no channel yet. */
export interface IrcSession {
  readonly connection: Connection
  readonly pacer: Pacer
  readonly account: string | null
  /** The server answers each labelled command with that label, and a message with its echo. */
  readonly hasLabels: boolean
  readonly hasEcho: boolean
  /** The letter of the server's mode for bots; `null`: it has none, or it is not wanted. */
  readonly botMode: string | null
  /** Channels that were joined, folded; shared by deliveries. */
  readonly joined: Map<string, Promise<Joined>>
}

export interface Joined {
  /** Our own, as receivers see it: `nick!user@host`. */
  readonly prefix: string
  /** Nicks of the others in the channel, folded. */
  readonly present: ReadonlySet<string>
}

/**
 * Connects and registers.
 * @throws IrcFault
 */
export async function openSession(settings: IrcSettings, signal: AbortSignal): Promise<IrcSession> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(settings.connectMs)])
  if (within.aborted) throw silenceFault(settings, 'connecting')
  const connection = await connect(settings)
  let { account } = await register(connection, settings, within)
  const { login } = settings
  if (login.kind === 'nickserv') account = await identify(connection, settings, login, within)
  const capabilities = connection.capabilities()
  const has = (name: string) => capabilities.includes(name)
  const botMode = settings.bot ? botModeOf(connection) : null
  const pacer = createPacer(settings.burst, settings.paceMs)
  if (botMode !== null) {
    await pacer.take(within)
    connection.send(['MODE', connection.nick(), `+${botMode}`])
  }
  const joined = new Map<string, Promise<Joined>>()
  connection.listen(({ command, params, nick }) => {
    const who = command === 'KICK' ? params[1] : command === 'PART' ? nick : undefined
    if (who === connection.nick()) joined.delete(folded(params[0] ?? ''))
  })
  return {
    connection,
    pacer,
    account,
    hasEcho: has('echo-message'),
    hasLabels: has('echo-message') && has('labeled-response'),
    botMode,
    joined,
  }
}

/** https://ircv3.net/specs/extensions/bot-mode */
function botModeOf(connection: Connection): string | null {
  const letter = connection.isupport().BOT
  return typeof letter === 'string' && /^[A-Za-z]$/.test(letter) ? letter : null
}

export function isAlive({ connection }: IrcSession): boolean {
  return connection.fault() === null
}
