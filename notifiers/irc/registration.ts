import type { Connection, IrcMessage } from './connection.ts'
import { IrcFault } from './fault.ts'
import { silenceFault } from './network-fault.ts'
import { nicksToTry } from './nicks.ts'
import { numericFault } from './numerics.ts'
import type { IrcSettings } from './settings.ts'
import { waitFor } from './wait.ts'

export interface Registered {
  /** The account that the server says we are logged in to; `null`: none. */
  readonly account: string | null
}

/**
 * Waits until the server takes commands: the welcome (001), then the end of its greeting (376, or 422 without one). A login
 * by SASL that does not succeed ends the connection before that. Takes other nicks where the wanted one is in use.
 * @throws IrcFault
 */
export async function register(
  connection: Connection,
  settings: IrcSettings,
  signal: AbortSignal,
): Promise<Registered> {
  const wantsLogin = settings.login.kind === 'plain' || settings.login.kind === 'external'
  const nicks = nicksToTry(settings.nicks)
  nicks.next()
  const offered: string[] = []
  let account: string | null = null
  let isProven = false
  let isWelcome = false
  let stage = 'connecting'

  const see = (message: IrcMessage): Registered | undefined => {
    const { command, params } = message
    const said = params.at(-1) ?? ''
    if (stage === 'connecting') stage = 'registering'
    switch (command) {
      case 'CAP':
        if (params[1] === 'LS') {
          offered.push(...said.split(' '))
          if (wantsLogin && params[2] !== '*') requireSasl(offered, settings)
        }
        if (params[1] === 'NAK' && wantsLogin) throw noSasl('the server refuses the capability sasl')
        break
      case 'AUTHENTICATE':
        stage = 'logging in'
        break
      case '900':
        account = params[2] ?? null
        break
      case '903':
        isProven = true
        stage = 'registering'
        connection.loggedIn()
        break
      case '902':
      case '904':
      case '905':
      case '906':
      case '908':
        if (!wantsLogin) break
        throw numericFault(command, settings.host, connection.nick(), said)
      case '432':
      case '433':
      case '436':
      case '437':
        if (!isWelcome) takeNextNick(command, said)
        break
      case '464':
      case '465':
        throw numericFault(command, settings.host, connection.nick(), said)
      case '001':
        if (wantsLogin && !isProven) throw noSasl('the server let us in without a login')
        isWelcome = true
        break
      case '376':
      case '422':
        if (!isWelcome) break
        connection.ready()
        return { account }
    }
    return undefined
  }

  const takeNextNick = (command: string, said: string) => {
    const { value, done } = nicks.next()
    if (!done) return connection.send(['NICK', value])
    throw new IrcFault(
      command === '432' ? 'refused' : 'retry',
      `none of the nicks can be had (“${said}”)`,
      'give another nick, or alternativeNicks; on some networks: /msg NickServ GHOST <nick>',
    )
  }

  try {
    return await waitFor(connection, signal, see, () => silenceFault(settings, stage))
  } catch (fault) {
    // Nothing more goes out: not even the end of the negotiation.
    if (fault instanceof IrcFault) connection.fail(fault)
    throw connection.fault() ?? fault
  }
}

/** @throws IrcFault when the server does not offer the login that is wanted */
function requireSasl(offered: readonly string[], { login }: IrcSettings): void {
  const sasl = offered.find(each => each === 'sasl' || each.startsWith('sasl='))
  if (sasl === undefined) throw noSasl('the server offers no SASL')
  const ways = sasl.slice('sasl='.length).toUpperCase().split(',').filter(Boolean)
  const wanted = login.kind.toUpperCase()
  if (ways.length > 0 && !ways.includes(wanted)) {
    throw new IrcFault(
      'refused',
      `the server offers no SASL ${wanted}, but ${ways.join(', ').slice(0, 100)}`,
      'set login to one that it offers',
    )
  }
}

/** The services behind it may be down just now. */
function noSasl(why: string): IrcFault {
  return new IrcFault(
    'retry',
    `${why}, and nothing is sent without it`,
    'the network’s services may be down; where they have no SASL, set login: nickserv or none',
  )
}
