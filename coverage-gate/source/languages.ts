/** How a language's source can be told apart, line by line, without its compiler. */
export interface Language {
  readonly id: string
  readonly extensions: readonly string[]
  /** What begins a comment to the end of the line. */
  readonly lineComments: readonly string[]
  /** What begins and ends a comment over several lines. */
  readonly blockComments: readonly (readonly [string, string])[]
  /** Text that may span lines, in which comment markers mean nothing. A block alone on its lines is a docstring. */
  readonly longStrings: readonly string[]
  /** A line of this shape declares and does not run. */
  readonly declaration: RegExp | null
}

const cComments = { lineComments: ['//'], blockComments: [['/*', '*/']], longStrings: [] } as const
const hashComments = { lineComments: ['#'], blockComments: [], longStrings: [] } as const

const annotation = '@[\\w.]+(?:\\(.*\\))?$'
const jvm = new RegExp(`^(?:(?:package|import)\\b|${annotation})`)

/**
 * Languages whose files count as source. A file of any other kind (Markdown, JSON, YAML, HTML, CSS, SQL, shell) holds
 * no code that coverage reports measure. Adding a language is one entry here.
 */
export const languages: readonly Language[] = [
  {
    id: 'javascript',
    extensions: ['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts', 'vue', 'svelte'],
    ...cComments,
    longStrings: ['`'],
    declaration: /^import\b(?!\s*[(.])/,
  },
  {
    id: 'python',
    extensions: ['py'],
    ...hashComments,
    longStrings: ['"""', "'''"],
    declaration: /^(?:import\b|from\s+\S+\s+import\b|@[\w.]+|(?:global|nonlocal)\b)/,
  },
  {
    id: 'ruby',
    extensions: ['rb'],
    ...hashComments,
    blockComments: [['=begin', '=end']],
    declaration: /^(?:require|require_relative|include|extend)\b|^(?:private|protected|public)$/,
  },
  {
    id: 'go',
    extensions: ['go'],
    ...cComments,
    longStrings: ['`'],
    declaration: /^(?:package|import)\b|^(?:[\w.]+ )?"[^"]*"$/,
  },
  { id: 'java', extensions: ['java', 'groovy'], ...cComments, longStrings: ['"""'], declaration: jvm },
  { id: 'kotlin', extensions: ['kt', 'kts'], ...cComments, longStrings: ['"""'], declaration: jvm },
  { id: 'scala', extensions: ['scala'], ...cComments, longStrings: ['"""'], declaration: jvm },
  {
    id: 'csharp',
    extensions: ['cs'],
    ...cComments,
    declaration: /^(?:using\s+[\w.=\s]+;|namespace\b|\[.*\]$|#\w+)/,
  },
  {
    id: 'fsharp',
    extensions: ['fs'],
    lineComments: ['//'],
    blockComments: [['(*', '*)']],
    longStrings: ['"""'],
    declaration: /^(?:open|module|namespace)\b|^\[<.*>\]$/,
  },
  {
    id: 'visual-basic',
    extensions: ['vb'],
    lineComments: ["'"],
    blockComments: [],
    longStrings: [],
    declaration: /^(?:Imports|Namespace|End)\b/i,
  },
  {
    id: 'c',
    extensions: ['c', 'h', 'cc', 'cpp', 'cxx', 'hpp', 'hh', 'm', 'mm'],
    ...cComments,
    declaration: /^#|^(?:using|namespace|@(?:import|interface|protocol|property|end))\b/,
  },
  {
    id: 'swift',
    extensions: ['swift'],
    ...cComments,
    longStrings: ['"""'],
    declaration: new RegExp(`^(?:import\\b|${annotation})`),
  },
  {
    id: 'rust',
    extensions: ['rs'],
    ...cComments,
    declaration: /^(?:(?:pub(?:\(.*\))?\s+)?(?:use|mod)\b[^{]*;|extern\s+crate\b|#!?\[.*\]$)/,
  },
  {
    id: 'php',
    extensions: ['php'],
    lineComments: ['//', '#'],
    blockComments: [['/*', '*/']],
    longStrings: [],
    declaration: /^(?:<\?php|\?>|namespace\b|use\b[^(]*;|#\[.*\]$)/,
  },
  {
    id: 'lua',
    extensions: ['lua'],
    lineComments: ['--'],
    blockComments: [['--[[', ']]']],
    longStrings: [],
    declaration: null,
  },
  {
    id: 'perl',
    extensions: ['pl', 'pm'],
    ...hashComments,
    blockComments: [
      ['=pod', '=cut'],
      ['=head', '=cut'],
    ],
    declaration: /^(?:use|no|package)\b[^{]*;/,
  },
  {
    id: 'elixir',
    extensions: ['ex', 'exs'],
    ...hashComments,
    longStrings: ['"""'],
    declaration: /^(?:alias|import|require|use|@\w+)\b/,
  },
  {
    id: 'erlang',
    extensions: ['erl'],
    lineComments: ['%'],
    blockComments: [],
    longStrings: [],
    declaration: /^-\w+/,
  },
  {
    id: 'haskell',
    extensions: ['hs'],
    lineComments: ['--'],
    blockComments: [['{-', '-}']],
    longStrings: [],
    declaration: /^(?:module|import)\b|^[\w']+\s*::/,
  },
  {
    id: 'clojure',
    extensions: ['clj'],
    lineComments: [';'],
    blockComments: [],
    longStrings: [],
    declaration: null,
  },
  {
    id: 'dart',
    extensions: ['dart'],
    ...cComments,
    longStrings: ['"""', "'''"],
    declaration: new RegExp(`^(?:(?:import|export|library|part)\\b|${annotation})`),
  },
  { id: 'r', extensions: ['r', 'R'], ...hashComments, declaration: /^(?:library|require)\(/ },
  {
    id: 'julia',
    extensions: ['jl'],
    ...hashComments,
    blockComments: [['#=', '=#']],
    longStrings: ['"""'],
    declaration: /^(?:using|import|export|module)\b/,
  },
]

const byExtension = new Map(
  languages.flatMap(language => language.extensions.map(extension => [extension, language])),
)

/** The language of a source file, by its extension; `null` when it is no source. Type declarations never run. */
export function languageOf(path: string): Language | null {
  if (/\.d\.[mc]?ts$/.test(path)) return null
  const extension = /\.([^./]+)$/.exec(path)?.[1] ?? ''
  return byExtension.get(extension) ?? byExtension.get(extension.toLowerCase()) ?? null
}
