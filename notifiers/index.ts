import type { Notifier } from './contract.ts'

/** A notifier of whatever options: its own table or schema has checked them. */
// biome-ignore lint/suspicious/noExplicitAny: the table holds notifiers of different options
export type AnyNotifier = Notifier<any>

/** What is built in, loaded when a channel is of that type. */
export const notifiers: Readonly<Record<string, () => Promise<AnyNotifier>>> = {
  irc: async () => (await import('./irc/index.ts')).irc,
  email: async () => (await import('./email/index.ts')).email,
  webhook: async () => (await import('./webhook.ts')).webhook,
  exec: async () => (await import('./exec.ts')).exec,
  slack: async () => (await import('./slack.ts')).slack,
}
