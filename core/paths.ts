/** Bytes (as a Latin-1 string) to text: UTF-8 where they are valid UTF-8, else Latin-1. */
export function decodeName(latin1: string): string {
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin1, 'latin1'))
  } catch {
    return latin1
  }
}

/** What a normalized path does not have. */
const unusual = /\\|\/\/|(?:^|\/)\.{1,2}(?:\/|$)|.\/$|^file:|^[A-Za-z]:/

/**
 * A path with `/`, without `.`, `x/..`, doubled slashes and `file://`. Backslashes are separators
 * only in paths that show by a drive letter, a share, or the lack of `/` that Windows wrote them.
 */
export function normalizePath(path: string): string {
  if (!unusual.test(path)) return path
  let plain = path.replace(/^file:\/\/(?=\/)/, '')
  if (/^[A-Za-z]:\\|^\\\\/.test(plain) || !plain.includes('/')) plain = plain.replaceAll('\\', '/')
  const root = /^[A-Za-z]:\//.test(plain) ? plain.slice(0, 3) : plain.startsWith('/') ? '/' : ''
  const parts: string[] = []
  for (const part of plain.slice(root.length).split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || root === '') parts.push(part)
  }
  return root + parts.join('/')
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path)
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Joins normalized paths; `''` is "here". */
export function joinPaths(directory: string, path: string): string {
  if (directory === '' || isAbsolutePath(path)) return normalizePath(path)
  return normalizePath(`${directory}/${path}`)
}

/** `path` below `directory`, or `null` when it lies elsewhere. Both normalized. */
export function below(directory: string, path: string): string | null {
  if (directory === '') return isAbsolutePath(path) ? null : path
  const prefix = directory.endsWith('/') ? directory : `${directory}/`
  return path.startsWith(prefix) ? path.slice(prefix.length) : null
}
