import { javascriptImports, resolveJavascript } from './imports-javascript.ts'
import { pythonImports, resolvePython } from './imports-python.ts'

/**
 * The files of the repository that a source text imports by name: static imports, re-exports, `require` and `import()` of a
 * literal; Python's `import` and `from … import`. In the text's order, each once. Of other languages nothing is known.
 * @param path of the text, relative to the repository, with `/`
 * @param has whether the repository has a file of this path
 */
export function importedFiles(path: string, text: string, has: (path: string) => boolean): readonly string[] {
  const found = /\.py$/.test(path)
    ? pythonImports(text).flatMap(each => resolvePython(each, path, has))
    : /\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(path)
      ? javascriptImports(text).flatMap(each => resolveJavascript(each, path, has) ?? [])
      : []
  return [...new Set(found)].filter(each => each !== path)
}
