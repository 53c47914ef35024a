import { hash } from 'node:crypto'

/** Stands for the parts: short, and a text of its own, where a part of a text would keep all of it in memory. */
export function keyOf(parts: readonly string[]): string {
  return hash('sha1', JSON.stringify(parts), 'base64')
}

/** Tells whether the same parts were seen before. What it keeps of each is short, however long the names are. */
export function createSeen(): (parts: readonly string[]) => boolean {
  const seen = new Set<string>()
  return parts => {
    const key = keyOf(parts)
    if (seen.has(key)) return true
    seen.add(key)
    return false
  }
}
