import { createRequire } from 'node:module'

/** Our reporter for a runner that wants a path, absolute: the package is built into a place of its own. */
export function reporterFile(runner: 'jest' | 'playwright'): string {
  return createRequire(import.meta.url).resolve(`cd-gate/${runner}`)
}
