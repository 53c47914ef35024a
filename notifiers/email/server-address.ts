export interface ServerAddress {
  readonly host: string
  readonly port: number
  /** TLS from the first byte, without STARTTLS. */
  readonly implicitTls: boolean
}

/** Reads `smtp://host:port` or `smtps://host:port`. What is wrong is told without the address itself. */
export function parseServer(
  text: string,
): ServerAddress | { readonly fault: string; readonly advice: string } {
  const advice = 'give smtp://host:port or smtps://host:port'
  if (!URL.canParse(text)) return { fault: 'is no address', advice }
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text)
  if (password !== '' || username !== '')
    return {
      fault: 'holds a user or password',
      advice: 'set user in the configuration, and the password as a secret of the environment',
    }
  if (protocol !== 'smtp:' && protocol !== 'smtps:')
    return { fault: 'begins with neither smtp:// nor smtps://', advice }
  if (hostname === '' || !/^\/?$/.test(pathname) || search !== '' || hash !== '')
    return { fault: 'is more or less than a host and a port', advice }
  const implicitTls = protocol === 'smtps:'
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port: port === '' ? (implicitTls ? 465 : 587) : Number(port), implicitTls }
}
