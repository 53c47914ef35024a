import { fileNameOf, normalizePath } from '../core/paths.ts'
import { shellWord } from '../core/shell.ts'
import type { Report } from './model.ts'
import { fold } from './repository-paths.ts'

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
export function nearestReportPath(path: string, reports: readonly Report[]): NearestPath {
  let best = { report: reports[0]?.name ?? '', written: '', shared: 0 }
  const name = fold(fileNameOf(path))
  for (const report of reports) {
    for (const file of report.files) {
      const written = normalizePath(file.path)
      if (fold(fileNameOf(written)) !== name) continue
      const shared = sharedParts(written, path)
      if (shared > best.shared) best = { report: report.name, written, shared }
    }
  }
  if (best.shared > 0) {
    const from = head(best.written, best.shared)
    const map = `--map ${shellWord(`${from || '.'}=${head(path, best.shared) || '.'}`)}`
    return { report: best.report, examples: best.written, map, alike: true }
  }
  const first = reports.find(report => report.files.length > 0)
  const examples = (first?.files ?? []).slice(0, 3).map(file => file.path)
  const more = (first?.files.length ?? 0) > examples.length ? ' …' : ''
  const map = '--map <prefix in the report>=<prefix in the repository>'
  return { report: first?.name ?? '', examples: `${examples.join(', ')}${more}`, map, alike: false }
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
