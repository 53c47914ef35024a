import type { Token } from './lexis.ts'

/** How a language's source can be told apart, line by line, without its compiler. */
export interface Language {
  readonly id: string
  readonly extensions: readonly string[]
  /** Comments, and texts that could hold a comment's marker. At one place the first that fits is taken. */
  readonly tokens: readonly Token[]
  /** Words that by themselves, or with brackets only, do nothing on their line. */
  readonly bareWords: string
  /** A line of this shape, without white space at its ends, declares and does not run. */
  readonly declaration: RegExp | null
}

/** An annotation or decorator that has the line to itself; source of a regular expression. */
export const annotation: string = '@[\\w.:]+(?:\\((?:[^()]|\\([^()]*\\))*\\))?$'
