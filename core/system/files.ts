import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { gateError } from '../errors.ts'

/** The system's own words for a failed call, without the path that the caller names anyway. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EPERM: 'not permitted',
    EISDIR: 'it is a directory',
    ENOTDIR: 'a part of its path is not a directory',
    EEXIST: 'a part of its path is a file',
    ENOSPC: 'no space is left on the device',
    EROFS: 'the file system is read-only',
    ELOOP: 'too many symbolic links',
    ENAMETOOLONG: 'its name is too long',
  }
  return (code && words[code]) ?? error.message
}

/**
 * Makes the directory and those above it that are not there, one level after another: where a file system lets nobody make
 * any (`/proc`), Node's own recursive call never ends.
 * @param mode of those that are made
 * @throws what the system said
 */
export function makeDirectories(directory: string, mode?: number): void {
  const missing: string[] = []
  let at = resolve(directory)
  while (!isThere(at)) {
    missing.push(at)
    at = dirname(at)
  }
  for (const each of missing.reverse()) {
    try {
      mkdirSync(each, mode)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') throw new Error(`no directory can be made in ${dirname(each)}`, { cause: error })
      // Another process may have been quicker.
      if (code !== 'EEXIST' || !isDirectory(each)) throw error
    }
  }
}

/** @throws the system's error where that cannot be known (ENOTDIR below a file), and EEXIST where something else is in its place */
function isThere(directory: string): boolean {
  if (isDirectory(directory)) return true
  if (statSync(directory, { throwIfNoEntry: false }) || dirname(directory) === directory)
    throw Object.assign(new Error(`${directory} is no directory`), { code: 'EEXIST' })
  return false
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** The file's text, or `null` when it cannot be read. */
export function readTextOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** The file's bytes in pieces. The buffer is used again for the next piece. */
export function* readPieces(file: string, pieceSize: number = 1 << 19): Generator<Uint8Array, void, void> {
  const descriptor = openSync(file, 'r')
  try {
    // A small file needs a small buffer; a pipe has no size.
    const { size } = fstatSync(descriptor)
    if (size > 0) pieceSize = Math.min(pieceSize, size + 1)
    const buffer = Buffer.allocUnsafe(pieceSize)
    for (;;) {
      const length = readSync(descriptor, buffer, 0, pieceSize, null)
      if (length === 0) return
      yield buffer.subarray(0, length)
    }
  } finally {
    closeSync(descriptor)
  }
}

function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // It never came to be: a part of its path is a file. The fault that led here is the one to tell.
  }
}

/** Something to write into rather than to replace: renaming a file over a device would take the device away. */
export function isDevice(file: string): boolean {
  try {
    const present = statSync(file)
    return !present.isFile() && !present.isDirectory()
  } catch {
    return false
  }
}

/**
 * Writes a file so that readers see the old one or the whole new one, never a part of it.
 * Missing directories are made. A device or a pipe is written to, and stays what it is.
 * @throws GateError output.unwritable
 */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  if (isDevice(file)) {
    try {
      writeFileSync(file, content)
    } catch (error) {
      throw gateError('output.unwritable', { file, why: reasonOf(error) }, error)
    }
    return
  }
  const unique = `${process.pid}.${process.hrtime.bigint().toString(36)}`
  const temporary = join(dirname(file), `.${basename(file)}.${unique}.tmp`)
  try {
    makeDirectories(dirname(file))
    const descriptor = openSync(temporary, 'wx')
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } catch (error) {
    removeIfThere(temporary)
    throw gateError('output.unwritable', { file, why: reasonOf(error) }, error)
  }
}
