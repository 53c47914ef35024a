import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IrcCertificates } from './irc-certificates.ts'
import { freePort, listening, makeDaemon } from './irc-daemon.ts'

export interface NgircdServer {
  readonly port: number
  readonly tlsPort: number
  stop(): Promise<void>
}

/**
 * ngircd on loopback: no SASL, no labels; it takes a bare CR for a line's end, and closes on long lines. `#key` wants the key
 * sesame, `#inv` an invitation, `#quiet` is moderated, and `#full` has room for one.
 * @param password of the server
 */
export async function startNgircd(
  program: string,
  certificates: IrcCertificates,
  password: string | null = null,
): Promise<NgircdServer> {
  const daemon = makeDaemon('ngircd')
  const [port, tlsPort] = [await freePort(), await freePort()]
  const file = join(daemon.directory, 'ngircd.conf')
  writeFileSync(
    file,
    `[Global]
	Name = irc.lab.test
	Info = lab
	Listen = 127.0.0.1
	Ports = ${port}
	AdminEMail = ci@lab.test
	MotdPhrase = lab
${password === null ? '' : `	Password = ${password}\n`}[Limits]
	MaxConnections = 0
	MaxConnectionsIP = 0
	MaxPenaltyTime = 0
	MaxNickLength = 12
[Options]
	DNS = no
	Ident = no
	PAM = no
[SSL]
	CertFile = ${certificates.certFile}
	KeyFile = ${certificates.keyFile}
	Ports = ${tlsPort}
[Channel]
	Name = #key
	Modes = k sesame
[Channel]
	Name = #inv
	Modes = i
[Channel]
	Name = #quiet
	Modes = m
[Channel]
	Name = #full
	Modes = l 1
`,
  )
  const child = daemon.run(program, ['-n', '-f', file])
  await listening(port, child)
  return { port, tlsPort, stop: daemon.stop }
}
