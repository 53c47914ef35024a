import { directoriesUp, directoryOf } from '../core/imports-directories.ts'
import { below, fileNameOf, isAbsolutePath, joinPaths, normalizePath } from '../core/paths.ts'
import type { RepositoryPaths } from './blame-paths.ts'
import type { FailedTest } from './model.ts'

export interface PlaceContext {
  /** The repository's top directory, absolute, with `/`. */
  readonly root: string
  readonly paths: RepositoryPaths
  /** The test's own file, relative to the repository; paths may be relative to a directory above it. `null`: unknown. */
  readonly testFile: string | null
  /** Of the test: with Java and Go it names the package. */
  readonly classname: string
}

/** Code of others: a stack passes it, and nobody of the repository wrote it. */
const foreign =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|\.pnpm|\.yarn|\.venv|\.cargo|\.rustup|\.gradle|\.m2)\/|^node:|^(?:deno|ext|native|internal):|\/lib\/python[\d.]*\/|\/go\/(?:pkg\/mod|src)\/|\/usr\/local\/go\/|^\/rustc\/|^<|<anonymous>/

/**
 * The file in the repository that a stack or a report means by `written`; `null` where it means none, or could mean
 * several.
 * @param inClass the qualified class of a JVM frame, which names the package
 */
export function placeOf(written: string, context: PlaceContext, inClass: string | null): string | null {
  const plain = withoutScheme(written)
  if (plain === '' || plain.length > 1_000 || foreign.test(plain)) return null
  if (inClass !== null) return ofClass(plain, inClass, context.paths)
  const path = normalizePath(plain)
  const inside = isAbsolutePath(path) ? below(normalizePath(context.root), path) : path
  if (inside === null) return elsewhere(path, context.paths)
  if (context.paths.has(inside)) return inside
  if (isAbsolutePath(path)) return null
  return belowTest(inside, context) ?? onlyOne(inside, context)
}

/** `file:///x`, `http://localhost:5173/src/a.ts?t=1`, `webpack-internal:///./src/a.ts`: what comes after. */
function withoutScheme(written: string): string {
  const [, scheme, rest] = /^(?:async )?([a-z][a-z+.-]{1,30}):\/\/(.*)$/i.exec(written) ?? []
  if (scheme === undefined || rest === undefined) return written.replace(/^async /, '').replace(/\?.*$/, '')
  const path = rest.replace(/[?#].*$/, '')
  if (scheme === 'file') return path.replace(/^\/(?=[A-Za-z]:)/, '')
  return path.replace(/^[^/]*\//, '').replace(/^@fs(?=\/)/, '')
}

/** The checkout lay in another directory where the test ran: the longest end of the path that is here. */
function elsewhere(path: string, paths: RepositoryPaths): string | null {
  const parts = path.split('/').filter(part => part !== '')
  for (let from = 1; from < parts.length; from += 1) {
    const end = parts.slice(from).join('/')
    // A bare file name at the end of a long path is no proof.
    if (from === parts.length - 1 && parts.length > 3) return null
    if (paths.has(end)) return end
  }
  return null
}

/** Runners tell paths relative to their package's directory. */
function belowTest(path: string, { testFile, paths }: PlaceContext): string | null {
  const directories = testFile === null ? [] : directoriesUp(directoryOf(testFile))
  return directories.map(directory => joinPaths(directory, path)).find(paths.has) ?? null
}

/** `pay.go` alone is one of the test's package, or the only file of this name. */
function onlyOne(path: string, { paths, classname }: PlaceContext): string | null {
  const found = paths.named(fileNameOf(path)).filter(each => `/${each}`.endsWith(`/${path}`))
  if (found.length < 2) return found[0] ?? null
  const own = found.filter(each => {
    const directory = each.slice(0, -path.length - 1)
    return directory !== '' && `/${classname}`.endsWith(`/${directory}`)
  })
  return own.length === 1 ? (own[0] ?? null) : null
}

/** A package is a directory in Java; Kotlin and Scala may leave out its beginning. */
function ofClass(fileName: string, inClass: string, paths: RepositoryPaths): string | null {
  const name = inClass.replace(/^.*\//, '')
  const packages = name.split('.').slice(0, -1)
  const wanted = [...packages, fileName].join('/')
  const all = paths.named(fileName)
  const exact = all.filter(each => `/${each}`.endsWith(`/${wanted}`))
  if (exact.length > 0 || !/\.(?:kt|kts|scala|groovy)$/.test(fileName)) {
    return exact.length === 1 ? (exact[0] ?? null) : null
  }
  const near = all.filter(each => {
    const parent = each.split('/').at(-2) ?? ''
    return parent === '' || packages.includes(parent) || /^(?:kotlin|scala|groovy|java|src)$/.test(parent)
  })
  return near.length === 1 ? (near[0] ?? null) : null
}

/** The file that a failed test stands in; reports of Java and pytest name its class or its module alone. */
export function testFileOf(
  test: Pick<FailedTest, 'file' | 'classname'>,
  root: string,
  paths: RepositoryPaths,
): string | null {
  const context = { root, paths, testFile: null, classname: test.classname }
  if (test.file) return placeOf(test.file, context, null)
  const names = test.classname.split(/[.$]/).filter(name => /^[\w-]+$/.test(name))
  for (let length = names.length; length > 0; length -= 1) {
    const path = names.slice(0, length).join('/')
    for (const ending of ['.py', '.java', '.kt', '.scala', '.groovy']) {
      if (length === 1 && ending !== '.py') continue
      const found = paths.has(`${path}${ending}`) ? `${path}${ending}` : onlyOne(`${path}${ending}`, context)
      if (found !== null) return found
    }
  }
  return null
}
