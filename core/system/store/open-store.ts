import { resolve } from 'node:path'
import { gateError } from '../../errors.ts'
import { withoutPassword } from './address.ts'
import { directoryStore } from './directory-store.ts'
import type { Store } from './store.ts'

/** What an address may begin with. Adding a driver is a file and a line here. */
const drivers: Readonly<Record<string, (address: string, setting: StoreSetting) => Store | Promise<Store>>> =
  {
    file: (address, { cwd }) => directoryStore(resolve(cwd, address.slice('file:'.length))),
    postgres: async (address, setting) =>
      (await import('./postgres-store.ts')).postgresStore(address, setting.env),
    postgresql: async (address, setting) =>
      (await import('./postgres-store.ts')).postgresStore(address, setting.env),
  }

export interface StoreSetting {
  readonly cwd: string
  /** Passwords come from here, never from an address. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * @returns `null` for `none`
 * @throws GateError store.bad-url, store.unusable
 */
export async function openStore(address: string, setting: StoreSetting): Promise<Store | null> {
  if (address === 'none') return null
  return driverOf(address)(address, setting)
}

/** So that a wrong address is told before anything has run. @throws GateError store.bad-url */
export function checkAddress(address: string): void {
  if (address !== 'none') driverOf(address)
}

function driverOf(address: string): (typeof drivers)[string] {
  const driver = drivers[/^(\w+):/.exec(address)?.[1] ?? '']
  if (driver && address.length > 'file:'.length) return driver
  throw gateError('store.bad-url', { given: withoutPassword(address) })
}
