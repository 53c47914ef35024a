import { plural } from '../../core/text.ts'
import { type Category, categories } from '../baseline/categories.ts'
import { percentText } from '../judge.ts'
import type {
  BaselineFacts,
  BaselineFile,
  CoverageVerdict,
  FileResult,
  HiddenPlace,
  LossCause,
} from '../model.ts'

/** What is said of coverage outside the change, in the words that every rendering uses. */

interface CategoryWords {
  /** Told by its form, not by its colour. */
  readonly sign: string
  readonly words: string
  /** How good it is, for a colour beside the sign. */
  readonly kind: 'good' | 'bad' | 'plain'
}

export const categoryWords: Readonly<Record<Category, CategoryWords>> = {
  'new-missed': { sign: '✗', words: 'new, missed', kind: 'bad' },
  'new-covered': { sign: '✓', words: 'new, covered', kind: 'good' },
  lost: { sign: '▼', words: 'lost: covered before, missed now', kind: 'bad' },
  'still-missed': { sign: '–', words: 'missed before and now', kind: 'plain' },
  gained: { sign: '▲', words: 'gained: missed before, covered now', kind: 'good' },
  kept: { sign: '=', words: 'covered before and now', kind: 'plain' },
  'included-missed': { sign: '◁', words: 'measured only now, missed', kind: 'bad' },
  'included-covered': { sign: '◀', words: 'measured only now, covered', kind: 'good' },
  'excluded-missed': { sign: '▷', words: 'measured no longer, missed before', kind: 'plain' },
  'excluded-covered': { sign: '▶', words: 'measured no longer, covered before', kind: 'bad' },
  'deleted-missed': { sign: '◇', words: 'deleted or rewritten, missed before', kind: 'plain' },
  'deleted-covered': { sign: '◆', words: 'deleted or rewritten, covered before', kind: 'plain' },
}

/** The categories that some line is in, in the table's order. */
export function shownCategories({ counts }: BaselineFacts): readonly (CategoryWords & {
  readonly name: Category
  readonly count: number
})[] {
  return categories.flatMap(name => {
    const count = counts[name]
    return count > 0 ? [{ name, count, ...categoryWords[name] }] : []
  })
}

/** "the baseline 1a2b3c4d5e (file:.cd-gate/record, 3 commits before, 2 runs): 80 % then, 79 % now". */
export function baselineText({ origin, why, before, now }: BaselineFacts): string {
  if (!origin) return `no baseline: ${why ?? 'none was found'}`
  const { commit, name, distance, runs } = origin
  const facts = [
    name,
    distance === 0 ? 'where the change starts' : `${plural(distance, 'commit')} before the change starts`,
    ...(runs > 1 ? [`${runs} runs`] : []),
  ]
  const figures =
    before.total > 0 && now.total > 0
      ? `: ${percentText(before)} % then, ${percentText(now)} % now, deleted code left out`
      : ''
  return `the baseline ${commit.slice(0, 10)} (${facts.join(', ')})${figures}`
}

/** Most lost lines first. */
export function losingFiles({ baseline }: CoverageVerdict): readonly BaselineFile[] {
  const files = baseline?.files.filter(file => file.lost.length > 0) ?? []
  return files.toSorted((a, b) => b.lost.length - a.lost.length || (a.path < b.path ? -1 : 1))
}

/** The lost lines as missed ones of a file that the change does not touch, for the views that show those. */
export function asMissed({ path, oldPath, lost }: BaselineFile): FileResult {
  return {
    path,
    oldPath,
    change: { path, oldPath, kind: 'modified', content: 'text', addedLines: lost, hunks: [] },
    state: 'measured',
    reason: null,
    lines: { total: lost.length, covered: 0, missed: lost, partial: [], ran: [] },
    branches: null,
    functions: null,
    statements: null,
    missedFunctions: [],
  }
}

const verbs = { disappeared: 'is gone', skipped: 'is now skipped', failed: 'fails' } as const

/** "orders.test.ts is now skipped (ran src/orders.ts)". */
export function causeText({ test, what, paths }: LossCause): string {
  const [first, ...more] = paths
  const tied =
    first === undefined
      ? ' (nothing ties it to the lost lines)'
      : ` (it reaches ${first}${more.length > 0 ? ` and ${more.length} more` : ''})`
  return `${test} ${verbs[what]}${tied}`
}

/** "src/a.ts:3: istanbul ignore (only on Windows)". */
export function hiddenText({ path, line, name, reason }: HiddenPlace): string {
  return `${path}:${line}: ${name}${reason === null ? ', no reason given' : ` (${reason})`}`
}
