import { reasonOf } from '../core/system/files.ts'
import type { ProbeLine } from './contract.ts'

/** Connects to where a URL leads, checks the certificate, and sends nothing. */
export async function probeUrl(url: URL, signal: AbortSignal): Promise<readonly ProbeLine[]> {
  const isSecure = url.protocol === 'https:'
  const port = Number(url.port || (isSecure ? 443 : 80))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const { connect: connectPlain, isIP } = await import('node:net')
  const { connect: connectSecure } = await import('node:tls')
  return new Promise(resolve => {
    const socket = isSecure
      ? connectSecure({ host, port, ...(isIP(host) ? {} : { servername: host }) })
      : connectPlain({ host, port })
    const done = (ok: boolean, what: string, advice: string) => {
      signal.removeEventListener('abort', stop)
      socket.destroy()
      resolve([{ ok, what, advice }])
    }
    const stop = () =>
      done(
        false,
        `${url.host} did not answer in time`,
        'check the address, and whether a firewall stands between',
      )
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    socket.once(isSecure ? 'secureConnect' : 'connect', () =>
      done(true, `${url.host} can be reached${isSecure ? ', and its certificate is trusted' : ''}`, ''),
    )
    socket.on('error', error =>
      done(false, `${url.host}: ${reasonOf(error)}`, 'check the address and the network'),
    )
  })
}
