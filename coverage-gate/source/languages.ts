import { braceLanguages } from './brace-languages.ts'
import type { Language } from './language.ts'
import { wordLanguages } from './word-languages.ts'

/**
 * Languages whose files count as source. A file of any other kind (Markdown, JSON, YAML, HTML, CSS, SQL, shell) holds
 * no code that coverage reports measure. Adding a language is one entry in one of the two tables.
 */
export const languages: readonly Language[] = [...braceLanguages, ...wordLanguages]

const byExtension = new Map(
  languages.flatMap(language => language.extensions.map(extension => [extension, language])),
)

/** The language of a source file, by its extension; `null` when it is no source. Type declarations never run. */
export function languageOf(path: string): Language | null {
  if (/\.d\.[mc]?ts$/i.test(path)) return null
  return byExtension.get(/\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '') ?? null
}
