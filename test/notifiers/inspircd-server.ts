import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { IrcCertificates } from './irc-certificates.ts'
import { connectIrcClient } from './irc-client.ts'
import { freePort, listening, makeDaemon } from './irc-daemon.ts'

export interface InspircdServer {
  readonly port: number
  readonly tlsPort: number
  /** Over TLS, where the server drops who is too fast instead of slowing it down. */
  readonly strictPort: number
  readonly account: string
  readonly password: string
  stop(): Promise<void>
}

const account = 'cibot'
const password = 'bot-secret-1'

/**
 * InspIRCd with atheme's services: SASL PLAIN and EXTERNAL, labels, echoes, bot mode. One account, which the client's
 * certificate may use too.
 */
export async function startInspircd(
  program: string,
  services: string,
  certificates: IrcCertificates,
): Promise<InspircdServer> {
  const daemon = makeDaemon('inspircd')
  const [port, tlsPort] = [await freePort(), await freePort()]
  const [strictPort, linkPort] = [await freePort(), await freePort()]
  const file = (name: string) => join(daemon.directory, name)
  for (const name of ['data', 'log']) mkdirSync(file(name))
  writeFileSync(
    file('inspircd.conf'),
    inspircdConfiguration({ port, tlsPort, strictPort, linkPort }, daemon.directory, certificates),
  )
  writeFileSync(file('atheme.conf'), athemeConfiguration(linkPort))
  const child = daemon.run(program, ['--nofork', '--config', file('inspircd.conf')])
  await listening(port, child)
  daemon.run(services, [
    '-n',
    '-c',
    file('atheme.conf'),
    '-D',
    file('data'),
    '-l',
    file('log/atheme.log'),
    '-p',
    file('atheme.pid'),
  ])
  await offersSasl(port)
  const founder = await connectIrcClient(port, account)
  founder.send(`PRIVMSG NickServ :REGISTER ${password} ci@lab.test`)
  await founder.seen(/ 900 /)
  founder.send(`PRIVMSG NickServ :CERT ADD ${certificates.clientFingerprint}`)
  await founder.seen(/NickServ.*NOTICE.*(?:added|fingerprint)/i)
  founder.quit()
  return { port, tlsPort, strictPort, account, password, stop: daemon.stop }
}

/** The capability is offered once the services are linked: that, and nothing else, tells. */
function offersSasl(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const ask = () => {
      const socket = connect({ port, host: '127.0.0.1' })
      let text = ''
      socket.on('error', reject)
      socket.on('data', data => {
        text += data
        const list = /CAP \* LS :(.*)\r\n/.exec(text)?.[1]
        if (list === undefined) return
        socket.destroy()
        if (/(?:^| )sasl/.test(list)) resolve()
        else setTimeout(ask, 50)
      })
      socket.write('CAP LS 302\r\n')
    }
    ask()
  })
}

function inspircdConfiguration(
  {
    port,
    tlsPort,
    strictPort,
    linkPort,
  }: Readonly<Record<'port' | 'tlsPort' | 'strictPort' | 'linkPort', number>>,
  directory: string,
  { certFile, keyFile }: IrcCertificates,
): string {
  const modules = [
    'ssl_gnutls',
    'cap',
    'ircv3',
    'ircv3_batch',
    'ircv3_ctctags',
    'ircv3_echomessage',
    'ircv3_labeledresponse',
    'ircv3_msgid',
    'ircv3_servertime',
    'sasl',
    'sslinfo',
    'services_account',
    'sha256',
    'spanningtree',
    'globops',
    'chghost',
    'botmode',
  ]
  return `<server name="irc.lab.test" description="lab" network="LabNet" id="1AA">
<admin name="ci" nick="ci" email="ci@lab.test">
<bind address="127.0.0.1" port="${port}" type="clients">
<bind address="127.0.0.1" port="${tlsPort}" type="clients" ssl="labtls">
<bind address="127.0.0.1" port="${strictPort}" type="clients" ssl="labtls">
<bind address="127.0.0.1" port="${linkPort}" type="servers">
${modules.map(name => `<module name="${name}">`).join('\n')}
<sslprofile name="labtls" provider="gnutls" certfile="${certFile}" keyfile="${keyFile}" requestclientcert="yes" hash="sha256">
<sasl target="services.lab.test">
<link name="services.lab.test" ipaddr="127.0.0.1" port="${linkPort}" allowmask="127.0.0.0/8" sendpass="linkpw" recvpass="linkpw">
<uline server="services.lab.test" silent="yes">
<connect name="strict" port="${strictPort}" allow="*" timeout="20" pingfreq="120" recvq="8192" sendq="262144" commandrate="1000" threshold="10" fakelag="off" localmax="100" globalmax="100" resolvehostnames="no" useident="no">
<connect name="main" allow="*" timeout="20" pingfreq="120" recvq="8192" sendq="262144" softsendq="8192" hardsendq="1048576" commandrate="1000" threshold="10" fakelag="on" localmax="100" globalmax="100" resolvehostnames="no" useident="no">
<options defaultmodes="not" prefixquit="Quit: ">
<performance quietbursts="yes" nouserdns="yes">
<limits maxnick="30" maxchan="64">
<pid file="${join(directory, 'inspircd.pid')}">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="${join(directory, 'log', 'ircd.log')}">
`
}

function athemeConfiguration(linkPort: number): string {
  const modules = [
    'protocol/inspircd',
    'backend/opensex',
    'crypto/pbkdf2v2',
    'nickserv/main',
    'nickserv/register',
    'nickserv/identify',
    'nickserv/info',
    'nickserv/cert',
    'saslserv/main',
    'saslserv/plain',
    'saslserv/external',
    'operserv/main',
  ]
  const service = (block: string, nick: string) =>
    `${block} { nick = "${nick}"; user = "${nick}"; host = "services.lab.test"; real = "${nick}"; };`
  return `${modules.map(name => `loadmodule "modules/${name}";`).join('\n')}
serverinfo {
	name = "services.lab.test";
	desc = "lab services";
	numeric = "00A";
	recontime = 1;
	netname = "LabNet";
	hidehostsuffix = "users.lab.test";
	adminname = "ci";
	adminemail = "ci@lab.test";
	registeremail = "ci@lab.test";
	mta = "/bin/true";
	auth = none;
	casemapping = rfc1459;
};
uplink "irc.lab.test" {
	host = "127.0.0.1";
	port = ${linkPort};
	send_password = "linkpw";
	receive_password = "linkpw";
};
${service('nickserv', 'NickServ')}
${service('saslserv', 'SaslServ')}
${service('operserv', 'OperServ')}
`
}
