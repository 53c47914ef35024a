import type { Given, Told } from './ci-entry.ts'

/** The first that is told and that `read` accepts. */
function first(given: Given, read: (text: string) => string | null): string | null {
  for (const each of typeof given === 'object' ? given : [given]) {
    const text = each?.trim()
    const value = text ? read(text) : null
    if (value !== null) return value
  }
  return null
}

/** Text for people. What holds control characters is nobody's name. */
export function textOf(given: Given): string | null {
  return first(given, text => (/[\x00-\x1f\x7f]/.test(text) ? null : text))
}

/** A change request's id; Travis and Buildkite say `false` where there is none. */
export function idOf(given: Given): string | null {
  return first(given, text => (text === 'false' ? null : textOf(text)))
}

/** A link that is safe to follow. */
export function urlOf(given: Given): string | null {
  return first(given, text => (/^https?:\/\/[^\s\x00-\x1f\x7f"<>]+$/i.test(text) ? text : null))
}

/** A branch's short name: `main` for `refs/heads/main` and for `origin/main`. */
export function branchOf(given: Given): string | null {
  return first(given, text => {
    const name = text.replace(/^(?:refs\/heads\/|refs\/remotes\/origin\/|origin\/)/, '')
    return name === 'HEAD' || name.startsWith('refs/') ? null : refName(name)
  })
}

export function tagOf(given: Given): string | null {
  return first(given, text => refName(text.replace(/^refs\/tags\//, '')))
}

/** What git refuses as a name, or could take for an option, is none. Source: git-check-ref-format(1). */
function refName(name: string): string | null {
  const impossible = /^[-/.]|\.\.|@\{|[\x00-\x20\x7f~^:?*[\\]|\/\/|\/\.|\.lock(?:\/|$)|[/.]$|^@?$/
  return impossible.test(name) ? null : name
}

/** A commit id: Bitbucket and Travis cut theirs to 12 digits; all zeros is how hosts say "none". */
export function commitOf(given: Given): string | null {
  return first(given, text => (/^(?!0+$)[0-9a-f]{12,64}$/i.test(text) ? text.toLowerCase() : null))
}

/** The place among parallel jobs, counted from 0. One job alone is no shard. */
export function shardOf(told: Told['shard']): { readonly index: number; readonly total: number } | null {
  if (!told || ![told.index, told.total].every(text => /^\d{1,6}$/.test(text ?? ''))) return null
  const index = Number(told.index) - told.from
  const total = Number(told.total)
  return total > 1 && index >= 0 && index < total ? { index, total } : null
}

/** A template's text; `undefined` when one of its values is missing. */
export function filled(
  parts: TemplateStringsArray,
  ...values: readonly (string | undefined)[]
): string | undefined {
  return values.every(Boolean) ? String.raw({ raw: parts }, ...values) : undefined
}
