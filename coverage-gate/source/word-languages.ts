import { annotation, type Language } from './language.ts'
import {
  blockComment,
  character,
  doubleQuoted,
  endOfFile,
  hash,
  hereDocument,
  lineComment,
  nestedComment,
  quoted,
  rawText,
  singleQuoted,
  slashes,
  text,
  tripleQuoted,
} from './lexis.ts'

/** Languages of words, indentation or parentheses. */
export const wordLanguages: readonly Language[] = [
  {
    id: 'python',
    extensions: ['py'],
    tokens: [
      hash,
      // The names of a long import.
      blockComment('^[ \\t]*from[ \\t]+\\S+[ \\t]+import[ \\t]*\\(', '\\)'),
      { ...text('(?:\\b[rRuU])?"""', '"""'), kind: 'docstring' },
      { ...text("(?:\\b[rRuU])?'''", "'''"), kind: 'docstring' },
      doubleQuoted,
      singleQuoted,
    ],
    bareWords: 'else',
    declaration: new RegExp(
      `^(?:import\\s[^;]*$|from\\s+\\S+\\s+import\\b[^;]*$|(?:global|nonlocal)\\s[^;]*$|${annotation})`,
    ),
  },
  {
    id: 'ruby',
    extensions: ['rb'],
    tokens: [
      blockComment('^=begin\\b', '^=end\\b.*$'),
      endOfFile('^__END__$'),
      hereDocument,
      hash,
      doubleQuoted,
      singleQuoted,
    ],
    bareWords: 'else|end|begin|ensure|do|then',
    declaration:
      /^(?:(?:require|require_relative|include|extend)[\s(]+[\w:'"./-]+\)?|private|protected|public)$/,
  },
  {
    id: 'fsharp',
    extensions: ['fs'],
    tokens: [
      slashes,
      nestedComment('\\(\\*(?!\\))', '\\*\\)'),
      rawText('"""', '"""'),
      rawText('@"', '"'),
      text('"'),
      character,
    ],
    bareWords: 'else|then|do|begin|end|try|finally',
    declaration: /^(?:open\s.*|module\s+[\w.]+\s*=?|namespace\s.*|\[<.*>\]|#.*)$/,
  },
  {
    id: 'visual-basic',
    extensions: ['vb'],
    tokens: [rawText('"', '"|$'), lineComment("'"), lineComment('^[ \\t]*[Rr][Ee][Mm]\\b')],
    bareWords: 'Else|Try|Finally|Do|Loop|Next|Then',
    declaration: /^(?:Imports\s.*|Namespace\s.*|End\s+\w+|<[A-Z]\w*(?:\([^()]*\))?>(?:\s*_)?|#.*)$/i,
  },
  {
    id: 'lua',
    extensions: ['lua'],
    tokens: [
      blockComment('--\\[(={0,16})\\[', '\\]$1\\]'),
      lineComment('--'),
      rawText('\\[(={0,16})\\[', '\\]$1\\]'),
      doubleQuoted,
      singleQuoted,
    ],
    bareWords: 'else|end|do|then|repeat',
    declaration: null,
  },
  {
    id: 'perl',
    extensions: ['pl', 'pm'],
    tokens: [
      blockComment('^=[a-zA-Z]\\w*', '^=cut\\b.*$'),
      endOfFile('^__(?:END|DATA)__$'),
      hereDocument,
      hash,
      doubleQuoted,
      singleQuoted,
    ],
    bareWords: 'else|do|eval',
    declaration: /^(?:use|no|package)\s[^;{(]*;$/,
  },
  {
    id: 'elixir',
    extensions: ['ex', 'exs'],
    tokens: [
      hash,
      blockComment('@(?:module|type)?doc[ \\t]+(?:~[sS])?"""', '"""'),
      tripleQuoted,
      text("'''"),
      doubleQuoted,
      singleQuoted,
    ],
    bareWords: 'else|end|do|after',
    declaration:
      /^(?:(?:alias|import|require|use)\s+[A-Z][^;]*|@(?:moduledoc|doc|typedoc|spec|type|typep|opaque|callback|macrocallback|behaviour|impl)\b.*)$/,
  },
  {
    id: 'erlang',
    extensions: ['erl'],
    tokens: [{ kind: 'text', open: '\\$\\\\?\\S', close: null }, lineComment('%'), text('"'), singleQuoted],
    bareWords: 'else|end|begin|after',
    declaration:
      /^-(?:module|export|export_type|import|include|include_lib|behaviou?r|record|type|opaque|spec|callback|define|ifdef|ifndef|else|endif|undef|compile|vsn|author)\b/,
  },
  {
    id: 'haskell',
    extensions: ['hs'],
    tokens: [
      nestedComment('\\{-', '-\\}'),
      lineComment('(?<![!#$%&*+./<=>?@\\\\^|~:-])--+(?![!#$%&*+./<=>?@\\\\^|~:-])'),
      doubleQuoted,
      character,
    ],
    bareWords: 'else|then|do|where|in|of|let',
    declaration: /^(?:module\s.*|import\s.*|[a-z_][\w']*(?:\s*,\s*[a-z_][\w']*)*\s*::.*)$/,
  },
  {
    id: 'clojure',
    extensions: ['clj'],
    tokens: [{ kind: 'text', open: '\\\\\\S', close: null }, lineComment(';'), text('"')],
    bareWords: 'else',
    declaration: null,
  },
  {
    id: 'r',
    extensions: ['r'],
    tokens: [rawText('[rR]"(-{0,16})\\(', '\\)$1"'), hash, text('"'), text("'")],
    bareWords: 'else|repeat',
    declaration: /^(?:library|require)\([\w."']+\)$/,
  },
  {
    id: 'julia',
    extensions: ['jl'],
    tokens: [nestedComment('#=', '=#'), hash, tripleQuoted, quoted('"'), character],
    bareWords: 'else|end|begin|do|try|finally',
    declaration: /^(?:(?:using|import|export)\s[^;(]*|module\s+\w+)$/,
  },
]
