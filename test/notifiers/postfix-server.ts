import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Certificates } from './email-certificates.ts'

export interface PostfixServer {
  readonly smtpPort: number
  readonly smtpsPort: number
  /** Every mail in the one mailbox of lab.test, by time of arrival, once there are that many. */
  mails(count: number): Promise<readonly string[]>
  stop(): void
}

/** The server wants to be started by root. */
export function postfixAvailable(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/sbin/postfix')
}

/**
 * A Postfix of its own on loopback: takes mail for lab.test, with STARTTLS and over TLS, queues it, and puts it into a
 * maildir; relays nothing.
 */
export async function startPostfix({ certFile, keyFile }: Certificates): Promise<PostfixServer> {
  const root = mkdtempSync(join(tmpdir(), 'cd-gate-postfix-'))
  chmodSync(root, 0o755)
  const [config, queue, data, mail] = ['etc', 'queue', 'data', 'mail'].map(name => join(root, name)) as [
    string,
    string,
    string,
    string,
  ]
  for (const directory of [config, queue, data, mail]) mkdirSync(directory)
  execFileSync('chown', ['postfix', data])
  // The maildir is made here, so that what arrives in it can be watched.
  const box = join(mail, 'box')
  for (const directory of [box, ...['new', 'cur', 'tmp'].map(name => join(box, name))]) {
    mkdirSync(directory)
    chownSync(directory, 65534, 65534)
  }
  const [smtpPort, smtpsPort] = [await freePort(), await freePort()]
  writeFileSync(join(config, 'main.cf'), mainConfiguration({ queue, data, mail, root, certFile, keyFile }))
  writeFileSync(join(config, 'master.cf'), masterConfiguration(smtpPort, smtpsPort))
  writeFileSync(
    join(root, 'recipients'),
    'gone@lab.test 550 5.1.1 gone\nbusy@lab.test 450 4.2.0 greylisted\n',
  )
  const run = (command: string) =>
    execFileSync('/usr/sbin/postfix', ['-c', config, command], { stdio: 'ignore', timeout: 30_000 })
  run('start')
  return {
    smtpPort,
    smtpsPort,
    mails: count => arrived(join(box, 'new'), count),
    stop() {
      run('abort')
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function arrived(directory: string, count: number): Promise<readonly string[]> {
  return new Promise(resolve => {
    const look = () => {
      const names = readdirSync(directory).sort(byArrival)
      if (names.length < count) return
      watcher.close()
      resolve(names.map(name => readFileSync(join(directory, name), 'utf8')))
    }
    const watcher = watch(directory, look)
    look()
  })
}

/** A maildir's names begin with the second, and Postfix's go on with the microsecond. */
function byArrival(one: string, other: string): number {
  const time = (name: string) => {
    const [, seconds = '0', micros = '0'] = /^(\d+)\..*M(\d+)\./.exec(name) ?? []
    return Number(seconds) * 1e6 + Number(micros)
  }
  return time(one) - time(other)
}

interface Places {
  readonly queue: string
  readonly data: string
  readonly mail: string
  readonly root: string
  readonly certFile: string
  readonly keyFile: string
}

function mainConfiguration({ queue, data, mail, root, certFile, keyFile }: Places): string {
  return `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
maillog_file = ${join(root, 'log')}
maillog_file_prefixes = /tmp, /var, ${tmpdir()}
myhostname = mx.lab.test
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = lab.test
virtual_mailbox_base = ${mail}
virtual_mailbox_maps = static:box/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
default_transport = error:no outside mail
smtpd_tls_cert_file = ${certFile}
smtpd_tls_key_file = ${keyFile}
smtpd_tls_security_level = may
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access texthash:${join(root, 'recipients')}, permit
`
}

/** Service, type, private, unprivileged, chroot, wake-up, most processes, command: master(5). */
function masterConfiguration(smtpPort: number, smtpsPort: number): string {
  return `127.0.0.1:${smtpPort} inet n - n - - smtpd
127.0.0.1:${smtpsPort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
