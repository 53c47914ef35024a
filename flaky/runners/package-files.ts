import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

/** Our reporters by runner, as packages and projects name them. */
export type ReporterName = 'vitest' | 'mocha' | 'node-test'

/**
 * Of our own built reporter, as a URL: it is found from this package, wherever that is (npx keeps it elsewhere), so that
 * the tested project need not have cd-gate among its packages.
 */
export function reporterUrl(name: ReporterName): string {
  return pathToFileURL(require.resolve(`cd-gate/${name}`)).href
}

/** Of what is loaded inside a runner's process: files of the package's build, never imported by the command line. */
export function loadedUrl(name: 'vitest-run' | 'vitest-filter' | 'mocha-hook' | 'node-filter'): string {
  return pathToFileURL(join(packageDirectory(), 'dist', 'flaky', `${name}.js`)).href
}

function packageDirectory(): string {
  return dirname(require.resolve('cd-gate/package.json'))
}
