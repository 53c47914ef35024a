import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { makeDirectories } from '../core/system/files.ts'
import { currentOwner, isAtWork, ownerIn, ownerWord } from './spool-owner.ts'

/** The steps on disk of which the spool is made. Each is atomic, or works on what nobody else can see. */

const TEMPORARY = '.new.'

/** Names in a folder; none where it is not there. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw error
  }
}

/** Whether the rename was done; `false`: somebody else was first. */
export function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

/**
 * A folder with one file in it appears whole, or not at all.
 * @returns `false`: a folder of that name that holds something is there already
 */
export function createFolderWith(folder: string, file: string, text: string): boolean {
  const root = dirname(folder)
  const temporary = join(root, temporaryName())
  makeFolder(temporary)
  try {
    writeDurably(join(temporary, file), text)
    syncFolder(temporary)
    // Over an empty folder, which a killed process may have left, a rename goes; over one that is not, it does not.
    renameSync(temporary, folder)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    if (isCode(error, 'ENOTEMPTY', 'EEXIST')) return false
    throw error
  }
  syncFolder(root)
  return true
}

/** Replaces a file by way of the spool's own folder, so that the file's folder never holds a second one. */
export function replaceFile(root: string, file: string, text: string): void {
  const temporary = join(root, temporaryName())
  try {
    writeDurably(temporary, text)
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(dirname(file))
}

/** Removes a file and, if it was the last, its folder. */
export function removeWithFolder(file: string): void {
  rmSync(file, { force: true })
  const folder = dirname(file)
  syncFolder(folder)
  removeIfEmpty(folder)
}

export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    // Somebody has put something there meanwhile, or has removed it first.
    if (!isCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error
    return
  }
  syncFolder(dirname(folder))
}

export function makeFolder(folder: string): void {
  makeDirectories(folder, 0o700)
}

/** What killed processes left half-written, and never said to be safe. */
export function sweepTemporaries(root: string, now: number): void {
  for (const name of namesIn(root)) {
    if (!name.startsWith(TEMPORARY)) continue
    const owner = ownerIn(name.slice(TEMPORARY.length))
    if (owner === null || isAtWork(owner, now)) continue
    rmSync(join(root, name), { recursive: true, force: true })
  }
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | null)?.code ?? '')
}

function temporaryName(): string {
  return `${TEMPORARY}${ownerWord(currentOwner(Date.now()))}`
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The names themselves must survive a power cut, too. */
function syncFolder(folder: string): void {
  let descriptor: number
  try {
    descriptor = openSync(folder, 'r')
  } catch {
    // Gone meanwhile, or a system that opens no folders.
    return
  }
  try {
    fsyncSync(descriptor)
  } catch (error) {
    if (!isCode(error, 'EINVAL', 'EPERM', 'EBADF')) throw error
  } finally {
    closeSync(descriptor)
  }
}
