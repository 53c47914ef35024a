import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { GateError, gateError } from '../core/errors.ts'
import { makeDirectories, readTextOrNull, reasonOf } from '../core/system/files.ts'
import { type Claim, openClaim, REFUSED, type Settlement } from './spool-claim.ts'
import { type ParsedEntry, parseEntry, type SpoolEntry } from './spool-entry.ts'
import {
  createFolderWith,
  makeFolder,
  namesIn,
  removeIfEmpty,
  sweepTemporaries,
  tryRename,
} from './spool-files.ts'
import { claimedName, fileNameOf, identityOf, isIdentity, type Slot, slotOf } from './spool-names.ts'
import { currentOwner, isAtWork } from './spool-owner.ts'

export type { Claim, Settlement } from './spool-claim.ts'
export { EVERYBODY, freshEntry, type SpoolEntry } from './spool-entry.ts'
export type { Slot } from './spool-names.ts'

/** Something in the spool that cannot be delivered as it is. It is kept. */
export interface DamagedFile {
  readonly file: string
  readonly why: string
}

export interface SpoolListing {
  /** Newest first. */
  readonly entries: readonly SpoolEntry[]
  readonly damaged: readonly DamagedFile[]
}

/**
 * Alerts on disk until their delivery is proven: whatever kills this process or its machine, an alert that was put is
 * delivered by a later one. Any number of processes may use the same spool. The folder appears with the first alert.
 * Every call throws (or rejects with) GateError notify.spool.
 */
export interface Spool {
  readonly where: string
  /** Durable when it resolves. An alert that is there already, for the same channel, gains the addresses that it lacks. */
  put(entry: SpoolEntry): Promise<void>
  /** All of it, read: for few. */
  list(): Promise<SpoolListing>
  /** The same by names alone: for many. Newest first. */
  slots(): readonly Slot[]
  /** What cannot be delivered as it is; what is damaged was moved aside, into the folder `damaged`. */
  damaged(): readonly DamagedFile[]
  /** An entry, whoever has it; `null`: it is gone, or damaged. */
  peek(slot: Slot): SpoolEntry | null
  /** `null`: another process has it, or it is gone. A dead process's claim is taken over. */
  claim(which: SpoolEntry | Slot): Claim | null
  settle(claim: Claim, settlement: Settlement): Promise<void>
}

const DAMAGED = 'damaged'

export function openSpool(directory: string): Spool {
  const guard = <Value>(action: () => Value): Value => {
    try {
      return action()
    } catch (error) {
      if (error instanceof GateError) throw error
      throw gateError('notify.spool', { where: directory, why: reasonOf(error) }, error)
    }
  }
  const later = async <Value>(action: () => Value): Promise<Value> => guard(action)
  return {
    where: directory,
    put: entry => later(() => putEntry(directory, entry)),
    list: () => later(() => listEntries(directory)),
    slots: () => guard(() => slotsIn(directory)),
    damaged: () => guard(() => listDamaged(directory)),
    peek: slot => guard(() => readSlot(directory, slot).entry),
    claim: which => {
      const claim = guard(() => claimEntry(directory, which))
      return claim && guardedClaim(claim, guard)
    },
    settle: (claim, settlement) => later(() => claim.settle(settlement)),
  }
}

function guardedClaim(claim: Claim, guard: <Value>(action: () => Value) => Value): Claim {
  return {
    slot: claim.slot,
    get to() {
      return claim.to
    },
    event: claim.event,
    read: () => guard(claim.read),
    settle: settlement => guard(() => claim.settle(settlement)),
    readdress: to => guard(() => claim.readdress(to)),
    release: () => guard(claim.release),
  }
}

function putEntry(root: string, entry: SpoolEntry): void {
  if (!existsSync(root)) {
    makeDirectories(dirname(root))
    makeFolder(root)
  }
  const identity = identityOf(entry)
  if (create(root, identity, entry)) return
  const slot = slotIn(root, identity)
  if (slot === null) {
    // Emptied a moment ago, or it holds nothing of ours.
    setAsideFolder(root, identity)
    if (create(root, identity, entry)) return
  }
  const present = slotIn(root, identity)
  const known = present && readSlot(root, present).entry
  const more = entry.to.filter(address => !known?.to.includes(address) && !known?.done.includes(address))
  if (more.length === 0) return
  const claim = claimEntry(root, entry)
  if (claim) {
    claim.readdress([...claim.to, ...more])
    claim.release()
  } else create(root, identityOf(entry, more), { ...entry, to: more })
}

function create(root: string, identity: string, entry: SpoolEntry): boolean {
  return createFolderWith(join(root, identity), fileNameOf(entry), JSON.stringify(entry))
}

function slotIn(root: string, identity: string): Slot | null {
  for (const file of namesIn(join(root, identity))) {
    const slot = slotOf(identity, file)
    if (slot) return slot
  }
  return null
}

function slotsIn(root: string): readonly Slot[] {
  const slots = namesIn(root)
    .filter(isIdentity)
    .flatMap(identity => slotIn(root, identity) ?? [])
  return slots.sort((one, other) => other.at - one.at || (one.identity < other.identity ? -1 : 1))
}

function readSlot(root: string, { identity, file }: Slot): ParsedEntry {
  const text = readTextOrNull(join(root, identity, file))
  return text === null ? { entry: null, why: 'it cannot be read', foreign: true } : parseEntry(text)
}

function listEntries(root: string): SpoolListing {
  const damaged = listDamaged(root)
  const entries = slotsIn(root).flatMap(slot => readSlot(root, slot).entry ?? [])
  return { entries, damaged }
}

/** Damage is looked for by reading, once, and moved out of the way, so that nothing waits behind it. */
function listDamaged(root: string): readonly DamagedFile[] {
  sweepTemporaries(root, Date.now())
  // A process that is killed between its last two steps leaves an empty folder.
  for (const name of namesIn(root).filter(isIdentity)) removeIfEmpty(join(root, name))
  const found = slotsIn(root).flatMap(slot => {
    const parsed = readSlot(root, slot)
    if (parsed.entry !== null || !existsSync(join(root, slot.identity, slot.file))) return []
    return [{ file: parsed.foreign ? join(slot.identity, slot.file) : setAside(root, slot), why: parsed.why }]
  })
  const names = found.map(({ file }) => basename(file))
  const earlier = namesIn(join(root, DAMAGED)).filter(name => !names.includes(name))
  return [...found, ...earlier.map(name => ({ file: join(DAMAGED, name), why: 'it was set aside earlier' }))]
}

function setAside(root: string, { identity, file, owner }: Slot): string {
  const target = join(DAMAGED, `${identity}-${file}`)
  if (owner !== null && isAtWork(owner, Date.now())) return join(identity, file)
  makeFolder(join(root, DAMAGED))
  tryRename(join(root, identity, file), join(root, target))
  removeIfEmpty(join(root, identity))
  return target
}

/** A folder in an entry's place without an entry in it. */
function setAsideFolder(root: string, identity: string): void {
  removeIfEmpty(join(root, identity))
  if (!existsSync(join(root, identity)) || slotIn(root, identity)) return
  makeFolder(join(root, DAMAGED))
  tryRename(join(root, identity), join(root, DAMAGED, `${identity}-${Date.now()}`))
}

function claimEntry(root: string, which: SpoolEntry | Slot): Claim | null {
  const slot = 'identity' in which ? which : slotIn(root, identityOf(which))
  if (slot === null || (slot.owner !== null && isAtWork(slot.owner, Date.now()))) return null
  const owner = currentOwner(Date.now())
  const mine: Slot = { ...slot, owner, file: claimedName(slot, owner) }
  // A name has one winner, be it the free name or a dead owner's.
  if (!tryRename(join(root, slot.identity, slot.file), join(root, slot.identity, mine.file))) return null
  const parsed = readSlot(root, mine)
  if (parsed.entry) return openClaim(root, mine, parsed.entry)
  if (parsed.foreign) tryRename(join(root, mine.identity, mine.file), join(root, slot.identity, slot.file))
  else setAside(root, { ...mine, owner: null })
  return null
}

/** How many alerts were refused for good; they are kept in the folder `refused`. */
export function refusedIn(directory: string): number {
  return namesIn(join(directory, REFUSED)).length
}
