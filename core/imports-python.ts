import { directoriesUp, directoryOf } from './imports-directories.ts'

/** `import a.b` or `from ..a import b, c`. */
export interface PythonImport {
  /** Leading dots: 0 for an absolute name. */
  readonly dots: number
  /** `a.b`; `''` in `from . import x`. */
  readonly module: string
  /** What is taken from it, which may be modules; empty for `import a.b`. */
  readonly names: readonly string[]
}

/** The imports of a Python text, also those within functions and conditions. */
export function pythonImports(text: string): readonly PythonImport[] {
  const found: PythonImport[] = []
  for (const statement of statementsOf(text)) {
    const from = /^from (\.*) ?((?:\w[\w.]*)?) ?import\b(.*)$/.exec(statement)
    if (from) {
      const [, dots = '', module = '', list = ''] = from
      const names = list.replace(/[()]/g, ' ').split(',').map(firstWord).filter(isName)
      found.push({ dots: dots.length, module, names })
      continue
    }
    const list = /^import (.*)$/.exec(statement)?.[1] ?? ''
    for (const module of list.split(',').map(firstWord)) {
      if (/^[\w.]+$/.test(module)) found.push({ dots: 0, module, names: [] })
    }
  }
  return found
}

function firstWord(text: string): string {
  return text.trim().split(/\s/)[0] ?? ''
}

function isName(word: string): boolean {
  return /^\w+$/.test(word)
}

/** Comments, and texts of each kind: what is in them is no code. The longer quotes come first. */
const noCode =
  /#[^\n]*|"""(?:[^\\]|\\.)*?(?:"""|$)|'''(?:[^\\]|\\.)*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/gs

/** Logical lines with single blanks: what stands in brackets, or behind a backslash at the end, goes on. */
function statementsOf(text: string): readonly string[] {
  const code = text
    .replace(noCode, part => (part.startsWith('#') ? '' : '""'))
    .replace(/\\\r?\n/g, ' ')
    .replace(/\([^()]*\)/g, part => part.replace(/\r?\n/g, ' '))
  return code
    .split(/[\r\n;]|(?<=:)[ \t]+(?=(?:import|from)\b)/)
    .map(statement => statement.replace(/\s+/g, ' ').trim())
}

/**
 * The files that an import runs. Absolute names are looked for in every directory from the file's own up to the top, and in
 * `src` and `lib` there: where Python's path begins is not written in any source.
 */
export function resolvePython(
  { dots, module, names }: PythonImport,
  from: string,
  has: (path: string) => boolean,
): readonly string[] {
  const ups = directoriesUp(directoryOf(from))
  const relative = module.replaceAll('.', '/')
  if (dots > 0) {
    const base = ups[dots - 1]
    return base === undefined ? [] : filesOf(join(base, relative), names, has)
  }
  for (const up of ups) {
    for (const source of ['', 'src', 'lib']) {
      const found = filesOf(join(join(up, source), relative), names, has)
      if (found.length > 0) return found
    }
  }
  return []
}

/** A module's file or its package's, and the modules among the names taken from it. */
function filesOf(path: string, names: readonly string[], has: (path: string) => boolean): readonly string[] {
  const own = moduleFile(path, has)
  return [...own, ...names.flatMap(name => moduleFile(join(path, name), has))]
}

function moduleFile(path: string, has: (path: string) => boolean): readonly string[] {
  return [`${path}.py`, join(path, '__init__.py')].filter(each => has(each)).slice(0, 1)
}

function join(directory: string, name: string): string {
  return [directory, name].filter(part => part !== '').join('/')
}
