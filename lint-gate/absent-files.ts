import type { Place } from '../core/locate/locate.ts'
import { below, isAbsolutePath, joinPaths, normalizePath } from '../core/paths.ts'
import { plural } from '../core/text.ts'
import type { Finding, Severity } from '../core/verdict.ts'
import { reachesSeverity } from './judge.ts'
import type { PlacedReport } from './placing.ts'
import { doubt } from './statement.ts'

/** What a report names and the repository does not have. */
export interface AbsentFiles {
  readonly report: string
  /** Relative to the top where that is known, else as written. */
  readonly paths: readonly string[]
  /** How many findings that count lie in them. */
  readonly findings: number
}

export interface AbsentInput {
  readonly place: Place
  readonly severity: Severity
  /** Whether a relative path lies on disk: generated, ignored or not yet added, it is not the change's. */
  readonly exists: (path: string) => boolean
  readonly excluded: (path: string) => boolean
}

const SHOWN = 3
const installed =
  /(?:^|\/)(?:node_modules|bower_components|\.yarn|\.venv|\.tox|\.nox|site-packages|dist-packages)\//
const builtIn = /^<(?:built-in|command[- ]line)>$/

/**
 * Files of the project, as far as their paths show, that this repository does not have: nobody can say what the findings in
 * them are to the change. Not of the project are what is installed, and absolute paths outside of the checkout and of the
 * directory that the report's other paths show to be its.
 */
export function absentFiles({ report, locations }: PlacedReport, input: AbsentInput): AbsentFiles {
  const { place, severity, exists, excluded } = input
  const roots = [...place.tops, ...rootsOf(locations)]
  const absent = new Map<string, string>()
  for (const [written, location] of locations) {
    const path = normalizePath(written)
    if (location.kind !== 'outside' || installed.test(path) || builtIn.test(path)) continue
    const inside = mapped(path, place) ?? (isAbsolutePath(path) ? belowAny(roots, path) : path)
    if (inside === null || exists(inside) || excluded(inside)) continue
    absent.set(written, inside)
  }
  const findings = report.findings.filter(
    each => absent.has(each.path) && reachesSeverity(each.severity, severity),
  )
  const listed = (report.checked ?? []).filter(path => absent.has(path))
  const counted = new Set([...findings.map(each => each.path), ...listed])
  const paths = [...counted].map(written => absent.get(written) ?? written)
  return { report: report.name, paths: [...new Set(paths)], findings: findings.length }
}

function mapped(path: string, { mappings }: Place): string | null {
  for (const { from, to } of mappings) {
    const rest = below(normalizePath(from), path)
    if (rest !== null) return joinPaths(normalizePath(to), rest)
  }
  return null
}

function belowAny(roots: readonly string[], path: string): string | null {
  return roots.map(root => below(root, path)).find(rest => rest !== null) ?? null
}

/** Where the report's checkout was: what stands before a repository path in an absolute one. */
function rootsOf(locations: PlacedReport['locations']): readonly string[] {
  const roots = [...locations].flatMap(([written, location]) => {
    const path = normalizePath(written)
    if (location.kind !== 'found' || !isAbsolutePath(path) || !path.endsWith(`/${location.path}`)) return []
    return [path.slice(0, -location.path.length - 1)]
  })
  return [...new Set(roots)].filter(root => root !== '')
}

/** @param ignored the paths that git ignores */
export function absentDoubts(all: readonly AbsentFiles[], ignored: ReadonlySet<string>): readonly Finding[] {
  return all.flatMap(({ report, paths, findings }) => {
    const left = paths.filter(path => !ignored.has(path))
    if (left.length === 0) return []
    const names = left.slice(0, SHOWN).join(', ') + (left.length > SHOWN ? ', …' : '')
    const what =
      findings === 0
        ? `${report} lists ${plural(left.length, 'file')} that this repository does not have`
        : `${findings === 1 ? '1 finding lies' : `${findings} findings lie`} in files that this repository does not have`
    const where = findings === 0 ? names : `${names} in ${report}`
    return [
      doubt('absent-file', `${what} (${where}): run the linter again at the repository's top, or give --map`),
    ]
  })
}
