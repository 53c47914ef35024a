import { resolve } from 'node:path'
import type { ChangeRequest } from '../change-options.ts'
import type { BaseCandidate } from '../ci.ts'
import { GateError, gateError } from '../errors.ts'
import { type Change, changeFromFile, changeFromGit, type IsSource } from './change.ts'
import { openRepository, type Repository } from './git.ts'
import { shortName } from './place.ts'

/**
 * The repository around the working directory. A diff file needs none: without one, its own paths are all that is known.
 * @throws GateError git.*
 */
export async function askedRepository(
  request: ChangeRequest,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Repository | null> {
  try {
    return await openRepository(cwd, env)
  } catch (error) {
    const replaceable = ['git.no-repository', 'git.missing', 'git.no-commit']
    if (request.diff !== null && error instanceof GateError && replaceable.includes(error.code)) return null
    throw error
  }
}

/**
 * The change that was asked for: from a diff file, or from git.
 * @throws GateError git.*, diff.*
 */
export function askedChange(
  repository: Repository | null,
  request: ChangeRequest,
  cwd: string,
  candidates: readonly BaseCandidate[],
  isSource: IsSource,
): Promise<Change> {
  if (request.diff !== null) {
    const file = request.diff === '-' ? '-' : resolve(cwd, request.diff)
    return changeFromFile(file, file === '-' ? 'on standard input' : shortName(file, cwd), repository, cwd)
  }
  if (!repository) throw gateError('git.no-repository', { directory: cwd })
  return changeFromGit(repository, request, candidates, isSource)
}
