import { annotation, type Language } from './language.ts'
import {
  blockComment,
  character,
  doubleQuoted,
  lineComment,
  nestedSlashStar,
  rawText,
  singleQuoted,
  slashes,
  slashStar,
  text,
  tripleQuoted,
} from './lexis.ts'

const braceWords = 'else|try|finally|do'
const jvm = new RegExp(`^(?:(?:package|import)\\s[^;]*;?$|${annotation})`)

/** Languages whose blocks are in braces, comments mostly behind slashes. */
export const braceLanguages: readonly Language[] = [
  {
    // Parsed; this is for what does not parse, of which as much as possible is to count.
    id: 'javascript',
    extensions: ['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts', 'vue', 'svelte'],
    tokens: [lineComment('^[ \\t]*//')],
    bareWords: 'else',
    declaration: /^import\s[^;(]*;?$/,
  },
  {
    id: 'java',
    extensions: ['java'],
    tokens: [slashes, slashStar, tripleQuoted, doubleQuoted, character],
    bareWords: braceWords,
    declaration: jvm,
  },
  {
    id: 'groovy',
    extensions: ['groovy'],
    tokens: [slashes, slashStar, tripleQuoted, text("'''"), doubleQuoted, singleQuoted],
    bareWords: braceWords,
    declaration: jvm,
  },
  {
    id: 'kotlin',
    extensions: ['kt', 'kts'],
    tokens: [slashes, nestedSlashStar, rawText('"""', '"""'), doubleQuoted, character],
    bareWords: braceWords,
    declaration: jvm,
  },
  {
    id: 'scala',
    extensions: ['scala'],
    tokens: [slashes, nestedSlashStar, rawText('"""', '"""'), doubleQuoted, character],
    bareWords: `${braceWords}|then|end`,
    declaration: jvm,
  },
  {
    id: 'csharp',
    extensions: ['cs'],
    tokens: [
      slashes,
      slashStar,
      rawText('("{3,16})', '$1'),
      rawText('(?:@\\$?|\\$@)"', '"'),
      doubleQuoted,
      character,
    ],
    bareWords: braceWords,
    declaration:
      /^(?:(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?[\w.<>:]+;|namespace\s+[\w.]+\s*[;{]?|\[(?:\w+:\s*)?[A-Z][\w.]*(?:\([^()]*\))?\]|#.*)$/,
  },
  {
    // Objective-C with it, which has its own words behind an @.
    id: 'c',
    extensions: ['c', 'h', 'cc', 'cpp', 'cxx', 'hpp', 'hh', 'm', 'mm'],
    tokens: [slashes, slashStar, rawText('R"([^\\s()\\\\"]{0,16})\\(', '\\)$1"'), doubleQuoted, character],
    bareWords: braceWords,
    declaration:
      /^(?:#.*|using\s[^{(]*;|(?:inline\s+)?namespace\b[\w:\s]*\{?|extern\s+"C(?:\+\+)?"\s*\{?|(?:public|private|protected)\s*:|(?:class|struct|enum|union)\s+\w+;|@(?:import|interface|implementation|protocol|property|class|end|optional|required)\b[^{]*)$/,
  },
  {
    id: 'go',
    extensions: ['go'],
    tokens: [
      slashes,
      slashStar,
      blockComment('^import[ \\t]*\\(', '\\)'),
      rawText('`', '`'),
      doubleQuoted,
      character,
    ],
    bareWords: 'else',
    declaration: /^(?:package\s+\w+|import\s[^;]*)$/,
  },
  {
    id: 'swift',
    extensions: ['swift'],
    tokens: [
      slashes,
      nestedSlashStar,
      rawText('(#{1,16})"""', '"""$1'),
      rawText('(#{1,16})"', '"$1'),
      tripleQuoted,
      doubleQuoted,
    ],
    bareWords: braceWords,
    declaration: new RegExp(`^(?:import\\s[^;]*$|${annotation})`),
  },
  {
    id: 'rust',
    extensions: ['rs'],
    tokens: [
      slashes,
      nestedSlashStar,
      blockComment('^[ \\t]*(?:pub(?:\\([^()\\n]*\\))?[ \\t]+)?use[ \\t]', ';'),
      rawText('\\bb?r(#{0,16})"', '"$1'),
      text('"'),
      character,
    ],
    bareWords: 'else',
    declaration: /^(?:(?:pub(?:\([^()]*\))?\s+)?mod\s+\w+;|extern\s+crate\s[^;]*;|#!?\[[^\]]*\])$/,
  },
  {
    id: 'php',
    extensions: ['php'],
    tokens: [
      // What stands outside of <?php ?> is text, before the first as well.
      rawText('\\?>|(?<![^])(?!<\\?)', '<\\?(?:php\\b|=)?'),
      slashes,
      lineComment('#(?!\\[)'),
      slashStar,
      rawText('<<<[ \\t]*["\']?(\\w{1,64})["\']?$', '^[ \\t]*$1\\b'),
      text('"'),
      text("'"),
    ],
    bareWords: braceWords,
    declaration:
      /^(?:<\?php|\?>|namespace\s[^;{]*[;{]?|use\s[^;(]*;|declare\(strict_types=1\);|#\[[^\]]*\])$/,
  },
  {
    id: 'dart',
    extensions: ['dart'],
    tokens: [slashes, nestedSlashStar, tripleQuoted, text("'''"), doubleQuoted, singleQuoted],
    bareWords: braceWords,
    declaration: new RegExp(`^(?:(?:import|export|library|part)\\s[^;]*;$|${annotation})`),
  },
]
