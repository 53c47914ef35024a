import { randomBytes } from 'node:crypto'
import type { DeliveryOutcome } from '../contract.ts'
import type { IrcMessage } from './connection.ts'
import { textBytes } from './cut.ts'
import { folded } from './encode.ts'
import { IrcFault } from './fault.ts'
import { join } from './join.ts'
import { isErrorNumeric, numericFault } from './numerics.ts'
import type { IrcSession, Joined } from './session.ts'
import type { IrcChannel } from './settings.ts'

export interface Telling {
  readonly channel: IrcChannel
  readonly command: 'PRIVMSG' | 'NOTICE'
  readonly lines: (bytes: number, present: ReadonlySet<string>) => readonly string[]
}

/** Joins one channel, says the lines, and waits for the server's proof of each. */
export async function tell(
  session: IrcSession,
  telling: Telling,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { channel } = telling
  // A notice is never answered, so that nothing but its echo can prove it.
  const command = session.hasEcho ? telling.command : 'PRIVMSG'
  let joined: Joined
  try {
    joined = await join(session, channel, signal)
  } catch (error) {
    if (error instanceof IrcFault) return error.outcome()
    throw error
  }
  const lines = telling.lines(textBytes(joined.prefix, command, channel.name), joined.present)
  return say(session, channel.name, command, lines, signal)
}

/** One PRIVMSG a line, and one PING after them where the server echoes nothing. */
function say(
  session: IrcSession,
  name: string,
  command: string,
  lines: readonly string[],
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const { connection, pacer, hasLabels, hasEcho } = session
  const labels = lines.map(() => randomBytes(6).toString('hex'))
  const token = `cdgate-${randomBytes(6).toString('hex')}`
  let proven = 0
  /** Batches that answer one of our labels. */
  const batches = new Map<string, string>()
  let sent = 0

  return new Promise(resolve => {
    const stopPacing = new AbortController()
    const settle = (outcome: DeliveryOutcome) => {
      unlisten()
      signal.removeEventListener('abort', late)
      stopPacing.abort()
      resolve(outcome)
    }
    const broken = (fault: IrcFault) => settle(sent === 0 ? fault.outcome() : fault.afterSending())
    const late = () => {
      const why = `the server did not answer in time for ${name}`
      broken(new IrcFault('retry', why, 'raise --deadline, or lower pace'))
    }
    const labelOf = ({ tags, command: type, params }: IrcMessage) => {
      const label = tags.label ?? batches.get(tags.batch ?? '')
      if (type === 'BATCH' && label !== undefined) batches.set(params[0]?.slice(1) ?? '', label)
      return label !== undefined && labels.includes(label) ? label : undefined
    }
    const isHere = (target: string | undefined) => target !== undefined && folded(target) === folded(name)

    const hear = (message: IrcMessage) => {
      const label = labelOf(message)
      const { command: type, params, nick } = message
      const isOurs = label !== undefined || params.slice(1, -1).some(isHere)
      if ((isErrorNumeric(type) || type === 'FAIL') && isOurs) {
        settle(numericFault(type, name, connection.nick(), params.at(-1) ?? '').outcome())
      } else if (type === 'KICK' && isHere(params[0]) && params[1] === connection.nick()) {
        broken(new IrcFault('retry', `the bot was kicked from ${name}`, `ask the operators of ${name}`))
      } else if (
        type === command &&
        nick === connection.nick() &&
        isHere(params[0]) &&
        (label !== undefined || !hasLabels)
      ) {
        proven += 1
        if (proven === lines.length) settle(delivered(`the server echoed ${linesText(lines)}`))
      } else if (!hasEcho && type === 'PONG' && params.at(-1) === token) {
        settle(delivered(`the server answered PING after ${linesText(lines)}, without an error`))
      }
    }
    const unlisten = connection.listen(hear, broken)
    if (signal.aborted) return late()
    signal.addEventListener('abort', late, { once: true })

    const send = async () => {
      for (const [index, line] of lines.entries()) {
        await pacer.take(stopPacing.signal)
        connection.send([command, name, line], hasLabels ? { label: labels[index] ?? '' } : {})
        sent += 1
      }
      if (!hasEcho) {
        await pacer.take(stopPacing.signal)
        connection.send(['PING', token])
      }
    }
    // It stops when the outcome is settled, which is then known.
    send().catch(() => {})
  })
}

function delivered(proof: string): DeliveryOutcome {
  return { kind: 'delivered', proof }
}

function linesText({ length }: readonly string[]): string {
  return length === 1 ? 'the line' : `${length} lines`
}
