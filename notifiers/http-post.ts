import type { ClientRequest, RequestOptions } from 'node:http'
import { isIP } from 'node:net'
import { reasonOf } from '../core/system/files.ts'
import type { DeliveryOutcome } from './contract.ts'

/** One POST. Redirects are not followed: what is posted, and its secret, are meant for one host. */
export interface Post {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `failed`: no byte of it can have been taken in; `unanswered`: it may have been. */
export type PostResult =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly body: string
      /** Milliseconds that the receiver asks to wait; `null`: it does not. */
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'failed' | 'unanswered'; readonly why: string; readonly code: string }

const LARGEST_ANSWER = 64 * 1024

/** Resolves, whatever happens; at once when the signal aborts. */
export async function post({ url, headers, body }: Post, signal: AbortSignal): Promise<PostResult> {
  const http = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const length = String(Buffer.byteLength(body))
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'cd-gate',
      ...headers,
      'content-length': length,
    },
    // A connection that is kept would keep the process, too.
    agent: false,
  }
  if (signal.aborted) return { kind: 'failed', why: 'no time is left', code: 'TIMEOUT' }
  return new Promise(resolve => {
    let isConnected = false
    let answered: (() => void) | null = null
    const request: ClientRequest = http.request(url, options)
    const settle = (result: PostResult): void => {
      signal.removeEventListener('abort', stop)
      resolve(result)
      request.destroy()
    }
    // The status is the answer: a body that is cut off changes nothing.
    const fail = (why: string, code: string) =>
      answered ? answered() : settle({ kind: isConnected ? 'unanswered' : 'failed', why, code })
    const stop = () =>
      fail(isConnected ? 'no answer came in time' : 'no connection came about in time', 'TIMEOUT')
    signal.addEventListener('abort', stop)
    request.on('socket', socket => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        isConnected = true
      })
    })
    request.on('error', (error: NodeJS.ErrnoException) => fail(reasonOf(error), error.code ?? ''))
    request.on('response', response => {
      const status = response.statusCode ?? 0
      const retryAfterMs = waitIn(response.headers['retry-after'])
      let text = ''
      answered = () => settle({ kind: 'answered', status, body: text, retryAfterMs })
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        text += piece
        if (text.length > LARGEST_ANSWER) answered?.()
      })
      for (const end of ['end', 'close', 'error']) response.on(end, () => answered?.())
    })
    request.end(body)
  })
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function waitIn(value: string | undefined): number | null {
  if (value === undefined) return null
  if (/^\d{1,7}$/.test(value.trim())) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}

/** What an answer means by its status alone (RFC 9110, 15). */
export function outcomeOfStatus(
  { status, retryAfterMs }: Extract<PostResult, { kind: 'answered' }>,
  what: string,
): DeliveryOutcome {
  const why = `${what} answered with HTTP ${status}`
  if (status >= 200 && status < 300) return { kind: 'delivered', proof: `HTTP ${status}` }
  if (status >= 500 || [408, 425, 429].includes(status)) {
    const advice =
      status === 429 ? 'it gets too much at once: give the channel fewer events' : 'look whether it is down'
    return { kind: 'retry', why, advice, afterMs: retryAfterMs }
  }
  return { kind: 'refused', why, advice: adviceOn(status) }
}

function adviceOn(status: number): string {
  if (status >= 300 && status < 400) return 'redirects are not followed: give the address to which it points'
  if (status === 401 || status === 403) return 'check the secret, and whether it was revoked'
  if (status === 404 || status === 410) return 'check the address: it may have been deleted'
  if (status === 413) return 'it takes no messages of that size'
  return 'look into the log of the receiver'
}

/** What came in place of an answer. */
export function outcomeOfFailure(
  result: Exclude<PostResult, { kind: 'answered' }>,
  what: string,
): DeliveryOutcome {
  const why = `${what}: ${result.why}`
  if (result.kind === 'unanswered') return { kind: 'unknown', why, advice: 'look whether it has arrived' }
  return { kind: 'retry', why, advice: adviceOnCode(result.code), afterMs: null }
}

function adviceOnCode(code: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'check the host’s name, and the DNS of this machine'
  if (code === 'ECONNREFUSED') return 'check the port, and whether the server runs'
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) {
    return 'its certificate is not trusted: give its CA with NODE_EXTRA_CA_CERTS'
  }
  if (code === 'TIMEOUT') return 'check whether a firewall stands between'
  return 'check the address and the network'
}

/**
 * An address to which secrets may be sent: https, or http to this very machine.
 * @returns a clause on what is wrong, never the address, which is a secret itself
 */
export function readPostUrl(text: string, isPlainAllowed: boolean): URL | string {
  if (!URL.canParse(text)) return 'is no URL'
  const url = new URL(text)
  if (url.protocol === 'https:') return url
  if (url.protocol !== 'http:') return 'is no https:// URL'
  if (isPlainAllowed || isLoopback(url.hostname)) return url
  return 'is an http:// URL, on which everybody on the way could read it: use https://'
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}
