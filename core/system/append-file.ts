import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { gateError } from '../errors.ts'
import { makeDirectories, reasonOf } from './files.ts'

/** A file that grows at its end, each piece in one go. Every call throws GateError output.unwritable. */
export interface AppendFile {
  /** Bytes so far. */
  readonly size: number
  append(text: string | Uint8Array): void
  /** Writes over what stands at the very beginning. */
  overwriteStart(text: string): void
  cut(size: number): void
  /** On disk, whatever happens to the machine. */
  close(): void
}

/**
 * @param how `new`: the file must not exist yet; `existing`: it must
 * @throws GateError output.unwritable
 */
export function openAppendFile(file: string, how: 'new' | 'existing'): AppendFile {
  const guard = <T>(action: () => T): T => {
    try {
      return action()
    } catch (error) {
      throw gateError('output.unwritable', { file, why: reasonOf(error) }, error)
    }
  }
  const descriptor = guard(() => {
    if (how === 'new') makeDirectories(dirname(file))
    return openSync(file, how === 'new' ? 'wx' : 'r+')
  })
  let size = guard(() => fstatSync(descriptor).size)
  const writeAt = (text: string | Uint8Array, position: number): number => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, undefined, position + at)
    return bytes.length
  }
  return {
    get size() {
      return size
    },
    append: text =>
      guard(() => {
        size += writeAt(text, size)
      }),
    overwriteStart: text =>
      guard(() => {
        writeAt(text, 0)
      }),
    cut: length =>
      guard(() => {
        ftruncateSync(descriptor, length)
        size = length
      }),
    close: () =>
      guard(() => {
        fsyncSync(descriptor)
        closeSync(descriptor)
      }),
  }
}
