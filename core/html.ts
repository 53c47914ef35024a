import { visibleText } from './text.ts'

/** Markup that is safe to stand in a page. Only `html` makes it. */
export interface Html {
  readonly markup: string
}

type Value = Html | string | number | null | undefined | readonly Value[]

/**
 * A template for markup: what is put in is escaped, in text and in quoted attributes, unless it is markup itself.
 * `null` and `undefined` are nothing; lists are joined.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: parts.reduce((all, part, index) => all + markupOf(values[index - 1]) + part) }
}

function markupOf(value: Value): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  if ('markup' in value) return value.markup
  return value.map(markupOf).join('')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For text and quoted attributes. What cannot be seen is made visible, tabs and line feeds excepted. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, character => escapes[character] ?? character)
}
