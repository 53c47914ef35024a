import { expect } from 'vitest'
import { createRepository } from '../repository.ts'
import { findTool, itNeeds } from '../require-tool.ts'
import { runCli } from '../run-cli.ts'
import { makeIrcCertificates } from './irc-certificates.ts'
import { connectIrcClient } from './irc-client.ts'
import { startMailbox } from './mailbox.ts'
import { startNgircd } from './ngircd-server.ts'

const program = findTool('/usr/sbin/ngircd') ?? findTool('ngircd')

function reportOf(...failing: readonly string[]): string {
  const cases = failing.map(
    name =>
      `<testcase classname="${name}" name="${name} works" file="src/${name}.test.js"><failure message="expected 1 to be 2">Error: expected 1 to be 2
    at ${name} (src/${name}.js:1:1)</failure></testcase>`,
  )
  return `<testsuites><testsuite name="all">${cases.join('')}<testcase classname="ok" name="ok"/></testsuite></testsuites>`
}

itNeeds(
  program ?? 'ngircd',
  'broken, still, other test, fixed: in an IRC client and in a mailbox',
  async tool => {
    const certificates = makeIrcCertificates()
    const server = await startNgircd(tool, certificates)
    const user = await connectIrcClient(server.port, 'watcher', ['#dev'])
    try {
      const mailbox = await startMailbox()
      const repository = createRepository({
        'src/pay.js': '1\n',
        'src/ship.js': '1\n',
        '.gitignore': 'cd-gate.config.mjs\nreports/\n.cd-gate/\n',
        'cd-gate.people.json': JSON.stringify({
          people: [{ name: 'Alice', emails: ['alice@lab.test'], irc: 'alice' }],
        }),
      })
      repository.write(
        'cd-gate.config.mjs',
        `export default { notify: { repository: 'acme/pay', channels: {
        irc: { type: 'irc', server: 'ircs://localhost:${server.tlsPort}', ca: '${certificates.caFile}', nick: 'gate', channels: ['#dev'] },
        mail: { type: 'email', server: 'smtp://127.0.0.1:${mailbox.port}', requireTls: false, from: 'CI <ci@lab.test>', to: ['team@lab.test'] },
      } } }\n`,
      )
      const notify = async (report: string) => {
        repository.write('reports/junit.xml', report)
        const run = await runCli(repository.directory, [
          'notify',
          '--xunit',
          'reports/junit.xml',
          '--require-delivery',
        ])
        expect(run.code, run.out + run.log).toBe(0)
        await user.settled()
      }
      const heard = () =>
        user.lines
          .filter(line => / PRIVMSG #dev /.test(line))
          .map(line => line.replace(/^.*? PRIVMSG #dev :/, ''))

      await notify(reportOf())
      expect(heard()).toEqual([])
      repository.write('src/pay.js', '2\n')
      repository.git('commit', '-qam', 'Charge cards at once', '--author', 'Alice <alice@lab.test>')
      await notify(reportOf('pay'))
      expect(heard()[0]).toMatch(/^acme\/pay main is broken .*by alice: .*src\/pay\.js:1/)
      expect(heard()[1]).toContain('pay works')
      const broken = heard().length
      await notify(reportOf('pay'))
      expect(heard()).toHaveLength(broken)
      await notify(reportOf('pay', 'ship'))
      expect(heard()[broken]).toMatch(/still broken, and 1 test more/)
      const still = heard().length
      await notify(reportOf())
      expect(heard()[still]).toMatch(/^acme\/pay main is fixed/)
      await notify(reportOf())
      expect(heard()).toHaveLength(still + 1)

      for (const address of ['team@lab.test', 'alice@lab.test']) {
        const mails = mailbox.mails.filter(each => each.to === address).map(each => each.mail)
        expect(mails.map(({ headers }) => headers.get('x-cdgate-state'))).toEqual([
          'broken FAILURE',
          'still-broken FAILURE',
          'fixed SUCCESS',
        ])
        expect(new Set(mails.map(({ references }) => [references].flat()[0])).size).toBe(1)
      }
      expect(mailbox.mails).toHaveLength(6)
      // Nobody was addressed but the channel, and nothing but the bot's coming, speaking and going was seen.
      const commands = user.lines.filter(line => line.startsWith(':gate!')).map(line => line.split(' ')[1])
      expect(new Set(commands)).toEqual(
        new Set(['JOIN', 'PRIVMSG', 'QUIT', 'MODE'].filter(each => commands.includes(each))),
      )
    } finally {
      user.quit()
      await server.stop()
      certificates.remove()
    }
  },
)
