import type { ChangedFile } from '../core/change-set.ts'
import { plural } from '../core/text.ts'
import { isNoSource, kindOf, kindsOfTool, kindText } from './kinds.ts'
import type { LintFileState } from './model.ts'
import { checkedPaths, findingPaths, type PlacedReport } from './placing.ts'
import { doubt, type Notes, statement } from './statement.ts'
import { isSilent } from './trust.ts'

export interface FileStanding {
  readonly change: ChangedFile
  readonly state: LintFileState
  readonly reason: string | null
  /** Whether any report can speak of it; `null` where there is nothing to speak of. */
  readonly spoken: boolean | null
}

export interface StateInput {
  readonly reports: readonly PlacedReport[]
  /** Why a path is not judged, or `null`. */
  readonly excluded: (path: string) => string | null
  readonly isSource: (path: string) => boolean
  /** A report that is silent is taken for clean, instead of for none. */
  readonly allowEmpty: boolean
}

/** What the reports know of each changed file. */
export function fileStandings(
  files: readonly ChangedFile[],
  { reports, excluded, isSource, allowEmpty }: StateInput,
): readonly FileStanding[] {
  const heard = reports.filter(each => allowEmpty || !isSilent(each.report))
  const known = heard.map(placed => {
    // One that is silent is vouched for by the user: for whatever it was to look at.
    const silent = isSilent(placed.report)
    const checked = silent ? null : checkedPaths(placed)
    const found = findingPaths(placed)
    return {
      name: placed.report.name,
      checked: checked && new Set(checked),
      found: new Set(found),
      quiet: placed.report.tool === 'eslint' ? ' (which --quiet does to files without errors)' : '',
      kinds: new Set([...found, ...(checked ?? [])].map(kindOf)),
      usual: silent ? null : kindsOfTool(placed.report.tool),
    }
  })
  return files.map((change): FileStanding => {
    const { path } = change
    const aside = notJudged(change, isSource) ?? excluded(path)
    if (aside !== null) return { change, state: 'excluded', reason: aside, spoken: null }
    const is = (state: LintFileState, reason: string | null, spoken: boolean | null): FileStanding => ({
      change,
      state,
      reason,
      spoken,
    })
    if (known.some(each => each.checked?.has(path) || each.found.has(path))) return is('checked', null, true)
    if (change.hunks.length === 0 && change.content === 'text') return is('untold', 'no line changed', null)
    if (known.length === 0) return is('untold', 'no report says anything', null)
    const kind = kindOf(path)
    const others = known.find(each => each.checked !== null && each.kinds.has(kind))
    if (others)
      return is(
        'unchecked',
        `${others.name} checked other ${kindText(path)} files, but not this one${others.quiet}`,
        false,
      )
    const silent = known.find(
      each =>
        each.checked === null &&
        (each.kinds.has(kind) || (each.usual ? each.usual.has(kind) : each.found.size === 0)),
    )
    if (silent) return is('untold', `${silent.name} names only files with findings`, true)
    return isSource(path) || !isNoSource(path)
      ? is('untold', `no report speaks of ${kindText(path)} files`, false)
      : is('untold', 'no report speaks of its kind', null)
  })
}

function notJudged(change: ChangedFile, isSource: (path: string) => boolean): string | null {
  if (change.kind === 'deleted') return 'deleted'
  if (change.content === 'submodule') return 'a submodule'
  if (change.content === 'symlink') return 'a symbolic link'
  return change.content === 'binary' && !isSource(change.path) ? 'binary' : null
}

const NAMED = 3

/** What follows from the states: a changed file that nobody looked at is no clean one. */
export function stateNotes(files: readonly FileStanding[], unchecked: 'unknown' | 'warn' | 'ignore'): Notes {
  const left = files.filter(file => file.state === 'unchecked')
  const unspoken = files.filter(file => file.state === 'untold' && file.spoken === false)
  const unread = files.filter(file => file.change.content === 'binary' && file.state !== 'excluded')
  const doubts = unread.map(({ change: { path } }) =>
    doubt('unreadable-change', `${path}: its changed lines cannot be read as text`, path),
  )
  const looked = files.some(file => file.spoken === true)
  const missing = [...left, ...unspoken]
  if (!looked && missing.length > 0) {
    const message = `the reports know none of the changed files (${namesOf(missing)}): give the report of their linter, --exclude them, or choose --unchecked warn or ignore`
    const warned =
      unchecked === 'warn' ? [statement('nothing-checked', 'warning', message.split(':')[0] ?? message)] : []
    if (unchecked === 'unknown') doubts.push(doubt('nothing-checked', message))
    return { doubts, remarks: warned }
  }
  const about = left.map(({ change: { path }, reason }) => {
    const way = 'if the linter leaves it out on purpose, --exclude it'
    return { path, message: `${path} was not checked: ${reason}; ${way}` }
  })
  if (unchecked === 'unknown') {
    doubts.push(...about.map(({ path, message }) => doubt('unchecked-file', message, path)))
  }
  const remarks = [
    ...(unchecked === 'warn'
      ? about.map(({ path, message }) => statement('unchecked-file', 'warning', message, path))
      : []),
    ...(unspoken.length > 0
      ? [
          statement(
            'unspoken-kind',
            'warning',
            `${plural(unspoken.length, 'changed file')} of a kind that no report speaks of (${namesOf(unspoken)})`,
          ),
        ]
      : []),
  ]
  const untold = files.filter(file => file.state === 'untold' && file.spoken === true)
  if (untold.length > 0) {
    const words = `no report can tell whether ${namesOf(untold)} ${untold.length === 1 ? 'was' : 'were'} looked at: it names only files with findings`
    remarks.push(statement('untold-files', 'note', words))
  }
  return { doubts, remarks }
}

function namesOf(files: readonly FileStanding[]): string {
  const names = files.slice(0, NAMED).map(file => file.change.path)
  const more = files.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}
