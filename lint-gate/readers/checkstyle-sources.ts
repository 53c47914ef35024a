/** Tools by the way in which they name their rules. */
const tools: readonly { readonly tool: string; readonly prefix: RegExp }[] = [
  { tool: 'eslint', prefix: /^eslint\.rules\./ },
  { tool: 'oxlint', prefix: /^[\w-]+\([\w/-]+\)$/ },
  { tool: 'shellcheck', prefix: /^ShellCheck(?:\.|$)/ },
  { tool: 'detekt', prefix: /^detekt\./ },
  { tool: 'biome', prefix: /^(?:lint|assist|suppressions)\/\w/ },
  { tool: 'checkstyle', prefix: /^com\.puppycrawl\.tools\.checkstyle\./ },
  {
    tool: 'phpcs',
    prefix: /^(?:Generic|PEAR|PSR1|PSR2|PSR12|Squiz|Zend|MySource|WordPress|Internal)\.\w+\.?/,
  },
]

/** The linter that wrote a report, told from its rules; `checkstyle` where they do not show it. */
export function checkstyleTool(sources: readonly string[]): string {
  for (const source of sources) {
    const known = tools.find(({ prefix }) => prefix.test(source))
    if (known) return known.tool
  }
  return 'checkstyle'
}

/** Whether the linter is one that is known to list the files without findings too. */
export function listsEveryFile(sources: readonly string[]): boolean {
  return sources.some(source => /^eslint\.rules\.|^com\.puppycrawl\.tools\.checkstyle\./.test(source))
}

/** The rule's name without what every rule of its tool has before it; `null` where there is none. */
export function checkstyleRule(source: string): string | null {
  const own = source
    .replace(/^(?:eslint\.rules|detekt|ShellCheck)\./, '')
    .replace(/^com\.puppycrawl\.tools\.checkstyle\.(?:[\w]+\.)*(\w+?)(?:Check)?$/, '$1')
  return own === '' ? null : own
}
