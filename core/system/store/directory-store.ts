import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { gateError } from '../../errors.ts'
import { makeDirectories, reasonOf } from '../files.ts'
import { isKey, type Store } from './store.ts'

/** Segments as files of a directory. Nothing is shared between writers, so that there is nothing to lock: any file system does. */
export function directoryStore(directory: string): Store {
  const guard = <T>(what: 'read' | 'write', action: () => T): Promise<T> => {
    try {
      return Promise.resolve(action())
    } catch (error) {
      const details = { where: directory, what, why: reasonOf(error) }
      return Promise.reject(gateError('store.unusable', details, error))
    }
  }
  return {
    where: directory,
    keys: prefix => guard('read', () => listKeys(directory, prefix)),
    read: keys => guard('read', () => new Map(keys.flatMap(key => readSegment(directory, key)))),
    write: segments => guard('write', () => writeSegments(directory, segments)),
    remove: keys =>
      guard('write', () => {
        for (const key of keys.filter(isKey)) rmSync(join(directory, key), { force: true })
      }),
    close: () => Promise.resolve(),
  }
}

/** A missing directory is a store without segments. */
function listKeys(directory: string, prefix: string): readonly string[] {
  const folder = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/') + 1) : ''
  return namesUnder(join(directory, folder))
    .map(name => folder + name)
    .filter(key => key.startsWith(prefix) && isKey(key))
    .sort()
}

function namesUnder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
      entry.isDirectory()
        ? namesUnder(join(folder, entry.name)).map(name => `${entry.name}/${name}`)
        : // What a killed writer left is no segment: its name begins with a dot.
          entry.name.startsWith('.')
          ? []
          : [entry.name],
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function readSegment(directory: string, key: string): readonly (readonly [string, Uint8Array])[] {
  if (!isKey(key)) return []
  try {
    return [[key, readFileSync(join(directory, key))]]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Each under another name first, on disk, and then renamed: a reader sees a whole segment or none. */
function writeSegments(directory: string, segments: ReadonlyMap<string, Uint8Array>): void {
  const folders = new Set<string>()
  for (const [key, bytes] of segments) {
    if (!isKey(key)) throw new Error(`"${key}" is no key`)
    const file = join(directory, key)
    const folder = dirname(file)
    if (!folders.has(folder)) makeDirectories(folder)
    folders.add(folder)
    const temporary = join(folder, `.${process.pid}.${process.hrtime.bigint().toString(36)}`)
    const descriptor = openSync(temporary, 'wx')
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  }
  for (const folder of folders) syncDirectory(folder)
}

/** The new names themselves, too, must survive a power cut. Not every system can. */
function syncDirectory(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    fsyncSync(descriptor)
    closeSync(descriptor)
  } catch {
    // Windows opens no directories.
  }
}
