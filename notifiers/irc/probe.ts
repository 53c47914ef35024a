import type { ProbeLine } from '../contract.ts'
import { IrcFault } from './fault.ts'
import { join } from './join.ts'
import { type IrcSession, openSession } from './session.ts'
import type { IrcSettings } from './settings.ts'

/** Connects, registers, logs in and joins as a delivery would, and says nothing. */
export async function probeNetwork(
  settings: IrcSettings,
  signal: AbortSignal,
): Promise<readonly ProbeLine[]> {
  let session: IrcSession
  try {
    session = await openSession(settings, signal)
  } catch (error) {
    return [wrong(error)]
  }
  const joins = await Promise.all(
    settings.channels.map(async (channel): Promise<ProbeLine> => {
      try {
        await join(session, channel, signal)
        return good(`joined ${channel.name}`)
      } catch (error) {
        return wrong(error)
      }
    }),
  )
  await session.connection.quit()
  return [...networkLines(settings, session), ...joins]
}

function networkLines(settings: IrcSettings, session: IrcSession): readonly ProbeLine[] {
  const { host, port, tls, nicks, login, command } = settings
  const nick = session.connection.nick()
  const lines = [
    tls === null
      ? good(`${host}:${port} registers, in clear: everybody on the way can read and change what is said`)
      : tls.allowInsecure
        ? good(`${host}:${port} registers over TLS, its certificate unchecked`)
        : good(`${host}:${port} registers over TLS, its certificate checked`),
    nick === nicks[0]
      ? good(`the nick is ${nick}`)
      : {
          ok: false,
          what: `${nicks[0]} is in use: the nick is ${nick}`,
          advice: 'give a nick that nobody has',
        },
  ]
  if (login.kind !== 'none') lines.push(good(`logged in as ${session.account ?? 'its own'} (${login.kind})`))
  if (command === 'NOTICE' && !session.hasEcho) {
    lines.push({
      ok: false,
      what: 'no notice can be proven here: messages are sent',
      advice: 'set send: message',
    })
  }
  const proof = session.hasLabels ? 'the labelled echo' : 'the answer to a PING'
  lines.push(
    good(`delivery is proven by ${proof}${session.botMode === null ? '' : `; bot mode +${session.botMode}`}`),
  )
  return lines
}

function good(what: string): ProbeLine {
  return { ok: true, what, advice: '' }
}

/** @throws whatever is no fault of the network's */
function wrong(error: unknown): ProbeLine {
  if (!(error instanceof IrcFault)) throw error
  return { ok: false, what: error.message, advice: error.advice }
}
