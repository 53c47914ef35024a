import { fileNameOf } from '../core/paths.ts'
import { plural } from '../core/text.ts'
import type { Tie } from './blame-ties.ts'
import { cut } from './build-report.ts'
import type { EvidenceCommit, FailureEvidence } from './evidence.ts'

const LONGEST_PATH = 120
const LONGEST_TEST = 80
const LONGEST_REASON = 400

/** `1a2b3c4`, as git shortens a hash where seven digits are enough. */
export function shortHash({ hash }: Pick<EvidenceCommit, 'hash'>): string {
  return hash.slice(0, 7)
}

/** "1a2b3c4 touches src/pay.ts:40, run by the failing pay.test.ts": what a commit shares with a failure. */
export function reasonOfTie(tie: Tie, instead: string): string {
  const { commit, kind, failure, via } = tie
  const name = pathText(tie.file)
  const file = tie.line === null ? name : `${name}:${tie.line}`
  const touches = `${tie.isCut ? 'takes lines away at' : 'touches'} ${file}`
  const test = testName(failure)
  const through = via === null ? '' : ` through ${pathText(via)}`
  const words: Readonly<Record<Tie['kind'], string>> = {
    'stack-line': `${touches}, named in the stack of the failing ${test}`,
    'covered-line': `${touches}, run by the failing ${test}`,
    'test-line': `${touches}, where ${test} fails`,
    'run-line': `${touches}, which the tests run and the failing ${test} imports`,
    'stack-file': `changes ${file}, named in the stack of the failing ${test}`,
    'test-file': `changes ${file}, which fails`,
    import: `changes ${file}, which the failing ${test} imports${through}`,
    'import-of-import': `changes ${file}, which the failing ${test} imports${through}`,
  }
  return finish(commit, words[kind], instead)
}

/** For commits that share nothing that is known with a failure. */
export function reasonOfNumber(
  commit: EvidenceCommit,
  commits: number,
  people: number,
  instead: string,
): string {
  const since = 'since the last green build'
  if (commits === 1) return finish(commit, `is the only commit ${since}`, instead)
  const among = `is one of ${plural(commits, 'commit')} ${since}`
  return finish(
    commit,
    people === 1 ? `${among}, all by one person` : `${among}, and nothing tells them apart`,
    instead,
  )
}

function finish(commit: EvidenceCommit, words: string, instead: string): string {
  return cut(`${shortHash(commit)} ${words}${instead === '' ? '' : ` (${instead})`}`, LONGEST_REASON)
}

/** The end of a path says most. */
export function pathText(path: string): string {
  if (path.length <= LONGEST_PATH) return path
  const end = path.slice(-(LONGEST_PATH - 1))
  return `…${/^[\udc00-\udfff]/.test(end) ? end.slice(1) : end}`
}

function testName({ file, test }: FailureEvidence): string {
  const place = file ?? test.file
  const name = place ? fileNameOf(place) : test.classname || test.name
  return cut(name || 'test', LONGEST_TEST)
}
