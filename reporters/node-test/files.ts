import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Recording } from '../recording.ts'
import type { TestEvent } from './events.ts'
import { createFileState, type FileState } from './state.ts'

/** The test files whose results are coming in, and whose turn it is. */
export interface Files {
  /** The file that the event speaks of as a whole, as if it were a test; `null` for a test inside a file. */
  wrapperOf(event: TestEvent): FileState | null
  /** The file that a test at the top level of it belongs to. */
  ofTest(event: TestEvent): FileState
  /** By absolute or relative path. */
  at(path: string): FileState
  /** The file that reports. Node 20 and 22 hold back what the files behind it have to say. */
  readonly current: FileState | null
  /** A result or output of `file`: those of the files before it are all in. Gives the file that is over by it. */
  reports(file: FileState): FileState | null
  /** The file has said all but its own result. */
  passTurn(file: FileState): void
  remove(file: FileState): void
  all(): readonly FileState[]
}

/** @param isolated each file is a process of its own; else all share the runner's, and a file without tests is a test itself */
export function createFiles(recording: Pick<Recording, 'suite'>, cwd: string, isolated: boolean): Files {
  const files = new Map<string, FileState>()
  let order: FileState[] = []
  let current: FileState | null = null
  let reporting: FileState | null = null

  const at = (path: string): FileState => {
    const absolute = resolve(cwd, path)
    const known = files.get(absolute)
    if (known) return known
    const name = relative(cwd, absolute).replaceAll('\\', '/')
    const file = createFileState(absolute, name, recording.suite(absolute))
    files.set(absolute, file)
    return file
  }

  return {
    get current() {
      return current
    },
    at,
    wrapperOf(event) {
      if (!isWrapper(event, cwd)) return null
      const file = at(event.file ?? event.name)
      if (!file.wrapped) {
        file.wrapped = true
        if (isolated) {
          order.push(file)
          current ??= file
        }
      }
      return file
    },
    ofTest({ entryFile, file }) {
      if (entryFile !== undefined) return at(entryFile)
      if (file !== undefined && files.has(file)) {
        const known = at(file)
        if (isolated && known.wrapped) current = known
        return known
      }
      // A test that a module of the test file defines.
      return current ?? at(file ?? '.')
    },
    reports(file) {
      const before = reporting
      reporting = file
      if (before === null || before === file || files.get(before.path) !== before) return null
      return isOver(before) ? before : null
    },
    passTurn(file) {
      if (file === current) current = order[order.indexOf(file) + 1] ?? null
    },
    remove(file) {
      files.delete(file.path)
      order = order.filter(each => each !== file)
    },
    all: () => [...files.values()],
  }
}

function isOver(file: FileState): boolean {
  if (file.wrapped) return file.end !== null
  return [...file.unfinished].every(node => node.parent !== null)
}

/** The runner gives a file, as a test, its path for a name, and its first character for a place. */
function isWrapper(event: TestEvent, cwd: string): boolean {
  const { name, nesting, file, line, column, entryFile } = event
  if (nesting !== 0 || entryFile !== undefined) return false
  // Node 22 without isolation gives a file without tests no place.
  if (file === undefined) return existsSync(resolve(cwd, name))
  return line === 1 && column === 1 && file === resolve(cwd, name)
}
