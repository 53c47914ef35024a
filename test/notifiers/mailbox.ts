import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

export interface Mailbox {
  readonly port: number
  /** Mails that were accepted, in their order, with the envelope's recipient. */
  readonly mails: readonly { readonly to: string; readonly mail: ParsedMail }[]
  readonly connections: () => number
}

/** A mail server on loopback that takes everything; stops when the test ends. */
export async function startMailbox(): Promise<Mailbox> {
  const mails: { to: string; mail: ParsedMail }[] = []
  let connections = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect: (_, done) => {
      connections += 1
      done()
    },
    onData: (stream, session, done) => {
      simpleParser(stream).then(
        mail => {
          for (const { address } of session.envelope.rcptTo) mails.push({ to: address, mail })
          done()
        },
        (error: Error) => done(error),
      )
    },
  })
  const port = await new Promise<number>(resolve => {
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  onTestFinished(() => new Promise<void>(resolve => server.close(() => resolve())))
  return { port, mails, connections: () => connections }
}
