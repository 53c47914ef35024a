import { below } from '../../core/paths.ts'
import { isObject, read, readList } from './safe-read.ts'

/** One line of a stack. */
export interface Frame {
  /** What was called, such as `async Context.load`; `''` where the stack does not say. */
  readonly call: string
  /** Relative to the root where the file lies there, with `/`; `null` for native code and eval. */
  readonly path: string | null
  readonly line: number
  readonly column: number
  /** `own`: in the repository outside node_modules; `internal`: of node itself; `native`: without a file. */
  readonly origin: 'own' | 'package' | 'foreign' | 'internal' | 'native'
  /** The package's name where `origin` is `package`. */
  readonly package: string
}

/** No real frame is longer; what is, is text. */
const LONGEST = 4_000

/** Frames of packages and of node are the same in most stacks of a run: they are read once. */
const repeated = { root: '', frames: new Map<string, Frame>() }
const MOST_REPEATED = 500

/** Reads one line of a stack as V8, SpiderMonkey and JavaScriptCore write it; `null` when it is none. */
export function readFrame(line: string, root: string): Frame | null {
  if (line.length > LONGEST) return null
  const known = repeated.root === root ? repeated.frames.get(line) : undefined
  if (known) return known
  const frame = readNewFrame(line, root)
  if (frame?.origin === 'package' || frame?.origin === 'internal') keep(line, root)
  return frame
}

function keep(line: string, root: string): void {
  if (repeated.root !== root || repeated.frames.size >= MOST_REPEATED) repeated.frames.clear()
  repeated.root = root
  // A slice would keep the whole stack alive.
  const copy = Buffer.from(line).toString()
  const frame = readNewFrame(copy, root)
  if (frame) repeated.frames.set(copy, frame)
}

function readNewFrame(line: string, root: string): Frame | null {
  const text = line.trim()
  if (text.startsWith('at ')) return readV8(text.slice(3), root)
  const at = text.lastIndexOf('@')
  if (at < 0 || !positionOf(text) || !/[/\\]/.test(text.slice(at))) return null
  return frameOf(text.slice(0, at), text.slice(at + 1), root)
}

/** Places without a position: native code, and `Promise.all (index 0)`. Anything else is prose that begins with "at". */
const native = /^(?:<anonymous>|native|native code|index \d+|unknown location)$/

function readV8(text: string, root: string): Frame | null {
  const open = text.endsWith(')') ? text.indexOf(' (') : -1
  const [, asynchronous = '', bare = ''] = open < 0 ? (/^(async )?(.*)$/.exec(text) ?? []) : []
  const [call, place] =
    open < 0 ? [asynchronous.trim(), bare] : [text.slice(0, open), text.slice(open + 2, -1)]
  if (!positionOf(place) && !native.test(place)) return null
  return frameOf(call, place, root)
}

function frameOf(call: string, place: string, root: string): Frame {
  const evaluated = place.startsWith('eval at ') ? /\(([^()]+:\d+:\d+)\)/.exec(place)?.[1] : undefined
  const position = positionOf(evaluated ?? place)
  if (!position) return { call, path: null, line: 0, column: 0, origin: 'native', package: place }
  const path = relativePath(position.file, root)
  return { call, path, line: position.line, column: position.column, ...originOf(path) }
}

interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

function positionOf(place: string): Position | null {
  const [ending, line, column = '0'] = /:(\d{1,9})(?::(\d{1,9}))?$/.exec(place) ?? []
  if (ending === undefined || ending.length === place.length) return null
  return { file: place.slice(0, -ending.length), line: Number(line), column: Number(column) }
}

function originOf(path: string): Pick<Frame, 'origin' | 'package'> {
  if (path.startsWith('node:') || path.startsWith('internal/')) return { origin: 'internal', package: '' }
  const modules = path.lastIndexOf('node_modules/')
  if (modules >= 0) return { origin: 'package', package: packageOf(path.slice(modules + 13)) }
  // Playwright's and others' bundles, and code that was given no file.
  if (/^(?:<anonymous>|native|evalmachine\.)/.test(path)) return { origin: 'native', package: path }
  return { origin: /^(?:\/|[A-Za-z]:\/|[a-z][a-z+.-]+:)/.test(path) ? 'foreign' : 'own', package: '' }
}

function packageOf(path: string): string {
  const [scope = '', name = ''] = path.split('/', 2)
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

/** The path of a frame as stacks, bundlers and development servers write it, relative to the root where it lies there. */
export function relativePath(written: string, root: string): string {
  let path = written
  const bundled =
    /^(?:webpack-internal:\/\/\/|webpack:\/\/[^/]{0,200}\/)(?:\([^()]{0,100}\)\/)?(?:\.\/)?/.exec(path)
  if (bundled) return withoutQuery(path.slice(bundled[0].length))
  const served = /^https?:\/\/[^/]+\//.exec(path)
  if (served) {
    path = withoutQuery(path.slice(served[0].length))
    if (!path.startsWith('@fs/')) return path
    path = path.slice(/^@fs\/[A-Za-z]:/.test(path) ? 4 : 3)
  }
  if (path.startsWith('file://')) path = decode(path.slice(/^file:\/\/\/[A-Za-z]:/.test(path) ? 8 : 7))
  if (/^[A-Za-z]:[\\/]|^\\\\/.test(path)) path = path.replaceAll('\\', '/')
  path = withoutQuery(path)
  path = withDrive(path)
  return below(withDrive(root), path) ?? path
}

/** Windows writes the letter of its drive in either case. */
function withDrive(path: string): string {
  return /^[a-z]:/.test(path) ? path.charAt(0).toUpperCase() + path.slice(1) : path
}

/** `?v=1a2b`, `?t=17`, `?import`: how Vite tells versions of a module apart. */
function withoutQuery(path: string): string {
  const at = path.lastIndexOf('?')
  return at > 0 && /^[\w.=&%-]*$/.test(path.slice(at + 1)) ? path.slice(0, at) : path
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A stack taken apart. */
export interface Stack {
  /** What stands before the frames: usually the class and the message. */
  readonly header: string
  readonly frames: readonly Frame[]
  /** Frames beyond those that were read. */
  readonly more: number
  /** Lines between and after the frames that are none. */
  readonly rest: string
}

const MOST_FRAMES = 100
/** Characters of frames that are looked at. */
const LOOKED_AT = 200_000

export const noStack: Stack = { header: '', frames: [], more: 0, rest: '' }

/**
 * Takes a stack apart. The message is known to be in it, so that its lines are not taken for frames: what it has of them
 * belongs to the header.
 */
export function readStack(stack: string, message: string, root: string): Stack {
  if (stack === '') return noStack
  const told = message === '' ? -1 : stack.indexOf(message)
  const start = told < 0 ? Math.max(0, stack.length - LOOKED_AT) : told + message.length
  const rest = stack.slice(start, start + LOOKED_AT)
  const first = firstFrame(rest, root)
  const header = stack.slice(0, start) + (first < 0 ? rest : rest.slice(0, first))
  if (first < 0) return { header, frames: [], more: 0, rest: '' }
  const frames: Frame[] = []
  const others: string[] = []
  let more = 0
  for (const line of rest.slice(first).split('\n')) {
    const frame = readFrame(line, root)
    if (frame && frames.length < MOST_FRAMES) frames.push(frame)
    else if (frame) more += 1
    else if (line.trim() !== '') others.push(line)
  }
  return { header, frames, more, rest: others.join('\n') }
}

/** Where the first line that is a frame begins; -1 without one. */
export function firstFrame(text: string, root: string): number {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    const next = end < 0 ? text.length : end + 1
    if (readFrame(text.slice(at, end < 0 ? text.length : end), root)) return at
    at = next
  }
  return -1
}

/** A place in a file, relative to the root where it lies there. */
export interface Place {
  readonly path: string
  readonly line: number
  readonly column: number
}

/** Vitest's `stacks` (told in the source's lines), Playwright's `location`. */
export function placesOf(value: object, root: string): readonly Place[] {
  return [...readList(read(value, 'stacks'), 100), read(value, 'location')].flatMap(each =>
    placeOf(each, root),
  )
}

function placeOf(value: unknown, root: string): readonly Place[] {
  if (!isObject(value)) return []
  const [file, line, column] = [read(value, 'file'), read(value, 'line'), read(value, 'column')]
  if (typeof file !== 'string' || !isCount(line)) return []
  return [{ path: relativePath(file, root), line, column: isCount(column) ? column : 0 }]
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}
