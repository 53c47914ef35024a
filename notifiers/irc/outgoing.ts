/** What may go out: everything that irc-framework or we write passes here, whatever made it. */

const COMMANDS = new Set([
  'CAP',
  'PASS',
  'NICK',
  'USER',
  'AUTHENTICATE',
  'PING',
  'PONG',
  'JOIN',
  'MODE',
  'PRIVMSG',
  'NOTICE',
  'QUIT',
])
/** Without the line's end; tags have bytes of their own. ngircd closes the connection on more. */
const MOST_BYTES = 510

export interface OutgoingState {
  /** SASL is wanted, and 903 was not seen yet. */
  readonly awaitsLogin: boolean
  /** The burst of registration is over. */
  readonly isReady: boolean
}

/**
 * `hold`: CAP END before the login is proven. irc-framework 4.14 sends it on 900 already, and also when SASL failed or was
 * not offered: the server would then register us without the account. `drop`: more than one line, too long a line, or a
 * command that nobody here sends (replies to CTCP, its own PING within registration, which costs flood budget).
 */
export function judgeOutgoing(
  line: string,
  { awaitsLogin, isReady }: OutgoingState,
): 'send' | 'hold' | 'drop' {
  if (/[\r\n\0]/.test(line)) return 'drop'
  const command = line.startsWith('@') ? line.slice(line.indexOf(' ') + 1) : line
  if (Buffer.byteLength(command) > MOST_BYTES) return 'drop'
  const [name = ''] = command.split(' ', 1)
  if (!COMMANDS.has(name)) return 'drop'
  if (command === 'CAP END' && awaitsLogin) return 'hold'
  if (name === 'PING' && !isReady) return 'drop'
  // Only actions and requests of CTCP hold \x01; the encoder leaves none.
  return command.includes('\u0001') ? 'drop' : 'send'
}
