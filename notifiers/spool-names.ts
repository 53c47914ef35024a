import { createHash } from 'node:crypto'
import type { SpoolEntry } from './spool-entry.ts'
import { type Owner, ownerIn, ownerWord } from './spool-owner.ts'

/**
 * Where an entry lies: a folder by its identity, which holds one file. The file's name tells enough for order and grouping,
 * so that ten thousand of them need no reading; and who has claimed it, since a rename has one winner.
 */
export interface Slot {
  /** Of alert and channel: the folder's name. */
  readonly identity: string
  /** The alert's time. Milliseconds since the epoch. */
  readonly at: number
  readonly channelKey: string
  /** The same for the same channel and breakage: of these, the newest tells all. */
  readonly group: string
  /** `null`: free. */
  readonly owner: Owner | null
  /** The file's name in its folder. */
  readonly file: string
}

/** @param more addresses that the entry of alert and channel lacks while somebody else has it: they get one of their own */
export function identityOf(
  { alert, channel }: Pick<SpoolEntry, 'alert' | 'channel'>,
  more: readonly string[] = [],
): string {
  return hash(['entry', alert.id, channel, ...more], 32)
}

export function channelKeyOf(channel: string): string {
  return hash(['channel', channel], 12)
}

/** An alert outside a breakage stands alone. */
export function groupOf({ alert, channel }: Pick<SpoolEntry, 'alert' | 'channel'>): string {
  return hash(['group', channel, alert.breakage?.id ?? `alone ${alert.id}`], 16)
}

export function fileNameOf(entry: SpoolEntry): string {
  const at = String(Math.max(0, Math.min(Math.trunc(entry.alert.at), LATEST))).padStart(15, '0')
  return `${at}-${channelKeyOf(entry.channel)}-${groupOf(entry)}.json`
}

const LATEST = 999_999_999_999_999
const folderShape = /^[0-9a-f]{32}$/
const fileShape = /^(\d{15})-([0-9a-f]{12})-([0-9a-f]{16})\.(?:json|(.+)\.claim)$/

export function isIdentity(name: string): boolean {
  return folderShape.test(name)
}

/** `null`: it is none of ours. */
export function slotOf(identity: string, file: string): Slot | null {
  const found = fileShape.exec(file)
  if (!found) return null
  const [, at, channelKey = '', group = '', word] = found
  const owner = word === undefined ? null : ownerIn(word)
  if (word !== undefined && owner === null) return null
  return { identity, at: Number(at), channelKey, group, owner, file }
}

/** The name under which an owner has it. */
export function claimedName({ file }: Slot, owner: Owner): string {
  return `${stemOf(file)}.${ownerWord(owner)}.claim`
}

/** The name under which anybody may take it. */
export function freeName({ file }: Slot): string {
  return `${stemOf(file)}.json`
}

function stemOf(file: string): string {
  return file.slice(0, file.indexOf('.'))
}

function hash(parts: readonly string[], length: number): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, length)
}
