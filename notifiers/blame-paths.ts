import { fileNameOf } from '../core/paths.ts'

/** The repository's files, as questions about them need it. */
export interface RepositoryPaths {
  readonly has: (path: string) => boolean
  /** Every path whose last part is this. */
  readonly named: (fileName: string) => readonly string[]
}

export function repositoryPaths(paths: readonly string[]): RepositoryPaths {
  const all = new Set(paths)
  const byName = new Map<string, string[]>()
  for (const path of all) {
    const name = fileNameOf(path)
    const found = byName.get(name)
    if (found) found.push(path)
    else byName.set(name, [path])
  }
  return { has: path => all.has(path), named: name => byName.get(name) ?? [] }
}

/** What tools write: a change there follows from another one, or brings in what was made elsewhere. */
const generated: readonly RegExp[] = [
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|bun\.lockb?|go\.sum|gradle\.lockfile|Package\.resolved|packages\.lock\.json|[^/]+\.lock|[^/]+-lock\.ya?ml)$/,
  /(?:^|\/)(?:dist|coverage|vendor|node_modules|__generated__|generated)\//,
  /\.(?:min\.(?:js|css)|map|pb\.go|g\.dart|designer\.cs)$|_pb2(?:_grpc)?\.pyi?$|\.(?:generated|gen)\.\w+$/i,
]

const documents: readonly RegExp[] = [
  /\.(?:md|mdx|markdown|rst|adoc|asciidoc)$/i,
  /(?:^|\/)(?!requirements|constraints|CMakeLists)[^/]*\.txt$/i,
  /(?:^|\/)(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS|CONTRIBUTORS|CODEOWNERS|CHANGELOG|README)$/i,
  /(?:^|\/)docs?\/(?!.*\.(?:[cm]?[jt]sx?|py)$)/i,
  /\.(?:png|jpe?g|gif|svg|webp|ico|pdf)$/i,
  /(?:^|\/)\.(?:mailmap|gitignore|gitattributes|editorconfig)$/,
]

/** Whether a change of the file says something about a test that fails. Where a stack names the file, it does anyway. */
export function isTelling(path: string): boolean {
  return !isDocument(path) && !generated.some(pattern => pattern.test(path))
}

/** Texts and pictures for people. */
export function isDocument(path: string): boolean {
  return documents.some(pattern => pattern.test(path))
}

/** Jest's and Vitest's snapshots belong to the test file beside their folder. */
export function testFileOfSnapshot(path: string): string {
  return path.replace(/(^|\/)__snapshots__\/([^/]+)\.snap$/, '$1$2')
}

/** A file that mostly passes on what others export. */
export function isBarrel(path: string): boolean {
  return /(?:^|\/)(?:index\.[cm]?[jt]sx?|__init__\.py)$/.test(path)
}
