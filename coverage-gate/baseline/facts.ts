import type { Count } from '../../core/ratio.ts'
import type { BaselineFacts, BaselineFile, LossCause } from '../model.ts'
import { noCounts } from './categories.ts'
import type { ComparedFile } from './comparison.ts'
import type { BaselineAnswer } from './consider-baseline.ts'

const nothing: Count = { total: 0, covered: 0 }

/** What a verdict tells of its baseline. */
export function factsOf(
  { origin, why, comparison, files }: BaselineAnswer,
  causes: readonly LossCause[],
): BaselineFacts {
  return {
    origin,
    why,
    counts: comparison?.counts ?? noCounts(),
    before: comparison?.before ?? nothing,
    now: comparison?.now ?? nothing,
    files: files.filter(isTold).map(told),
    causes,
  }
}

function isTold(file: ComparedFile): boolean {
  if (file.state === 'vanished') return file.counts['excluded-covered'] > 0
  return file.lost.length + file.excludedCovered.length + file.unstable.length > 0
}

function told({ path, oldPath, state, counts, lost, excludedCovered, unstable }: ComparedFile): BaselineFile {
  const shown = state === 'vanished' ? 'vanished' : 'compared'
  return { path, oldPath, state: shown, counts, lost, excludedCovered, unstable }
}
