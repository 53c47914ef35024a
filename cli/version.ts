import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

/** The package's own version, from its package.json: one directory up in the sources, two in the build. */
export const version: string = readVersion(['../package.json', '../../package.json'])

function readVersion(places: readonly string[]): string {
  for (const place of places) {
    try {
      const { name, version: found } = load(place) as { name?: string; version?: string }
      if (name === 'cd-gate' && found) return found
    } catch {
      // Not here: the other layout.
    }
  }
  return 'unknown'
}
