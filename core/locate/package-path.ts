/** "In some directory": what formats leave out that know a file's package only. */
const SOMEWHERE = '**'

/** A file by its package, where a report does not say in which directory packages begin. */
export interface PackagePath {
  /** The modules that the report counts it to, outermost first: `['shop', 'cart']`. */
  readonly modules: readonly string[]
  /** The package's directories and the file's name: `com/example/Cart.java`. */
  readonly path: string
}

// As one path, for people and for maps: `shop/cart/**/com/example/Cart.java`.
export function writePackagePath({ modules, path }: PackagePath): string {
  return [...modules.filter(Boolean), SOMEWHERE, path].join('/')
}

/** `null` for a plain path. */
export function readPackagePath(written: string): PackagePath | null {
  if (written.startsWith(`${SOMEWHERE}/`)) return { modules: [], path: written.slice(SOMEWHERE.length + 1) }
  const at = written.indexOf(`/${SOMEWHERE}/`)
  if (at < 0) return null
  return { modules: written.slice(0, at).split('/'), path: written.slice(at + SOMEWHERE.length + 2) }
}
