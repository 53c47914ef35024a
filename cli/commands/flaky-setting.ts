import { join, relative, resolve } from 'node:path'
import { type CodeOwners, ownersOf, parseCodeOwners } from '../../core/code-owners.ts'
import { gateError } from '../../core/errors.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import { repositoryRoot } from '../../core/system/repository.ts'
import { openStore } from '../../core/system/store/open-store.ts'
import type { Store } from '../../core/system/store/store.ts'
import { visible } from '../../core/text.ts'
import type { TestRef } from '../../flaky/model.ts'
import { type FlakyOptions, flakyOptions } from '../../flaky/options.ts'
import type { QuarantineEntry } from '../../flaky/quarantine.ts'
import { readQuarantine } from '../../flaky/quarantine-file.ts'
import { type Survey, surveyRecord } from '../../flaky/survey.ts'
import type { World } from '../command.ts'

/**
 * Opens the record for as long as `use` takes.
 * @param command for the error
 * @throws GateError flaky.no-record, store.*
 */
export async function withRecord<T>(
  { record }: Pick<FlakyOptions, 'record'>,
  { cwd, env }: Pick<World, 'cwd' | 'env'>,
  command: string,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(record, { cwd, env })
  if (store === null) throw gateError('flaky.no-record', { command: `cd-gate flaky ${command}` })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

const MOST_TOLD = 10

/**
 * What the record says; segments that cannot be read are told in the log.
 * @throws GateError flaky.empty-record, store.*
 */
export async function surveyOf(
  store: Store,
  { branch, builds }: Pick<FlakyOptions, 'branch' | 'builds'>,
  now: number,
  also: ((test: TestRef) => boolean) | null,
  world: Pick<World, 'log'>,
): Promise<Survey> {
  const survey = await surveyRecord(store, { branch, builds, now, also })
  for (const key of survey.damaged.slice(0, MOST_TOLD))
    world.log(`cd-gate: the segment ${visible(key)} of the record cannot be read and is left out.`)
  if (survey.damaged.length > MOST_TOLD)
    world.log(`cd-gate: and ${survey.damaged.length - MOST_TOLD} more segments.`)
  if (survey.builds.length === 0) {
    const of = branch === null ? '' : ` of the branch "${branch}"`
    throw gateError('flaky.empty-record', { where: store.where, branch: of })
  }
  return survey
}

/**
 * The quarantine that the options name. One that somebody gave a name must be there, unless it is to be made.
 * @throws GateError quarantine.unreadable
 */
export function quarantineAt(
  { quarantine }: Pick<FlakyOptions, 'quarantine'>,
  { cwd }: Pick<World, 'cwd'>,
  absent: 'made' | 'as-given' = 'as-given',
): { readonly path: string; readonly name: string; readonly entries: readonly QuarantineEntry[] } {
  const path = resolve(cwd, quarantine)
  const inside = relative(cwd, path).replaceAll('\\', '/')
  const name = inside.startsWith('..') ? path : inside
  const isUsual = quarantine === flakyOptions.quarantine.default
  const entries = readQuarantine(path, name, isUsual || absent === 'made' ? 'empty' : 'refused')
  return { path, name, entries }
}

/** Where GitHub and GitLab look, in their order. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']

/**
 * Who owns a test's file, as CODEOWNERS says it; `null` where nobody does.
 * @throws GateError usage.bad-value when the file that was named cannot be read
 */
export function ownersFor(
  { codeOwners }: Pick<FlakyOptions, 'codeOwners'>,
  { cwd }: Pick<World, 'cwd'>,
): (test: Pick<TestRef, 'file'>) => string | null {
  const rules = rulesOf(codeOwners, cwd)
  return ({ file }) => {
    const owners = file === null ? [] : ownersOf(rules, file)
    return owners.length === 0 ? null : owners.join(' ')
  }
}

function rulesOf(given: string | null, cwd: string): CodeOwners {
  if (given === null) {
    const top = repositoryRoot(cwd)
    const text = places.map(place => readTextOrNull(join(top, place))).find(each => each !== null)
    return parseCodeOwners(text ?? '')
  }
  const text = readTextOrNull(resolve(cwd, given))
  if (text !== null) return parseCodeOwners(text)
  throw gateError('usage.bad-value', {
    source: '--code-owners',
    given,
    expected: 'a file that can be read',
    example: '.github/CODEOWNERS',
  })
}
