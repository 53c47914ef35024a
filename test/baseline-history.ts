import fc from 'fast-check'

/** One line of a version of a file: its text, which no other line of the history has, and its end. */
interface Line {
  readonly text: string
  readonly end: string
}

/** A file of one version. Its id outlives renames. */
interface VersionedFile {
  readonly id: number
  readonly path: string
  readonly lines: readonly Line[]
}

/** All files of one commit, by id. */
export type Version = ReadonlyMap<number, VersionedFile>

export interface Operation {
  readonly what: 'insert' | 'delete' | 'edit' | 'rename' | 'remove' | 'add' | 'ends' | 'final'
  readonly file: number
  readonly at: number
  readonly count: number
}

export interface History {
  /** Each commit's operations: the first makes the repository. */
  readonly main: readonly (readonly Operation[])[]
  readonly feature: readonly (readonly Operation[])[]
  /** Which commit of main has the record: never a later one than the feature's start, which is the last. */
  readonly recordedAt: number
  readonly runs: number
  /** Whether the head's own tree was recorded, too. */
  readonly headRecorded: boolean
  readonly ratchet: boolean
  readonly formats: readonly ('lcov' | 'cobertura')[]
  readonly root: string
  /** From which every line's states follow. */
  readonly seed: number
}

const operation: fc.Arbitrary<Operation> = fc.record({
  what: fc.constantFrom(
    'insert',
    'delete',
    'edit',
    'edit',
    'insert',
    'rename',
    'remove',
    'add',
    'ends',
    'final',
  ),
  file: fc.nat(9),
  at: fc.nat(99),
  count: fc.integer({ min: 1, max: 4 }),
})
const commit = fc.array(operation, { minLength: 1, maxLength: 6 })

export const histories: fc.Arbitrary<History> = fc
  .record({
    main: fc.array(commit, { minLength: 1, maxLength: 3 }),
    feature: fc.array(commit, { minLength: 1, maxLength: 2 }),
    recordedAt: fc.nat(2),
    runs: fc.integer({ min: 1, max: 3 }),
    headRecorded: fc.boolean(),
    ratchet: fc.boolean(),
    formats: fc.array(fc.constantFrom('lcov' as const, 'cobertura' as const), { minLength: 2, maxLength: 2 }),
    root: fc.constantFrom('', '/builds/x/'),
    seed: fc.nat(),
  })
  .map(history => ({ ...history, recordedAt: history.recordedAt % history.main.length }))

/** Applies commits, one after the other, each to what the one before left. */
export function createAuthor(): (version: Version, operations: readonly Operation[]) => Version {
  let next = 0
  const freshLines = (count: number, end: string): Line[] =>
    Array.from({ length: count }, () => {
      next += 1
      return { text: `step${next}(${String(next * 7919).padStart(30, '.')})`, end }
    })
  const freshFile = (): VersionedFile => {
    next += 1
    // By its first line git knows the file again, whatever becomes of the others and wherever it goes.
    const long = Array.from({ length: 60 }, (_, index) => `${next}.${index * 6007}`).join('_')
    const mark = { text: `mark('${long}')`, end: '\n' }
    return { id: next, path: `src/part${next}.js`, lines: [mark, ...freshLines(16, '\n')] }
  }
  const edited = (file: VersionedFile, { what, at, count }: Operation): VersionedFile => {
    const { lines } = file
    const end = lines[0]?.end ?? '\n'
    const place = 1 + (at % lines.length)
    if (what === 'rename') {
      next += 1
      return { ...file, path: `lib/moved${next}.js` }
    }
    if (what === 'ends') {
      const other = end === '\n' ? '\r\n' : '\n'
      return { ...file, lines: lines.map(line => ({ ...line, end: line.end === '' ? '' : other })) }
    }
    if (what === 'final') {
      const last = lines.at(-1)!
      return { ...file, lines: [...lines.slice(0, -1), { ...last, end: last.end === '' ? end : '' }] }
    }
    const removed = what === 'insert' ? 0 : Math.min(count, lines.length - place)
    const room = lines.length - removed < 14 ? count : 0
    const added = what === 'delete' && room === 0 ? 0 : Math.min(count, 24 - lines.length + removed)
    const all = lines.toSpliced(place, removed, ...freshLines(Math.max(0, added), end))
    // Only the last line may go without its end.
    return {
      ...file,
      lines: all.map((line, index) => (index < all.length - 1 ? { ...line, end: line.end || end } : line)),
    }
  }
  return (version, operations) => {
    const files = new Map(version)
    while (files.size < 2) {
      const file = freshFile()
      files.set(file.id, file)
    }
    for (const each of operations) {
      const file = [...files.values()][each.file % files.size]!
      if (each.what === 'add' && files.size < 4) {
        const added = freshFile()
        files.set(added.id, added)
      } else if (each.what === 'remove' && files.size > 2) files.delete(file.id)
      else if (each.what !== 'add' && each.what !== 'remove') files.set(file.id, edited(file, each))
    }
    return files
  }
}

export function contentOf({ lines }: VersionedFile): string {
  return lines.map(({ text, end }) => text + end).join('')
}

/** What a run saw of a line: 0 not measured, 1 missed, 2 covered. Some lines flip from run to run. */
export function createRuns(seed: number) {
  const draw = (...words: readonly (string | number)[]): number => {
    let hash = seed | 0
    for (const char of words.join(' ')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return (hash ^ (hash >>> 12)) >>> 0
  }
  return {
    stateOf(moment: string, run: number, line: Line): number {
      const flips = draw('flips', line.text) % 9 === 0
      return draw(moment, flips ? run : 0, line.text) % 3
    },
    /** A report need not know every file. */
    knows: (moment: string, file: VersionedFile): boolean => draw('knows', moment, file.id) % 8 !== 0,
  }
}
