import { fileNameOf, normalizePath } from '../paths.ts'
import { shellWord } from '../shell.ts'
import { readPackagePath } from './package-path.ts'
import { fold } from './repository-paths.ts'

/** A report by its name, with the files that it names, as written. */
export interface NamingReport {
  readonly name: string
  readonly paths: readonly string[]
}

export interface NearestPath {
  readonly report: string
  /** The nearest path, or a few of the report's where none is alike. */
  readonly examples: string
  /** The --map that would place it. */
  readonly map: string
  /** Whether the nearest path has at least the same file name. */
  readonly alike: boolean
}

/** The report path that ends most like a repository path. */
export function nearestReportPath(wanted: string, reports: readonly NamingReport[]): NearestPath {
  let best = { report: reports[0]?.name ?? '', written: '', shared: 0 }
  const name = fold(fileNameOf(wanted))
  for (const report of reports) {
    for (const path of report.paths) {
      const written = plainly(normalizePath(path))
      if (fold(fileNameOf(written)) !== name) continue
      const shared = sharedParts(written, wanted)
      if (shared > best.shared) best = { report: report.name, written, shared }
    }
  }
  if (best.shared > 0) {
    const from = head(best.written, best.shared)
    const map = `--map ${shellWord(`${from || '.'}=${head(wanted, best.shared) || '.'}`)}`
    return { report: best.report, examples: best.written, map, alike: true }
  }
  const first = reports.find(report => report.paths.length > 0)
  const examples = (first?.paths ?? []).slice(0, 3).map(plainly)
  const more = (first?.paths.length ?? 0) > examples.length ? ' …' : ''
  const map = '--map <prefix in the report>=<prefix in the repository>'
  return { report: first?.name ?? '', examples: `${examples.join(', ')}${more}`, map, alike: false }
}

/** A package path without what stands for the directories that it leaves out: so it is mapped. */
function plainly(path: string): string {
  return readPackagePath(path)?.path ?? path
}

function sharedParts(one: string, other: string): number {
  const left = one.split('/').reverse()
  const right = other.split('/').reverse()
  const end = left.findIndex((part, index) => fold(part) !== fold(right[index] ?? ''))
  return end < 0 ? left.length : end
}

function head(path: string, dropped: number): string {
  const kept = path.split('/').slice(0, -dropped).join('/')
  return kept === '' && path.startsWith('/') ? '/' : kept
}
