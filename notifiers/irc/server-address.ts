export interface ServerAddress {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
}

/** Reads `ircs://host:port`, `irc://host:port`, `host`, `host:port`. Returns what is wrong with it as a text. */
export function readServer(given: string): ServerAddress | string {
  const url = parsed(given.includes('://') ? given : `ircs://${given}`)
  if (url === null) return `"${given}" is no address`
  if (url.username !== '' || url.password !== '') return 'the address holds a user or a password'
  if (url.protocol !== 'ircs:' && url.protocol !== 'irc:') return `${url.protocol}// is not ircs:// or irc://`
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(url.hostname)) return `"${given}" names no host`
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    return 'the address names more than host and port'
  }
  const isTls = url.protocol === 'ircs:'
  const port = url.port === '' ? (isTls ? 6697 : 6667) : Number(url.port)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port, isTls }
}

/** Node 20 has no URL.parse. */
function parsed(given: string): URL | null {
  try {
    return new URL(given)
  } catch {
    return null
  }
}
