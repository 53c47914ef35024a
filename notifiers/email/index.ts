import type { Notifier } from '../contract.ts'
import { type EmailOptions, emailOptions, emailSecrets } from './options.ts'

export type { EmailOptions } from './options.ts'

/** Mail to a fixed list and to those who may have broken the build, one thread a breakage. */
export const email: Notifier<EmailOptions> = {
  name: 'email',
  summary: 'Mail over SMTP: to a fixed list, and to the authors of the commits under suspicion.',
  options: emailOptions,
  secrets: emailSecrets,
  open: async setting => (await import('./channel.ts')).openEmailChannel(setting),
}
