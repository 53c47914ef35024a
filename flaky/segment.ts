import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { BuildRef, Exception } from './model.ts'

/** A build's results (or a shard's), by the places of tests in a dictionary. */
export interface Segment {
  readonly build: BuildRef
  /** The key of the dictionary that names the tests. */
  readonly dictionary: string
  /** How many tests the dictionary holds. */
  readonly tests: number
  /** A bit for each test that ran; those without were skipped, or never started. */
  readonly ran: Uint8Array
  /** Those that ran and did not simply pass, by their place. */
  readonly exceptions: ReadonlyMap<number, Exception>
  /** Milliseconds for each file of the dictionary, in its order. */
  readonly fileDurations: readonly number[]
  /** The runner's own verdict on the build's completeness. */
  readonly complete: boolean
}

const format = 1
const results: readonly Exception['result'][] = ['flaky', 'failed']

type Row = readonly [
  place: number,
  result: number,
  failures: number,
  attempts: number,
  fingerprint: string,
  message: string,
  durationMs: number,
  quarantined: 0 | 1,
  alone?: number,
]

/**
 * Compressed JSON: the bitmap as lengths of its runs, for mostly everything runs. The same segment gives the same bytes.
 */
export function encodeSegment(segment: Segment): Uint8Array {
  const rows: Row[] = [...segment.exceptions]
    .sort(([one], [other]) => one - other)
    .map(([place, each]): Row => {
      const { failures, attempts, fingerprint, message, quarantined, alone } = each
      const result = results.indexOf(each.result)
      const duration = Math.round(each.durationMs)
      const excused = quarantined ? 1 : 0
      const told = [place, result, failures, attempts, fingerprint, message, duration, excused] as const
      return alone ? [...told, alone] : told
    })
  const { build, dictionary, tests, ran, fileDurations, complete } = segment
  const text = JSON.stringify([
    format,
    [build.id, build.shard, build.at, build.branch, build.commit, build.environment],
    dictionary,
    tests,
    runLengths(ran, tests),
    rows,
    fileDurations.map(ms => Math.round(ms / 10)),
    complete ? 1 : 0,
  ])
  return deflateRawSync(text, { level: 9 })
}

/** `null` when it is damaged or of a later format: a segment that cannot be read is left out, and said. */
export function decodeSegment(bytes: Uint8Array): Segment | null {
  try {
    const data: unknown = JSON.parse(inflateRawSync(bytes, { maxOutputLength: 1 << 26 }).toString())
    return Array.isArray(data) && data[0] === format ? segmentOf(data) : null
  } catch {
    return null
  }
}

function segmentOf(data: readonly unknown[]): Segment | null {
  const [, head, dictionary, tests, lengths, rows, durations, complete] = data
  if (!Array.isArray(head) || typeof dictionary !== 'string' || typeof tests !== 'number') return null
  if (!Array.isArray(lengths) || !Array.isArray(rows) || !Array.isArray(durations)) return null
  const [id, shard, at, branch, commit, environment] = head as [
    string,
    string,
    number,
    string | null,
    string | null,
    string,
  ]
  if (typeof id !== 'string' || !Number.isFinite(at)) return null
  const ran = fromRunLengths(lengths, tests)
  if (ran === null) return null
  const exceptions = new Map<number, Exception>()
  for (const row of rows as Row[]) {
    const result = results[row[1]]
    if (result === undefined || !(row[0] >= 0 && row[0] < tests)) return null
    exceptions.set(row[0], {
      result,
      failures: row[2],
      attempts: row[3],
      fingerprint: row[4],
      message: row[5],
      durationMs: row[6],
      quarantined: row[7] === 1,
      ...(row[8] ? { alone: row[8] } : {}),
    })
  }
  return {
    build: { id, shard, at, branch, commit, environment },
    dictionary,
    tests,
    ran,
    exceptions,
    fileDurations: (durations as number[]).map(each => each * 10),
    complete: complete === 1,
  }
}

/** How many ran, how many did not, how many ran … */
function runLengths(ran: Uint8Array, tests: number): readonly number[] {
  const lengths: number[] = []
  let current = true
  let length = 0
  for (let place = 0; place < tests; place += 1) {
    if (hasRun(ran, place) === current) length += 1
    else {
      lengths.push(length)
      current = !current
      length = 1
    }
  }
  return [...lengths, length]
}

function fromRunLengths(lengths: readonly unknown[], tests: number): Uint8Array | null {
  if (!(tests >= 0 && tests <= 10_000_000)) return null
  const ran = bitmap(tests)
  let place = 0
  let current = true
  for (const length of lengths) {
    if (typeof length !== 'number' || !(length >= 0) || place + length > tests) return null
    if (current) setAllRan(ran, place, place + length)
    place += length
    current = !current
  }
  return place === tests ? ran : null
}

export function bitmap(tests: number): Uint8Array {
  return new Uint8Array(Math.ceil(tests / 8))
}

export function setRan(ran: Uint8Array, place: number): void {
  ran[place >> 3] = (ran[place >> 3] ?? 0) | (1 << (place & 7))
}

/** Those from `start` up to, and without, `end`: whole bytes at once, for nearly everything runs in nearly every build. */
function setAllRan(ran: Uint8Array, start: number, end: number): void {
  const from = Math.min((start + 7) & ~7, end)
  const to = Math.max(end & ~7, from)
  for (let place = start; place < from; place += 1) setRan(ran, place)
  ran.fill(0xff, from >> 3, to >> 3)
  for (let place = to; place < end; place += 1) setRan(ran, place)
}

/** How many ran. */
export function countRan(ran: Uint8Array): number {
  let count = 0
  for (const byte of ran) count += bitsOfByte[byte] ?? 0
  return count
}

const bitsOfByte = Uint8Array.from({ length: 256 }, (_, byte) => {
  let bits = 0
  for (let rest = byte; rest > 0; rest &= rest - 1) bits += 1
  return bits
})

export function hasRun(ran: Uint8Array, place: number): boolean {
  return ((ran[place >> 3] ?? 0) & (1 << (place & 7))) !== 0
}
