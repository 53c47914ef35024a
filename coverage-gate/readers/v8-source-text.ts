import { readFileSync, statSync } from 'node:fs'

/** In bytes. What is longer was made by a program, and is not what a change is made in. */
const LONGEST = 4 << 20

/** The text of a source file, with its byte order mark; `null` for what cannot be read, is too long, or is no regular file. */
export function readSource(path: string): string | null {
  try {
    // Looked at first: opening a pipe would wait for its other end.
    const found = statSync(path)
    return found.isFile() && found.size <= LONGEST ? readFileSync(path, 'utf8') : null
  } catch {
    return null
  }
}
