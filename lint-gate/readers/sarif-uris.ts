import type { JsonRecord, JsonShape } from './json-shape.ts'

/** The paths of a run's files. */
export interface SarifUris {
  /** The path that an artifactLocation means, below its root where that is declared; `null`: it names none. */
  readonly pathOf: (location: unknown) => string | null
  /** The roots that paths were found to lie below. */
  readonly roots: () => readonly string[]
}

export function sarifUris(run: JsonRecord, shape: JsonShape): SarifUris {
  const bases = shape.optionalRecord(run.originalUriBaseIds, 'originalUriBaseIds')
  const artifacts = shape.optionalList(run.artifacts, 'artifacts')
  const roots = new Set<string>()

  /** A base may stand on another one: what is relative in it belongs to the path, what is absolute is the root. */
  function below(path: string, baseId: string | null, seen: ReadonlySet<string>): string {
    if (baseId === null || seen.has(baseId) || !Object.hasOwn(bases, baseId)) return path
    const base = shape.record(bases[baseId], baseId)
    const uri = shape.optionalString(base.uri, 'uri')
    if (uri !== null && isAbsolute(uri)) {
      roots.add(pathOfUri(uri))
      return path
    }
    const prefix = uri === null ? '' : pathOfUri(uri).replace(/([^/])$/, '$1/')
    return below(prefix + path, shape.optionalString(base.uriBaseId, 'uriBaseId'), new Set([...seen, baseId]))
  }

  function pathOf(given: unknown): string | null {
    const location = shape.record(given, 'artifactLocation')
    const uri = shape.optionalString(location.uri, 'uri')
    if (uri !== null) {
      const path = pathOfUri(uri)
      return isAbsolute(uri)
        ? path
        : below(path, shape.optionalString(location.uriBaseId, 'uriBaseId'), new Set())
    }
    const index = shape.optionalNumber(location.index, 'index')
    const artifact = index === null ? undefined : artifacts[index]
    if (artifact === undefined) return null
    const { location: its } = shape.record(artifact, 'an artifact')
    // An artifact whose location has no URI either would lead back here.
    return typeof its === 'object' && its !== null && 'uri' in its ? pathOf(its) : null
  }

  return { pathOf, roots: () => [...roots] }
}

function isAbsolute(uri: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:|^[/\\]/.test(uri)
}

/** A URI reference as a path: percent signs decoded, `file:` left out. What cannot be decoded stays as it is. */
export function pathOfUri(uri: string): string {
  const local = /^file:(?:\/\/([^/]*))?(.*)$/is.exec(uri)
  const [, host = '', rest = ''] = local ?? [uri, '', uri]
  const path = decoded(rest)
  if (!local) return path
  if (/^\/[A-Za-z]:/.test(path)) return path.slice(1)
  return host === '' || host.toLowerCase() === 'localhost' ? path : `//${host}${path}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
