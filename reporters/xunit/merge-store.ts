import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gateError } from '../../core/errors.ts'
import { reasonOf } from '../../core/system/files.ts'
import type { TestSuite } from '../../core/test-run.ts'

/** Suites that wait for their other parts. They wait on disk: reports may be larger than the memory of a CI's machine. */
export interface SuiteStore {
  readonly put: (suite: TestSuite) => StoredSuite
  readonly get: (stored: StoredSuite) => TestSuite
  readonly close: () => void
}

export interface StoredSuite {
  readonly offset: number
  readonly length: number
}

/** Nothing is made on disk before the first suite. Every call may throw GateError output.unwritable. */
export function createSuiteStore(): SuiteStore {
  let place: { readonly directory: string; readonly descriptor: number } | null = null
  let size = 0
  const guarded = <T>(action: () => T): T => {
    try {
      return action()
    } catch (error) {
      throw gateError(
        'output.unwritable',
        { file: place?.directory ?? tmpdir(), why: reasonOf(error) },
        error,
      )
    }
  }
  const opened = () => {
    if (place) return place.descriptor
    const directory = mkdtempSync(join(tmpdir(), 'cd-gate-merge-'))
    place = { directory, descriptor: openSync(join(directory, 'suites'), 'wx+', 0o600) }
    return place.descriptor
  }
  return {
    put: suite =>
      guarded(() => {
        const bytes = Buffer.from(JSON.stringify(suite))
        const descriptor = opened()
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, undefined, size + at)
        const stored = { offset: size, length: bytes.length }
        size += bytes.length
        return stored
      }),
    get: ({ offset, length }) =>
      guarded(() => {
        const bytes = Buffer.allocUnsafe(length)
        for (let at = 0; at < length; ) {
          const read = readSync(opened(), bytes, at, length - at, offset + at)
          if (read === 0) throw new Error('it was cut off by another process')
          at += read
        }
        return JSON.parse(bytes.toString('utf8')) as TestSuite
      }),
    close: () => {
      if (!place) return
      closeSync(place.descriptor)
      rmSync(place.directory, { recursive: true, force: true })
      place = null
    },
  }
}
