/**
 * jest's `--filter`: only these files run, whatever else is selected. jest loads it in its main process, so that it also
 * tells the test runner, which may be loaded by a worker, where jest's own one is.
 */
export function createTestFilter(
  require: NodeJS.Require,
  { files }: { readonly files: readonly string[] },
): (paths: readonly string[]) => { readonly filtered: readonly string[] } {
  const { createRequire } = require('node:module') as typeof import('node:module')
  const { join } = require('node:path') as typeof import('node:path')
  const { realpathSync } = require('node:fs') as typeof import('node:fs')
  const real = (file: string): string => {
    try {
      return realpathSync(file)
    } catch {
      return file
    }
  }
  let from = require.main?.filename ?? join(process.cwd(), 'jest.js')
  for (const name of ['jest-cli', 'jest-config']) {
    try {
      from = createRequire(from).resolve(name)
    } catch {
      // jest-cli started by itself does not find itself.
    }
  }
  process.env.CD_GATE_JEST_CIRCUS = createRequire(from).resolve('jest-circus/runner')
  const wanted = new Set(files.map(real))
  return paths => ({ filtered: paths.filter(path => wanted.has(real(path))) })
}
