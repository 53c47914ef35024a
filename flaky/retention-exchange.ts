import type { Retention } from '../core/system/store/git-ref.ts'
import type { Store } from '../core/system/store/store.ts'
import { encodeFold, type Fold, foldPrefix, uniteFolds } from './folds.ts'
import { readFolds } from './retention.ts'
import { markPrefix, neededNames } from './retention-names.ts'
import { decodeSegment } from './segment.ts'

/**
 * What of a record need not travel: builds that a month has counted, months that a later fold of theirs holds whole, names
 * that no build needs. Folds come first, because they say which builds are counted; builds say which names are needed.
 */
export function recordRetention(store: Store): Retention {
  return {
    order: [foldPrefix, 'builds/', 'names/', markPrefix],
    async obsolete(keys) {
      const { folds } = await readFolds(store)
      const counted = new Set([...folds.values()].flatMap(({ segments }) => segments.map(({ key }) => key)))
      const united = unitedFolds(folds)
      const asksNames = keys.some(key => key.startsWith('names/') || key.startsWith(markPrefix))
      const needed = asksNames ? await namesOf(store, counted) : null
      return new Set(
        keys.filter(key => {
          if (key.startsWith('builds/')) return counted.has(key)
          if (key.startsWith(foldPrefix)) return united.has(key)
          if (key.startsWith('names/')) return needed !== null && !needed.has(key)
          // A name that is gone from the ref needs no mark, and one that is not is marked where it is.
          return key.startsWith(markPrefix) && needed !== null
        }),
      )
    },
  }
}

/** Folds that another one of their month holds whole. */
function unitedFolds(folds: ReadonlyMap<string, Fold>): ReadonlySet<string> {
  const months = new Set([...folds.values()].map(({ month }) => month))
  return new Set(
    [...months].flatMap(month => {
      const own = [...folds].filter(([, fold]) => fold.month === month)
      const [all] = encodeFold(
        uniteFolds(
          month,
          own.map(([, fold]) => fold),
        ),
      )
      return folds.has(all) ? own.map(([key]) => key).filter(key => key !== all) : []
    }),
  )
}

/** `null` where a build or its list of names cannot be read: any name may be needed. */
async function namesOf(store: Store, counted: ReadonlySet<string>): Promise<ReadonlySet<string> | null> {
  const keys = (await store.keys('builds/')).filter(key => !counted.has(key))
  const found = await store.read(keys)
  const dictionaries = new Set<string>()
  for (const bytes of found.values()) {
    const segment = decodeSegment(bytes)
    if (segment === null) return null
    dictionaries.add(segment.dictionary)
  }
  const present = await store.read([...dictionaries])
  if (present.size < dictionaries.size) return null
  return neededNames(store, dictionaries)
}
