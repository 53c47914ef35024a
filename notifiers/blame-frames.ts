import { withoutAnsi } from '../core/ansi.ts'
import { type PlaceContext, placeOf } from './blame-places.ts'
import type { Frame } from './evidence.ts'

/** As much of a failure's text as is looked at, in characters. */
const MOST_READ = 100_000
const LONGEST_LINE = 500
const MOST_FRAMES = 50

interface Form {
  /** With the groups `file` and `line`; the JVM's with `class`, too. */
  readonly pattern: RegExp
  /** Told with the innermost call last. */
  readonly isReversed?: true
}

/** Lines that nobody writes but a stack. */
const stackForms: readonly Form[] = [
  // V8, Firefox's and WebKit's relatives; without a function's name, too.
  { pattern: /^\s*at (?:.*? \()?(?:async )?(?<file>(?:[^()]|\([^()]*\))+?):(?<line>\d+)(?::\d+)?\)?$/ },
  { pattern: /^\s*❯ (?:\S+ )?(?<file>[^\s()]+?):(?<line>\d+)(?::\d+)?$/ },
  { pattern: /^[^@\s]{0,200}@(?<file>[^\s@]+?):(?<line>\d+):\d+$/ },
  { pattern: /^\s*File "(?<file>[^"]+)", line (?<line>\d+)/, isReversed: true },
  // The JVM: at com.acme.PayTest.adds(PayTest.java:42)
  { pattern: /^\s*at (?<class>[\w$.@/-]+)\.[\w$<>-]+\((?<file>[\w$-]+\.\w+):(?<line>\d+)\)$/ },
  // .NET: at Pay.Total() in /src/Pay.cs:line 40
  { pattern: /^\s*at .*? in (?<file>.+):line (?<line>\d+)$/ },
  // Go: a line of a panic's trace, or of testify.
  { pattern: /^(?:\t|.*Error Trace:\s+|\s{8,})(?<file>[^\s:]+\.go):(?<line>\d+)(?: \+0x[\da-f]+)?$/ },
]

/** A place anywhere in a line: what pytest, go test, Rust, Ruby, PHP and compilers print. */
const anyPlace =
  /(?:^|[\s("'`[])(?<file>(?:[A-Za-z]:[\\/])?[\w.@+~\\/-]{0,300}\.[A-Za-z]\w{0,9})(?::|\()(?<line>\d{1,7})\b/

/**
 * The places of a failure's stack that lie in the repository, nearest first and each once. Lines that look like a stack
 * count alone where there are any: a message may name anything. Pure; what it costs is bounded, whatever the text.
 * @param detail everything known of the failure, of whatever runner
 */
export function framesOf(detail: string, context: PlaceContext): readonly Frame[] {
  const lines = withoutAnsi(detail.slice(0, MOST_READ))
    .split('\n')
    .map(line => line.slice(0, LONGEST_LINE))
  const stack = lines.flatMap(line => stackFrame(line, context))
  const found = stack.length > 0 ? stack : placesIn(lines, context)
  // Python tells the innermost call last, and so does pytest.
  const isReversed = found.some(each => each.isReversed)
  const ordered = isReversed ? [...found].reverse() : found
  const unique = new Map(ordered.map(({ file, line }) => [`${file}:${line}`, { file, line }]))
  return [...unique.values()].slice(0, MOST_FRAMES)
}

interface Found extends Frame {
  readonly isReversed: boolean
}

function stackFrame(text: string, context: PlaceContext): readonly Found[] {
  // The JVM's form is the more exact one.
  for (const { pattern, isReversed = false } of [...stackForms].reverse()) {
    const groups = pattern.exec(text)?.groups
    if (!groups) continue
    const { file = '', line = '' } = groups
    const path = placeOf(file, context, groups.class ?? null)
    if (path !== null) return [{ file: path, line: Number(line), isReversed }]
  }
  return []
}

function placesIn(lines: readonly string[], context: PlaceContext): readonly Found[] {
  return lines.flatMap(text => {
    const groups = anyPlace.exec(text)?.groups
    if (!groups) return []
    const path = placeOf(groups.file ?? '', context, null)
    if (path === null) return []
    return [{ file: path, line: Number(groups.line), isReversed: path.endsWith('.py') }]
  })
}
