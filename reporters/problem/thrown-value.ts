import { withoutAnsi } from '../../core/ansi.ts'
import { className, has, read } from './safe-read.ts'
import { valueLine, valueText } from './value-text.ts'

/** What was thrown and is no error: on one line, and in full where that is too long. */
export interface ThrownValue {
  readonly message: string
  readonly notes: string
}

/** Characters on the one line. */
const LINE = 300

export function thrownValue(value: unknown): ThrownValue {
  if (typeof value !== 'object' || value === null)
    return { message: `thrown: ${valueLine(value, LINE)}`, notes: '' }
  const told = read(value, 'value')
  // Playwright tells it as text.
  if (typeof told === 'string' && !has(value, 'message')) return { message: thrownText(told), notes: '' }
  const plain = withoutPlaces(value)
  const line = valueLine(plain, LINE)
  return { message: `thrown: ${line}`, notes: line.length < LINE ? '' : valueText(plain) }
}

/** A value that a runner has made text of. A string is told as it is, for nobody can tell it from a message. */
function thrownText(text: string): string {
  return /^'([^'\\]*)'$/.exec(text)?.[1] ?? `thrown: ${text}`
}

/** A message that can only be a thrown value in words: Vitest hands over no more of it. */
export function isValueInWords(message: string): boolean {
  return /^(?:undefined|null|true|false|NaN|-?(?:Infinity|\d[\d.]{0,30}(?:e[+-]?\d{1,3})?))$/.test(message)
}

/** Vitest adds a list of places to whatever was thrown. */
function withoutPlaces(value: object): object {
  try {
    if (className(value) !== 'Object' || !Array.isArray(read(value, 'stacks'))) return value
    const { stacks, ...rest } = value as Record<string, unknown>
    return rest
  } catch {
    return value
  }
}

/** What is told elsewhere, and what runners and libraries add for their own use. */
const known = new Set(
  (
    'name message stack stacks stackStr nameStr stackStartFunction diff expected actual expects showDiff operator generatedMessage generated ok code ' +
    'errno syscall cause errors multiple matcherResult failureType location snippet value frame codeFrame diffOptions ' +
    'valueType timeout file errorMode label details negate uncaught inspect hint type'
  ).split(' '),
)
const MOST = 20

/** An error's own plain properties, one a line, that the message does not tell: `left: 0`. Runs no getter. */
export function propertiesOf(value: object, message: string): string {
  try {
    const lines: string[] = []
    for (const key of Object.keys(value)) {
      if (known.has(key) || /^[_$\d]|^[A-Z_]+$|^VITEST/.test(key) || key.length > 100) continue
      const property = Object.getOwnPropertyDescriptor(value, key)
      const plain = property?.value
      if (!/^(?:string|number|boolean|bigint)$/.test(typeof plain)) continue
      const text = String(plain)
      const isTold = text.includes('\n') || (typeof plain === 'string' && message.includes(text))
      if (!isTold) lines.push(`${key}: ${withoutAnsi(valueLine(plain, 300))}`)
      if (lines.length >= MOST) break
    }
    return lines.join('\n')
  } catch {
    return ''
  }
}
