import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import { GateError, gateError } from '../../core/errors.ts'
import { readPieces, reasonOf } from '../../core/system/files.ts'
import { expandGlob } from '../../core/system/globs.ts'
import { isPartOf } from '../../reporters/report-names.ts'

/** A report on disk. */
export interface XunitFile {
  /** As messages call it: relative to the working directory, with `/`, where it lies below. */
  readonly name: string
  readonly path: string
}

export interface FoundFiles {
  readonly files: readonly XunitFile[]
  /** Arguments that nothing matches. */
  readonly missing: readonly { readonly name: string; readonly error: GateError }[]
  /** Left out: it is the output. */
  readonly leftOut: readonly string[]
}

/** Where reports usually are; of these, the first that holds any is taken. */
const usualPlaces = [
  'reports/junit/**/*.xml',
  '**/target/surefire-reports/TEST-*.xml',
  'junit.xml',
  'test-results/**/*.xml',
]

/**
 * The reports that are meant, in the order of the arguments; those of a glob by name.
 * @param output a file that will be written, and is no report to read, nor are further parts of it
 * @throws GateError xunit.none, xunit.missing, xunit.output-is-input
 */
export async function findXunitFiles(
  given: readonly string[],
  cwd: string,
  output: string | null,
): Promise<FoundFiles> {
  const found: string[] = []
  const missing: { name: string; error: GateError }[] = []
  const leftOut: string[] = []
  const own = output === null ? null : identity(resolve(cwd, output))
  const isFurtherPart = (path: string) =>
    own !== null && dirname(path) === dirname(own) && isPartOf(basename(path), own)
  for (const argument of given) {
    const paths = await expand(argument, cwd)
    if (paths.length === 0)
      missing.push({ name: argument, error: gateError('xunit.missing', { given: argument }) })
    for (const path of paths) {
      const named = path === resolve(cwd, argument)
      if (identity(path) !== own && (named || !isFurtherPart(path))) found.push(path)
      else if (named) throw gateError('xunit.output-is-input', { file: argument })
      else leftOut.push(nameOf(path, cwd))
    }
  }
  for (const place of given.length === 0 ? usualPlaces : []) {
    found.push(...(await expand(place, cwd)).filter(path => identity(path) !== own && !isFurtherPart(path)))
    if (found.length > 0) break
  }
  const files = [...new Set(found)].map(path => ({ name: nameOf(path, cwd), path }))
  const [first] = missing
  if (files.length === 0 && first) throw first.error
  if (files.length === 0) throw gateError('xunit.none', { tried: `${usualPlaces.join(', ')} were tried` })
  return { files, missing, leftOut }
}

async function expand(argument: string, cwd: string): Promise<readonly string[]> {
  return [...new Set(await expandGlob(argument, cwd))].sort()
}

function identity(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}

function nameOf(path: string, cwd: string): string {
  const inside = relative(cwd, path).replaceAll('\\', '/')
  return inside.startsWith('..') || inside === '' ? path : inside
}

/**
 * The file's bytes.
 * @throws GateError xunit.unreadable
 */
export function* piecesOf({ name, path }: XunitFile): Generator<Uint8Array, void, void> {
  try {
    if (statSync(path).isDirectory()) {
      throw gateError('xunit.unreadable', { file: name, why: 'it is a directory' })
    }
    // Small pieces: what is read from one is kept as long as anything of it is.
    yield* readPieces(path, 1 << 16)
  } catch (error) {
    if (error instanceof GateError) throw error
    throw gateError('xunit.unreadable', { file: name, why: reasonOf(error) }, error)
  }
}
