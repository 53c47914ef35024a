import { join } from 'node:path'

/** A module of a few lines, made for one run: what is loaded inside the runner's process, and the data for it. */
export interface EntryFile {
  readonly path: string
  readonly files: Readonly<Record<string, string>>
}

/**
 * Calls `exported` of the module at `url` with `data` and, where a `reporter` is named, with that module's exports. It is
 * a file and no variable of the environment, which would reach every process that the tests start.
 */
export function entryFile(directory: string, { url, exported, data, reporter }: EntryCall): EntryFile {
  const path = join(directory, `cd-gate-${exported}.mjs`)
  const imports = [`import { ${exported} } from ${JSON.stringify(url)}`]
  if (reporter !== undefined) imports.push(`import * as reporter from ${JSON.stringify(reporter)}`)
  const args = [JSON.stringify(data, null, 1), ...(reporter === undefined ? [] : ['reporter'])]
  return { path, files: { [path]: `${imports.join('\n')}\n\n${exported}(${args.join(', ')})\n` } }
}

export interface EntryCall {
  readonly url: string
  readonly exported: string
  readonly data: unknown
  readonly reporter?: string
}
