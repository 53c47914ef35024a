import type { Notifier } from '../contract.ts'
import { type IrcOptions, ircOptions, ircSecrets } from './options.ts'

export type { IrcOptions } from './options.ts'

/** Messages in the channels of one IRC network, in one to three lines. */
export const irc: Notifier<IrcOptions> = {
  name: 'irc',
  summary: 'Messages in channels of one IRC network: one to three lines, their delivery proven.',
  options: ircOptions,
  secrets: ircSecrets,
  open: async setting => (await import('./channel.ts')).openIrcChannel(setting),
}
