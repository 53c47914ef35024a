import type { Ci } from '../core/ci.ts'
import type { BuildRef } from './model.ts'

/** What identifies a build where the user does not say. */
export interface BuildFacts {
  readonly ci: Ci | null
  /** What is checked out; `null` outside a repository. */
  readonly commit: string | null
  readonly branch: string | null
  readonly startedAt: number
  readonly environment: string
}

export interface BuildWish {
  readonly build: string | null
  readonly shard: string | null
  readonly branch: string | null
  readonly environment: string | null
}

/** The CI's own number where there is one: all shards of a build share it. Else the commit and the time. */
export function buildRefOf(
  { ci, commit, branch, startedAt, environment }: BuildFacts,
  wish: BuildWish,
): BuildRef {
  const known = ci?.commit ?? commit
  return {
    id: wish.build ?? idOf(ci) ?? `${known ?? 'no-commit'}-${new Date(startedAt).toISOString()}`,
    shard: wish.shard ?? (ci?.shard ? `${ci.shard.index + 1}-${ci.shard.total}` : ''),
    at: startedAt,
    branch: wish.branch ?? ci?.branch ?? branch,
    commit: known,
    environment: wish.environment ?? environment,
  }
}

function idOf(ci: Ci | null): string | null {
  if (ci === null || ci.buildNumber === null) return ci?.buildUrl ?? null
  return [ci.name, ci.job, ci.buildNumber].filter(part => part !== null).join('/')
}

/** Results of different systems and runtimes are not taken for the same. */
export function environmentName(platform: string, architecture: string, nodeVersion: string): string {
  return `${platform}-${architecture}-node${nodeVersion.split('.')[0]}`
}
