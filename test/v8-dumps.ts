import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { GateError } from '../core/errors.ts'
import { everyLine, type Wanted } from '../coverage-gate/changed-lines.ts'
import type { ReportContent } from '../coverage-gate/readers/reader.ts'
import { readV8 } from '../coverage-gate/readers/v8.ts'
import { temporaryDirectory } from './repository.ts'

const fixtures = fileURLToPath(new URL('fixtures/coverage/v8/', import.meta.url))

interface Dumps {
  readonly directory: string
  /** The text of each, in order. */
  readonly texts: readonly string[]
}

/** A recorded run, as if it had taken place in a directory of its own; `src` is `sources` there. */
export function recorded(run: string, sources = 'src'): Dumps {
  const directory = temporaryDirectory()
  const from = join(fixtures, run)
  cpSync(join(dirname(from), 'src'), join(directory, sources), { recursive: true })
  const texts = readdirSync(from)
    .sort()
    .map(name => readFileSync(join(from, name), 'utf8'))
    .map(text => text.replaceAll('file:///checkout/', `${pathToFileURL(directory).href}/`))
  return { directory, texts }
}

export function read(
  text: string | Uint8Array,
  wanted: Wanted = everyLine,
  length: number = 1 << 20,
): Promise<ReportContent> {
  const bytes = Buffer.from(text)
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
  }
  return readV8({ name: 'the-dump', pieces: pieces() }, wanted)
}

export async function faultOf(text: string | Uint8Array): Promise<string | null> {
  try {
    await read(text)
    return null
  } catch (error) {
    if (error instanceof GateError) return `${error.code}: ${error.message}`
    throw error
  }
}

/** A file's lines as `4+ 5-`. */
export function linesIn({ files }: ReportContent, path: string): string | undefined {
  const file = files.find(each => each.path === path)
  if (!file) return undefined
  const known = Array.from(file.lines, (state, line) =>
    state === 0 ? '' : `${line}${state === 2 ? '+' : '-'}`,
  )
  return known.filter(Boolean).join(' ')
}

export function dumpOf(path: string, functions: unknown, maps?: object): string {
  return JSON.stringify({
    result: [{ scriptId: '1', url: pathToFileURL(path).href, functions }],
    timestamp: 1,
    ...(maps ? { 'source-map-cache': maps } : {}),
  })
}

export function whole(
  endOffset: number,
  ...blocks: readonly (readonly [number, number, number])[]
): readonly object[] {
  const ranges = blocks.map(([startOffset, end, count]) => ({ startOffset, endOffset: end, count }))
  return [
    { functionName: '', isBlockCoverage: true, ranges: [{ startOffset: 0, endOffset, count: 1 }, ...ranges] },
  ]
}

export function sourceIn(text: string, name = 'a.js'): string {
  const path = join(temporaryDirectory(), name)
  writeFileSync(path, text)
  return path
}
