import type { ChannelSetting } from '../../notifiers/contract.ts'
import { type EmailOptions, emailOptions } from '../../notifiers/email/options.ts'

/** The options of a channel as the configuration gives them, with their defaults. */
export function emailSetting(
  options: Partial<EmailOptions>,
  secrets: Readonly<Record<string, string>> = {},
  changes: Partial<ChannelSetting<EmailOptions>> = {},
): ChannelSetting<EmailOptions> {
  const defaults = Object.fromEntries(
    Object.entries(emailOptions).map(([name, spec]) => [name, spec.default]),
  )
  const usual = { server: 'smtp://127.0.0.1:1', from: 'The builds <ci@lab.test>' }
  return {
    name: 'mail',
    options: { ...(defaults as unknown as EmailOptions), ...usual, ...options },
    secrets,
    directory: process.cwd(),
    env: {},
    template: null,
    log: () => {},
    ...changes,
  }
}
