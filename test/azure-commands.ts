/** Reads Azure Pipelines' logging commands by the rules of the agent's Command and CommandStringConvertor. Every line has to be one. */
export function readLoggingCommands(text: string): readonly {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}[] {
  if (text === '') return []
  if (!text.endsWith('\n')) throw new Error('the last line is not ended')
  return text
    .slice(0, -1)
    .split(/\r\n|\r|\n/)
    .map(readCommand)
}

function readCommand(line: string) {
  const start = line.indexOf('##vso[')
  const end = line.indexOf(']', start)
  if (start !== 0 || end < 0) throw new Error(`no command: ${JSON.stringify(line)}`)
  const info = line.slice(6, end)
  const space = info.indexOf(' ')
  const properties: Record<string, string> = {}
  for (const pair of space < 0
    ? []
    : info
        .slice(space + 1)
        .split(';')
        .filter(each => each !== '')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && equals < pair.length - 1)
      properties[pair.slice(0, equals)] = unescapeText(pair.slice(equals + 1))
  }
  return {
    name: space < 0 ? info : info.slice(0, space),
    properties,
    data: unescapeText(line.slice(end + 1)),
  }
}

function unescapeText(text: string): string {
  return text
    .replaceAll('%3B', ';')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%5D', ']')
    .replaceAll('%AZP25', '%')
}
