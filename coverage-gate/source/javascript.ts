import type { ParserOptions } from 'oxc-parser'
import { isNestedTooDeep } from './nesting.ts'
import type { Dialect, Script } from './script.ts'
import type { Span } from './spans.ts'

/** A node of the ESTree that oxc-parser makes, with TypeScript's own; offsets are UTF-16. */
export interface Node extends Span {
  readonly type: string
  readonly [key: string]: unknown
}

export interface ParsedScript {
  readonly comments: readonly Span[]
  /** Made when first asked for: that takes longer than the parse. */
  readonly program: () => Node
}

const module = { sourceType: 'unambiguous', preserveParens: false } as const
/** CommonJS may return outside of functions. */
const commonJs = { sourceType: 'commonjs', preserveParens: false } as const

/** Tried in order. Flow's annotations are, as far as they matter here, TypeScript's. */
const attempts: Readonly<Record<Dialect, readonly ParserOptions[]>> = {
  js: [
    { lang: 'jsx', ...module },
    { lang: 'jsx', ...commonJs },
    { lang: 'tsx', ...module },
  ],
  ts: [
    { lang: 'ts', ...module },
    { lang: 'ts', ...commonJs },
  ],
  tsx: [{ lang: 'tsx', ...module }],
}

/** `null` when the script does not parse, or is nested too deep to try. */
export async function parseScript({ dialect, text }: Script): Promise<ParsedScript | null> {
  if (isNestedTooDeep(text)) return null
  const { parseSync } = await import('oxc-parser')
  for (const options of attempts[dialect]) {
    const parsed = parseSync('', text, options)
    if (parsed.errors.some(error => error.severity === 'Error')) continue
    return { comments: parsed.comments, program: () => parsed.program as unknown as Node }
  }
  return null
}
