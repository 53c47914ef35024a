import { hash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Store } from '../core/system/store/store.ts'
import type { Alias } from './identity.ts'

const prefix = 'aliases/'

/** Keeps them in the record: segments named by their content, so that stores are united by copying. @throws GateError store.* */
export async function writeAliases(store: Store, aliases: readonly Alias[]): Promise<void> {
  if (aliases.length === 0) return
  const rows = aliases.map(({ from, to }) => [from, to]).sort()
  const text = JSON.stringify([1, rows])
  const key = `${prefix}${hash('sha256', text).slice(0, 24)}`
  await store.write(new Map([[key, deflateRawSync(text)]]))
}

/** All that the record knows; a segment that cannot be read is left out, and told. @throws GateError store.* */
export async function readAliases(
  store: Store,
): Promise<{ readonly aliases: readonly Alias[]; readonly damaged: readonly string[] }> {
  const keys = await store.keys(prefix)
  const found = await store.read(keys)
  const aliases: Alias[] = []
  const damaged: string[] = []
  for (const key of keys) {
    const some = decode(found.get(key))
    if (some) aliases.push(...some)
    else damaged.push(key)
  }
  return { aliases, damaged }
}

function decode(bytes: Uint8Array | undefined): readonly Alias[] | null {
  if (!bytes) return null
  try {
    const data: unknown = JSON.parse(inflateRawSync(bytes, { maxOutputLength: 1 << 26 }).toString())
    if (!Array.isArray(data) || data[0] !== 1 || !Array.isArray(data[1])) return null
    const rows = data[1] as readonly unknown[]
    const aliases = rows.flatMap(row =>
      Array.isArray(row) && typeof row[0] === 'string' && typeof row[1] === 'string'
        ? [{ from: row[0], to: row[1] }]
        : [],
    )
    return aliases.length === rows.length ? aliases : null
  } catch {
    return null
  }
}
