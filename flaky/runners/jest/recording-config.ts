import type { JestConfigModule, JestOptions } from './jest-api.ts'

export interface RecordingConfigSettings {
  /** The user's `--config`; `null` when jest looks for it itself. */
  readonly config: string | null
  /** The first of the user's `--projects`, where jest then looks; `null`: the working directory. */
  readonly lookedUp: string | null
  /** Our reporter, absolute. */
  readonly ours: string
}

/**
 * A jest configuration: the user's own, read by jest itself, with our reporter beside the configured ones. It stands in a
 * module of its own (hook-text.ts).
 */
export function createRecordingConfig(
  require: NodeJS.Require,
  { config: given, lookedUp, ours }: RecordingConfigSettings,
): () => Promise<JestOptions> {
  const { createHash } = require('node:crypto') as typeof import('node:crypto')
  const { createRequire } = require('node:module') as typeof import('node:module')
  const { dirname, join, resolve } = require('node:path') as typeof import('node:path')
  const { realpathSync } = require('node:fs') as typeof import('node:fs')

  // From the jest that runs here: there may be several.
  let from = require.main?.filename ?? join(process.cwd(), 'jest.js')
  for (const name of ['jest-cli', 'jest-config']) {
    try {
      from = createRequire(from).resolve(name)
    } catch {
      // jest-cli started by itself does not find itself.
    }
  }
  const jest = createRequire(from)('jest-config') as JestConfigModule

  const isOurs = (entry: unknown): boolean => {
    const name = Array.isArray(entry) ? entry[0] : entry
    return name === 'cd-gate/jest' || name === ours
  }
  return async () => {
    const { config, configPath } = await jest.readInitialOptions(given ?? undefined, {
      packageRootOrConfig: lookedUp ?? process.cwd(),
    })
    let reporters = config.reporters
    if (reporters === undefined && config.preset) {
      // A preset may name some, which those of a configuration replace.
      const argv = { _: [], $0: 'jest', ...(configPath === null ? {} : { config: configPath }) }
      reporters = (await jest.readConfig(argv, lookedUp ?? process.cwd())).globalConfig.reporters
    }
    const list = reporters ?? ['default']
    const directory = configPath === null ? process.cwd() : dirname(configPath)
    const rootDir = config.rootDir ?? directory
    // Projects that are objects have their root beside the configuration that holds them, which is elsewhere now.
    const projects = config.projects?.map(project =>
      typeof project === 'string'
        ? project
        : {
            ...project,
            rootDir: resolve(directory, (project.rootDir ?? directory).replace(/^<rootDir>/, directory)),
          },
    )
    let real = rootDir
    try {
      real = realpathSync(rootDir)
    } catch {
      // jest says that it is not there.
    }
    // The name of the cache that jest would use without us, so that it stays warm.
    const id = createHash('sha1')
      .update(real)
      .update(configPath ?? '')
      .update('0')
      .digest('hex')
      .slice(0, 32)
    return {
      ...config,
      rootDir,
      id: config.id ?? id,
      reporters: list.some(isOurs) ? list : [...list, ours],
      ...(projects === undefined ? {} : { projects }),
    }
  }
}
