import type { LineText } from '../core/line-texts.ts'
import { plural } from '../core/text.ts'
import type { Baseline } from './base-report.ts'
import { fingerprint, standingsBeside } from './baseline.ts'
import type { PlacedFinding } from './model.ts'
import type { ReadReport } from './report-files.ts'
import { doubt, type Notes, statement } from './statement.ts'

export interface Weighed {
  readonly findings: readonly PlacedFinding[]
  /** What the baseline leaves open, for the findings that count. */
  readonly notes: (counted: readonly PlacedFinding[]) => Notes
}

/** The findings with the standing that the baseline gives them. One that is doubted gives none. */
export function besideBaseline(
  findings: readonly PlacedFinding[],
  baseline: Baseline | null,
  textOf: LineText,
): Weighed {
  if (baseline === null) return { findings, notes: () => ({ doubts: [], remarks: [] }) }
  const tools = new Set(findings.map(each => each.tool))
  const foreign = [...tools].filter(tool => !baseline.tools.has(tool.toLowerCase()))
  const doubts = [
    ...baseline.doubts,
    ...(tools.size > 0 && foreign.length === tools.size
      ? [
          doubt(
            'baseline-tool',
            `the baseline is of ${baseline.summary.tool}, the report of ${foreign.join(', ')}`,
          ),
        ]
      : []),
  ]
  if (doubts.length > 0) return { findings, notes: () => ({ doubts, remarks: [] }) }
  const speaksOf = ({ tool, path }: PlacedFinding) =>
    baseline.tools.has(tool.toLowerCase()) && !isBlind(baseline, path)
  const keys = findings.map(each => (speaksOf(each) ? fingerprint(each.path, each.tool, each, textOf) : null))
  const standings = standingsBeside(findings, keys, baseline.counts)
  return {
    findings: findings.map((each, index) => ({ ...each, standing: standings[index] ?? each.standing })),
    notes: counted => ({
      doubts: blindDoubts(baseline, counted),
      remarks: foreign.map(tool =>
        statement(
          'baseline-tool',
          'warning',
          `no baseline of ${tool}: what it finds outside the changed lines is taken for old`,
        ),
      ),
    }),
  }
}

/** A baseline that is the report itself hides all that the change caused. */
export function sameNotes(reads: readonly ReadReport[], baseline: Baseline | null): Notes {
  const remarks = reads.flatMap(({ digest, report }) => {
    const name = digest === undefined ? undefined : baseline?.digests.get(digest)
    if (name === undefined) return []
    const message = `the baseline ${name} is byte for byte the report ${report.name}: if it was not made at the base, it hides what the change caused`
    return [statement('baseline-same', 'warning', message)]
  })
  return { doubts: [], remarks }
}

/** The base had the file, and the baseline did not look at it: what it has not may have been there all the same. */
function isBlind({ checked, present }: Baseline, path: string): boolean {
  return checked !== null && present.has(path) && !checked.has(path)
}

function blindDoubts(baseline: Baseline, counted: readonly PlacedFinding[]): Notes['doubts'] {
  const blind = counted.filter(each => each.standing === 'old' && isBlind(baseline, each.path))
  const paths = [...new Set(blind.map(each => each.path))]
  const [first] = paths
  if (first === undefined) return []
  const more = paths.length > 1 ? ` and ${plural(paths.length - 1, 'other file')}` : ''
  const message = `the baseline did not check ${first}${more}, which the base has and the report has findings for`
  return [doubt('baseline-unchecked', message)]
}
