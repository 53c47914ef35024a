import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ci } from '../core/ci.ts'

/** A recorded environment of a CI; see test/fixtures/ci/SOURCES.md. */
export interface CiEnvironment {
  readonly name: string
  readonly about: string
  readonly env: Readonly<Record<string, string>>
  /** By path; `{files}` in paths, variables and texts stands for the directory that they lie in. */
  readonly files: ReadonlyMap<string, string>
  readonly expected: Ci
}

const directory = join(import.meta.dirname, 'fixtures', 'ci')

const nothing: Omit<Ci, 'name' | 'title'> = {
  branch: null,
  commit: null,
  tag: null,
  change: null,
  previousCommit: null,
  bases: [],
  buildUrl: null,
  jobUrl: null,
  job: null,
  buildNumber: null,
  actor: null,
  shard: null,
}

export const ciEnvironments: readonly CiEnvironment[] = readdirSync(directory)
  .filter(file => file.endsWith('.json'))
  .sort()
  .map(file => {
    const { about, env, files = {}, ci } = JSON.parse(readFileSync(join(directory, file), 'utf8'))
    const texts = Object.entries(files).map(
      ([path, content]) =>
        [`{files}/${path}`, typeof content === 'string' ? content : JSON.stringify(content)] as const,
    )
    return {
      name: file.replace(/\.json$/, ''),
      about,
      env,
      files: new Map(texts),
      expected: { ...nothing, ...ci },
    }
  })

export function environmentNamed(name: string): CiEnvironment {
  const found = ciEnvironments.find(each => each.name === name)
  if (!found) throw new Error(`there is no environment ${name}`)
  return found
}
