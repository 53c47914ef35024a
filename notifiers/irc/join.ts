import type { IrcMessage } from './connection.ts'
import { folded } from './encode.ts'
import { IrcFault } from './fault.ts'
import { isErrorNumeric, numericFault } from './numerics.ts'
import type { IrcSession, Joined } from './session.ts'
import type { IrcChannel } from './settings.ts'
import { waitFor } from './wait.ts'

/** As servers count commands against a flood. */
const JOIN_COST = 2

/**
 * Joins a channel once for the session.
 * @throws IrcFault
 */
export function join(session: IrcSession, channel: IrcChannel, signal: AbortSignal): Promise<Joined> {
  const key = folded(channel.name)
  const known = session.joined.get(key)
  if (known) return known
  const joining = joinNow(session, channel, signal)
  session.joined.set(key, joining)
  // Another delivery may try again.
  joining.catch(() => session.joined.delete(key))
  return joining
}

async function joinNow(
  { connection, pacer }: IrcSession,
  { name, key }: IrcChannel,
  signal: AbortSignal,
): Promise<Joined> {
  const late = () => new IrcFault('retry', `joining ${name} was not answered in time`, 'raise --deadline')
  try {
    await pacer.take(signal, JOIN_COST)
  } catch {
    throw late()
  }
  const is = (other: string | undefined) => other !== undefined && folded(other) === folded(name)
  const present = new Set<string>()
  let prefix: string | null = null
  const answer = waitFor(
    connection,
    signal,
    (message: IrcMessage): Joined | undefined => {
      const { command, params } = message
      if (command === 'JOIN' && is(params[0]) && message.nick === connection.nick()) prefix = message.prefix
      else if (command === '353' && is(params[2])) for (const nick of nicksIn(params[3])) present.add(nick)
      else if (command === '366' && is(params[1]) && prefix !== null) {
        present.delete(folded(connection.nick()))
        return { prefix, present }
      } else if (isErrorNumeric(command) && params.slice(1, -1).some(is)) {
        throw numericFault(command, name, connection.nick(), params.at(-1) ?? '')
      }
      return undefined
    },
    late,
  )
  connection.send(key === null ? ['JOIN', name] : ['JOIN', name, key])
  return answer
}

/** Of RPL_NAMREPLY: marks of rank in front, and with userhost-in-names the host behind. */
function nicksIn(names: string | undefined): readonly string[] {
  return (names ?? '')
    .split(' ')
    .map(name => folded(name.replace(/^[^\w[\]\\`_^{|}\p{L}]+/u, '').replace(/!.*$/, '')))
    .filter(Boolean)
}
