import { join } from 'node:path'
import { readTextOrNull } from '../core/system/files.ts'
import { parseEntry, type SpoolEntry } from './spool-entry.ts'
import { makeFolder, removeWithFolder, replaceFile, tryRename } from './spool-files.ts'
import { freeName, type Slot } from './spool-names.ts'

/** An address that will never take it. */
export interface Refusal {
  readonly address: string
  readonly why: string
}

/** What an attempt has brought. */
export interface Settlement {
  /** Proven by the receiver. */
  readonly delivered: readonly string[]
  readonly refused: readonly Refusal[]
  /** Why the others are still open; `null`: nothing was tried. */
  readonly why: string | null
}

/**
 * An entry that this process alone may deliver. It holds no alert: ten thousand of them are small. Every call throws
 * GateError notify.spool.
 */
export interface Claim {
  readonly slot: Slot
  /** Addresses still open. */
  readonly to: readonly string[]
  readonly event: SpoolEntry['alert']['event']
  read(): SpoolEntry
  /** On disk when it returns: an address that is proven is never written to again, whatever happens to this process. */
  settle(settlement: Settlement): void
  /** Other addresses instead of those that are open. */
  readdress(to: readonly string[]): void
  /** Lets others have it. Without effect when nothing is open any more. */
  release(): void
}

/** @param slot as this process has renamed it */
export function openClaim(root: string, slot: Slot, entry: SpoolEntry): Claim {
  const file = join(root, slot.identity, slot.file)
  let to = entry.to
  const read = (): SpoolEntry => {
    const parsed = parseEntry(readTextOrNull(file) ?? '')
    if (parsed.entry === null) throw new Error(`${file} was changed by somebody else: ${parsed.why}`)
    return parsed.entry
  }
  const write = (changed: SpoolEntry): void => replaceFile(root, file, JSON.stringify(changed))
  return {
    slot,
    get to() {
      return to
    },
    event: entry.alert.event,
    read,
    settle: ({ delivered, refused, why }) => {
      const left = to.filter(
        address => !delivered.includes(address) && !refused.some(each => each.address === address),
      )
      const ownRefused = refused.filter(each => to.includes(each.address))
      if (to.length === 0 || (left.length === to.length && why === null)) return
      const present = read()
      if (ownRefused.length > 0) keepRefused(root, slot.identity, present, ownRefused)
      if (left.length === 0) removeWithFolder(file)
      else {
        const done = [...present.done, ...to.filter(address => !left.includes(address))]
        const attempts = present.attempts + (why === null ? 0 : 1)
        write({ ...present, to: left, done, attempts, lastWhy: why ?? present.lastWhy })
      }
      to = left
    },
    readdress: addresses => {
      write({ ...read(), to: addresses })
      to = addresses
    },
    release: () => {
      if (to.length > 0) tryRename(file, join(root, slot.identity, freeName(slot)))
    },
  }
}

/** What a refused address should have heard. */
interface RefusedRecord {
  readonly schema: 'cd-gate/refused/1'
  readonly channel: string
  readonly alert: SpoolEntry['alert']
  readonly refused: readonly Refusal[]
}

export const REFUSED = 'refused'

/** It is written before the address leaves the entry: at no moment is it in neither. */
function keepRefused(
  root: string,
  identity: string,
  { alert, channel }: SpoolEntry,
  refused: readonly Refusal[],
): void {
  const file = join(root, REFUSED, `${identity}.json`)
  const before = earlierRefusals(readTextOrNull(file)).filter(
    each => !refused.some(({ address }) => address === each.address),
  )
  const record: RefusedRecord = {
    schema: 'cd-gate/refused/1',
    channel,
    alert,
    refused: [...before, ...refused],
  }
  makeFolder(join(root, REFUSED))
  replaceFile(root, file, JSON.stringify(record))
}

function earlierRefusals(text: string | null): readonly Refusal[] {
  try {
    return (JSON.parse(text ?? '') as RefusedRecord).refused
  } catch {
    return []
  }
}
