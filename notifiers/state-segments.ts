import { createHash } from 'node:crypto'
import type { Store } from '../core/system/store/store.ts'

/**
 * A value that changes, in a store whose segments never do: each version is a segment, the newest counts, older ones are
 * removed. Agents that write at once leave two versions, and lose none.
 */

const KEPT = 20

/** Any words as a folder of a store. */
export function folderOf(kind: string, parts: readonly (string | null)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)
  return `${kind}/${hash}/`
}

/** The versions, newest first: `null` for one that is no JSON of an object. @throws GateError store.* */
export async function readVersions(
  store: Store,
  folder: string,
): Promise<readonly (Readonly<Record<string, unknown>> | null)[]> {
  const keys = newestFirst(await store.keys(folder)).slice(0, KEPT)
  if (keys.length === 0) return []
  const found = await store.read(keys)
  // One that another agent removes at this moment is old.
  return keys.flatMap(key => {
    const bytes = found.get(key)
    return bytes === undefined ? [] : [objectIn(bytes)]
  })
}

/** @param at milliseconds since the epoch @throws GateError store.* */
export async function writeVersion(store: Store, folder: string, at: number, value: object): Promise<void> {
  const text = JSON.stringify(value)
  const time = String(Math.max(0, Math.trunc(at))).padStart(15, '0')
  const unique = createHash('sha256').update(text).digest('hex').slice(0, 16)
  await store.write(new Map([[`${folder}${time}-${unique}`, new Uint8Array(Buffer.from(text))]]))
  const old = newestFirst(await store.keys(folder)).slice(KEPT)
  if (old.length > 0) await store.remove(old)
}

function newestFirst(keys: readonly string[]): readonly string[] {
  return [...keys].sort().reverse()
}

function objectIn(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(bytes).toString())
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}
