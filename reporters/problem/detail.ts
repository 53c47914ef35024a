import { plural } from '../../core/text.ts'
import { clipBytes, clipLine } from './plain-text.ts'
import type { Frame, Stack } from './stack.ts'
import type { Thrown } from './thrown.ts'

/** Longer details are cut in the middle. */
export const MOST_BYTES: number = 64 * 1024

/** Everything that is known of one or several errors, as text. `frames` are their code frames, in order; the first is shown. */
export function detailOf(errors: readonly Thrown[], frameOf: (thrown: Thrown) => string): string {
  const parts = errors.map((thrown, index) => {
    const number = errors.length > 1 ? `${index + 1} of ${errors.length}: ` : ''
    return errorText(thrown, number, frameOf, [])
  })
  return clipBytes(parts.join('\n\n'), MOST_BYTES)
}

function errorText(
  thrown: Thrown,
  label: string,
  frameOf: (thrown: Thrown) => string,
  above: readonly string[],
): string {
  const stack = frameLines(thrown.stack)
  const sections = [
    `${label}${headline(thrown)}`,
    thrown.notes.trim(),
    thrown.difference,
    thrown.properties,
    frameOf(thrown),
    newFrames(stack, above).join('\n'),
    ...thrown.members.map((member, index) =>
      errorText(member, `${index + 1} of ${thrown.members.length}: `, frameOf, stack),
    ),
    thrown.cause ? errorText(thrown.cause, 'Caused by: ', frameOf, stack) : '',
  ]
  return sections.filter(section => section !== '').join('\n\n')
}

function headline({ type, code, message }: Thrown): string {
  const shown =
    code === '' || code === 'ERR_ASSERTION' || message.includes(code) ? type : `${type} [${code}]`.trim()
  const text = message.trimEnd().replace(/^\n+/, '')
  return shown === '' ? text : text === '' ? shown : `${shown}: ${text}`
}

/** Without the frames that the error which it caused has, too. */
function newFrames(lines: readonly string[], above: readonly string[]): readonly string[] {
  let same = 0
  while (same < lines.length && lines.at(-1 - same) === above.at(-1 - same)) same += 1
  return same > 1 ? [...lines.slice(0, lines.length - same), `    … ${same} lines as above`] : lines
}

/** Packages whose frames say nothing about the test: the runners, and what they are made of. */
const runners: readonly (readonly [name: string, packages: RegExp])[] = [
  ['vitest', /^(?:vitest|vite|vite-node|@vitest\/.+|tinypool|tinyspy)$/],
  ['jest', /^(?:jest|jest-.+|@jest\/.+|expect|emittery)$/],
  ['mocha', /^mocha$/],
  ['playwright', /^(?:playwright|playwright-core|@playwright\/.+)$/],
  ['esbuild', /^esbuild$/],
  ['babel', /^(?:@babel\/.+|babel-jest|gensync)$/],
  ['rolldown', /^(?:rolldown|rollup)$/],
  ['chai', /^chai$/],
]

/** The frames that tell something, one a line, those of the runner folded; empty where a stack has none. */
export function frameLines({ frames, more }: Stack): readonly string[] {
  const lastOwn = frames.findLastIndex(frame => frame.origin === 'own')
  const lines: string[] = []
  let folded: string[] = []
  const unfold = (): void => {
    if (folded.length > 0)
      lines.push(`    … ${plural(folded.length, 'frame')} of ${[...new Set(folded)].join(', ')}`)
    folded = []
  }
  frames.forEach((frame, index) => {
    const caller = frame.origin === 'native' ? callerOf(frames, index) : frame
    if (isNodes(caller, index < lastOwn)) return
    const runner = caller.origin === 'package' ? runnerOf(caller.package) : null
    if (runner) {
      folded.push(runner)
      return
    }
    unfold()
    lines.push(`    at ${frameText(frame)}`)
  })
  unfold()
  return more > 0 ? [...lines, `    … ${plural(more, 'more frame')}`] : lines
}

/** Native code belongs to what called it; the last frame of a stack that was cut, to what it called. */
function callerOf(frames: readonly Frame[], index: number): Frame {
  const caller = frames.slice(index + 1).find(isPlaced) ?? frames.slice(0, index).findLast(isPlaced)
  return caller ?? frames[index]!
}

function isPlaced(frame: Frame): boolean {
  return frame.origin !== 'native'
}

/** Node's own functions tell something only as what our code called. */
function isNodes({ origin, path }: Frame, aboveOwn: boolean): boolean {
  if (origin !== 'internal' || path === null) return false
  return !aboveOwn || /^(?:node:)?internal\/|^node:async_hooks/.test(path)
}

function runnerOf(name: string): string | null {
  return runners.find(([, packages]) => packages.test(name))?.[0] ?? null
}

function frameText({ call, path, line, column, package: note }: Frame): string {
  const place = path === null ? note : column > 0 ? `${path}:${line}:${column}` : `${path}:${line}`
  return clipLine(call === '' ? place : `${call} (${place})`, 1_000)
}
