import { gateError } from '../../core/errors.ts'
import { type Head, listFiles, type Repository } from '../../core/system/git.ts'
import { openStore } from '../../core/system/store/open-store.ts'
import { plural } from '../../core/text.ts'
import type { Finding } from '../../core/verdict.ts'
import type { CoverageMap } from '../coverage-map.ts'
import { keepRecord } from './kept-records.ts'
import { linesNow, measuredCommit } from './measured-commit.ts'

interface SaveInput {
  readonly repository: Repository | null
  readonly address: string | null
  readonly head: Head
  readonly map: CoverageMap
  readonly formats: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly now: Date
}

/**
 * Keeps what was measured as the record of its commit.
 * @returns what to say about it
 * @throws GateError baseline.not-saved, store.*, git.failed
 */
export async function saveBaseline(input: SaveInput): Promise<Finding> {
  const { repository, address, head, map, formats, cwd, env, now } = input
  const refuse = (why: string) => gateError('baseline.not-saved', { why })
  if (address === null) throw refuse('--baseline-record does not say where')
  if (!repository) throw refuse('there is no repository, and so no commit')
  const measured = await measuredCommit(repository, head, map)
  if (!measured) throw refuse('measured files differ from the commit')
  // Files that nobody has committed are no part of the commit, whatever was measured (--untracked).
  const committed = new Set(await listFiles(repository, { commit: measured.commit }))
  const files = new Map([...linesNow(map)].filter(([path]) => committed.has(path)))
  if (files.size === 0) throw refuse('the reports know no file of this repository')
  const store = await openStore(address, { cwd, env })
  if (!store) throw refuse('--baseline-record none keeps none')
  try {
    await keepRecord(store, { ...measured, at: now.getTime(), formats: [...new Set(formats)], files })
  } finally {
    await store.close()
  }
  const message = `the coverage of ${plural(files.size, 'file')} is kept as the baseline ${measured.commit.slice(0, 10)} in ${store.where}`
  return { rule: 'baseline-saved', severity: 'note', message, path: null, startLine: null, endLine: null }
}
