import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { DeliveryOutcome } from '../../notifiers/contract.ts'
import type { IrcOptions } from '../../notifiers/irc/options.ts'
import { type IrcCertificates, makeIrcCertificates } from './irc-certificates.ts'
import { deliverOnce, type OpenedIrc, openIrc } from './irc-setting.ts'
import { type Script, type ScriptedIrc, startScriptedIrc } from './scripted-irc.ts'

/** Capabilities of scripted servers. */
export const LABELS = 'echo-message labeled-response batch'
export const SASL: string = `${LABELS} sasl=PLAIN,EXTERNAL`
export const PASSWORD = 'top-secret-pw'

export interface IrcLab {
  readonly certificates: () => IrcCertificates
  scripted(script?: Script, capabilities?: string, isTls?: boolean): Promise<ScriptedIrc>
  /** In clear, without a login. */
  open(server: ScriptedIrc, options?: Partial<IrcOptions>): Promise<OpenedIrc>
  /** Over TLS, with SASL PLAIN. */
  openLogin(server: ScriptedIrc, options?: Partial<IrcOptions>): Promise<OpenedIrc>
  /** Of one delivery to #dev. */
  outcome(server: ScriptedIrc, options?: Partial<IrcOptions>): Promise<DeliveryOutcome | undefined>
}

/** Scripted servers for the tests of a file: stopped after each test. */
export function ircLab(): IrcLab {
  let certificates: IrcCertificates
  const servers: ScriptedIrc[] = []
  beforeAll(() => {
    certificates = makeIrcCertificates()
  })
  afterAll(() => certificates.remove())
  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.stop()))
  })
  const lab: IrcLab = {
    certificates: () => certificates,
    scripted: async (script = {}, capabilities = '', isTls = false) => {
      const { certFile, keyFile } = certificates
      const tls = isTls ? { cert: readFileSync(certFile), key: readFileSync(keyFile) } : null
      const server = await startScriptedIrc(script, capabilities, tls)
      servers.push(server)
      return server
    },
    open: (server, options = {}) => openIrc({ server: `irc://127.0.0.1:${server.port}`, ...options }),
    openLogin: (server, options = {}) =>
      openIrc(
        {
          server: `ircs://localhost:${server.port}`,
          ca: certificates.caFile,
          login: 'plain',
          account: 'ci',
          ...options,
        },
        { password: PASSWORD },
      ),
    outcome: async (server, options) => (await deliverOnce(await lab.open(server, options)))[0]?.outcome,
  }
  return lab
}

/** What a server was asked to tell channels. */
export function messagesTo({ received }: ScriptedIrc): readonly string[] {
  return received.filter(line => /PRIVMSG #/.test(line))
}
