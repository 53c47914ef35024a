/** How functions begin in languages without a parser here. */
export interface Header {
  /** `braces`: the text before a `{`; `indent`: one line, whose block is what is indented deeper; `end`: up to its `end`. */
  readonly block: 'braces' | 'indent' | 'end'
  readonly pattern: RegExp
  /** What, in the header or in one around it, leaves open whether tools see the function at all. */
  readonly doubtful: RegExp | null
}

const control =
  'new|return|throw|case|else|if|for|foreach|while|do|switch|catch|try|using|lock|fixed|synchronized|await|yield'

/** A type, a name and parameters, as in C. */
function typed(more: string): RegExp {
  const words = `(?![^(]*(?:=|\\b(?:${control})\\b))(?:[\\w.<>\\[\\],?&*~:]+\\s+)+[\\w~:]+`
  // What is left of an annotation with braces ends in a parenthesis.
  return new RegExp(`^\\s*(?:\\)\\s*)?${words}\\s*\\([^{}]*\\)${more}\\s*$`, 's')
}

/**
 * By language. Left out are languages whose tools do not list what was never compiled or called: Julia, Haskell, Clojure
 * macros, and C's headers.
 */
const headers: Readonly<Record<string, Header>> = {
  python: {
    block: 'indent',
    pattern: /^[ \t]*(?:async[ \t]+)?def[ \t]+\w+/,
    // What coverage.py leaves out by itself, and what its documents advise to.
    doubtful:
      /TYPE_CHECKING|\bProtocol\b|^\s*if\s+0\s*:|__main__|@(?:\w+\.)?(?:abstract\w+|overload)\b|def\s+__(?:repr|str)__/,
  },
  ruby: { block: 'end', pattern: /^[ \t]*def[ \t]+[\w.]+[?!=]?[ \t]*(?:\(.*)?$/, doubtful: null },
  go: { block: 'braces', pattern: /^func\b[^{}]*$(?![\s\S])/m, doubtful: null },
  java: {
    block: 'braces',
    pattern: typed('(?:\\s*throws\\s[\\w\\s.,]+)?'),
    doubtful: /Generated|@(?:\w+\.)?(?:Data|Value|Builder)\b|\bnative\b/,
  },
  csharp: {
    block: 'braces',
    pattern: typed('(?:\\s*where\\s[^{}]+)?'),
    doubtful: /\[[^\]]*(?:Exclude|Generated|DebuggerHidden|NonUserCode|StepThrough|Obsolete)|^\s*#/m,
  },
  kotlin: {
    block: 'braces',
    pattern: /^[ \t]*(?:[\w@.()]+[ \t]+)*fun(?!\s+interface)\b[^{}]*$(?![\s\S])/m,
    doubtful: /Generated|\b(?:inline|expect|external)\b/,
  },
  scala: {
    block: 'braces',
    pattern: /^[ \t]*(?:[\w@[\]]+[ \t]+)*def\b[^{}]*=\s*$(?![\s\S])/m,
    doubtful: /\b(?:inline|macro)\b/,
  },
  swift: {
    block: 'braces',
    pattern: /^[ \t]*(?:[\w@.()]+[ \t]+)*(?:func|init)\b[^{}]*$(?![\s\S])/m,
    doubtful: /^\s*#if|@(?:inlinable|available)/m,
  },
  php: {
    block: 'braces',
    pattern: /^[ \t]*(?:\w+[ \t]+)*function\b[^{}]*$(?![\s\S])/m,
    doubtful: /@codeCoverageIgnore|CodeCoverageIgnore/,
  },
  rust: {
    block: 'braces',
    pattern:
      /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(?:async[ \t]+|unsafe[ \t]+)*fn\s+\w+\s*\([^{}]*$(?![\s\S])/m,
    // Without a use nothing is made of what is generic.
    doubtful:
      /#!?\[|\bimpl\s*<|\bimpl\s+[\w:]+\s*<|\btrait\b|macro_rules|:\s*&?(?:mut\s+)?(?:impl|dyn)\b|\bmod\s+tests?\b/,
  },
}

/** `null` where nothing is told of a language's functions. */
export function headerOf(language: string): Header | null {
  return headers[language] ?? null
}
