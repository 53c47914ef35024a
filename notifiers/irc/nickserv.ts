import { randomBytes } from 'node:crypto'
import type { Connection } from './connection.ts'
import { folded, plainText } from './encode.ts'
import { IrcFault } from './fault.ts'
import { silenceFault } from './network-fault.ts'
import { numericFault } from './numerics.ts'
import type { IrcSettings, Login } from './settings.ts'
import { waitFor } from './wait.ts'

/**
 * Logs in by a message to NickServ, and waits for proof: the account's numeric (900), or the mode +r that only services
 * give. Where a network has neither, NickServ's own words decide. Proven before anything is joined, so that channels for
 * registered nicks open.
 * @returns the account
 * @throws IrcFault
 */
export async function identify(
  connection: Connection,
  settings: IrcSettings,
  login: Login & { readonly kind: 'nickserv' },
  signal: AbortSignal,
): Promise<string> {
  const { service, account, password } = login
  const [name = service] = service.split('@')
  const own = account ?? connection.nick()
  const token = `cdgate-${randomBytes(6).toString('hex')}`
  const said: string[] = []
  const answer = waitFor(
    connection,
    signal,
    ({ command, params, nick }) => {
      const last = params.at(-1) ?? ''
      if (command === '900') return params[2] ?? own
      if (command === 'MODE' && params[0] === connection.nick() && /\+\w*r/.test(params[1] ?? '')) return own
      if (/^4[04]1$/.test(command) && folded(params[1] ?? '') === folded(service)) {
        throw numericFault('401', service, connection.nick(), last)
      }
      if (command === 'NOTICE' && folded(nick) === folded(name)) {
        said.push(plainText(last))
        // What it does for us arrives before the answer to this.
        if (said.length === 1) connection.send(['PING', token])
      }
      if (command === 'PONG' && last === token) return judgeWords(said.join(' '), own)
      return undefined
    },
    () => silenceFault(settings, `logging in with ${name}`),
  )
  connection.send(['PRIVMSG', service, `IDENTIFY ${account === null ? '' : `${account} `}${password}`])
  try {
    return await answer
  } catch (fault) {
    if (fault instanceof IrcFault) connection.fail(fault)
    throw connection.fault() ?? fault
  }
}

function judgeWords(words: string, account: string): string {
  const isRefusal = /invalid|incorrect|wrong|not registered|isn.t registered|fail|denied|unknown/i.test(words)
  if (!isRefusal && /identified|recogni[sz]ed|accepted|logged in/i.test(words)) return account
  throw new IrcFault(
    'refused',
    `NickServ did not take the login (“${words}”)`,
    'check account and the secret password',
  )
}
