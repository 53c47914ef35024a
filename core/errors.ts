import { type Catalogue, catalogue, type ErrorCode } from './error-catalogue.ts'

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never
type Placeholders<Code extends ErrorCode> = Names<Catalogue[Code]['message'] | Catalogue[Code]['hint']>

/** The values that a catalogue entry's `{placeholders}` take. */
export type Details<Code extends ErrorCode> = { readonly [Name in Placeholders<Code>]: string | number }

/** A fault that a user can mend: what was found, what to do, and the exit code of the process. */
export class GateError extends Error {
  override readonly name = 'GateError'
  readonly code: ErrorCode
  readonly hint: string
  readonly exitCode: 2 | 3

  constructor(code: ErrorCode, message: string, hint: string, exitCode: 2 | 3, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
    this.exitCode = exitCode
  }
}

/** Makes (does not throw) the catalogue's error `code`, its placeholders filled in. */
export function gateError<Code extends ErrorCode>(
  code: Code,
  details: Details<Code>,
  cause?: unknown,
): GateError {
  const { message, hint, exitCode } = catalogue[code]
  const values: Readonly<Record<string, string | number>> = details
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`)
  return new GateError(code, fill(message), fill(hint), exitCode, cause === undefined ? undefined : { cause })
}
