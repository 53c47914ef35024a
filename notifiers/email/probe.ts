import type { ProbeLine } from '../contract.ts'
import { failed } from './deliver.ts'
import { openSession, type Session, SessionError } from './session.ts'
import type { MailSettings } from './settings.ts'

/** Connects, encrypts and logs in as for a mail, asks once more for an answer, and sends nothing. */
export async function probeServer(
  settings: MailSettings,
  signal: AbortSignal,
): Promise<readonly ProbeLine[]> {
  const { host, port } = settings.server
  const connected = good(`${host}:${port} answers EHLO`)
  let session: Session
  try {
    session = await openSession(settings, signal)
  } catch (error) {
    const isConnected = error instanceof SessionError && error.step === 'login'
    return [...(isConnected ? [connected] : []), bad(error, settings)]
  }
  const lines = [connected, encryption(session, settings), login(settings)]
  try {
    await session.reset()
    return [...lines, good('it is ready for mail')]
  } catch (error) {
    return [...lines, bad(error, settings)]
  } finally {
    session.leave()
  }
}

function encryption({ encryption: protocol }: Session, { allowInsecure }: MailSettings): ProbeLine {
  if (protocol === null) return good('the connection is not encrypted, as requireTls: false allows')
  return good(
    allowInsecure
      ? `${protocol}, and the certificate is not checked (allowInsecure)`
      : `${protocol}, and the certificate is trusted`,
  )
}

function login({ login: wanted }: MailSettings): ProbeLine {
  return good(wanted === null ? 'no login is wanted' : `logged in as ${wanted.user}`)
}

function good(what: string): ProbeLine {
  return { ok: true, what, advice: '' }
}

function bad(error: unknown, settings: MailSettings): ProbeLine {
  const outcome = failed(error, settings)
  return outcome.kind === 'delivered'
    ? good(outcome.proof)
    : { ok: false, what: outcome.why, advice: outcome.advice }
}
