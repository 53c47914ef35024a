/**
 * What a CI would execute if it stood in the job's log. GitHub's runner takes `##[command]` anywhere in a line and
 * `::command::` behind leading blanks; Azure's agent `##vso[`, TeamCity `##teamcity[`.
 */
const commands: Readonly<Record<string, RegExp>> = {
  github: /#(?=#\[)|(?<=^[^\S\n]*)::/gm,
  azure: /#(?=#(?:vso)?\[)/g,
  teamcity: /#(?=#teamcity\[)/g,
}

/**
 * A document that quotes what comes from outside (source, names of files, a linter's words), made safe to print where a CI
 * reads the log: nothing in it is a command. In JSON the sign is written as its code, elsewhere something stands between.
 * @param ci the CI's name in the CI table; `null` outside of any
 */
export function inert(text: string, ci: string | null, isJson: boolean): string {
  const pattern = ci === null ? undefined : commands[ci]
  if (!pattern) return text
  return text.replace(pattern, found => {
    if (found === '::') return ': :'
    return isJson ? '\\u0023' : '# '
  })
}
