import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface IrcCertificates {
  readonly caFile: string
  readonly certFile: string
  readonly keyFile: string
  readonly clientCertFile: string
  readonly clientKeyFile: string
  /** SHA-256 of the client's certificate: hexadecimal, in lower case. */
  readonly clientFingerprint: string
  remove(): void
}

/** An authority, a server's certificate for localhost and a client's, made anew; readable for the servers' user. */
export function makeIrcCertificates(): IrcCertificates {
  const directory = mkdtempSync(join(tmpdir(), 'cd-gate-irc-certificates-'))
  const file = (name: string) => join(directory, name)
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=lab CA', '-days', '2')
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  for (const name of ['server', 'client']) {
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    const signing = [
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-extfile',
      'names',
      '-days',
      '2',
    ]
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...signing)
    chmodSync(file(`${name}.key`), 0o644)
  }
  chmodSync(directory, 0o755)
  const client = new X509Certificate(readFileSync(file('client.pem')))
  return {
    caFile: file('ca.pem'),
    certFile: file('server.pem'),
    keyFile: file('server.key'),
    clientCertFile: file('client.pem'),
    clientKeyFile: file('client.key'),
    clientFingerprint: client.fingerprint256.replaceAll(':', '').toLowerCase(),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
