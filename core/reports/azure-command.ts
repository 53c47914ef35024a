/**
 * One logging command of Azure Pipelines. Properties without a value are left out, for the agent would not read them.
 * Its first "]" ends the properties, so none may stand in one.
 */
export function loggingCommand(
  name: string,
  properties: Readonly<Record<string, string>>,
  data: string,
): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${escaped(value, /[;\r\n\]]/g)};`)
  return `##vso[${name}${written.length > 0 ? ` ${written.join('')}` : ''}]${escaped(data, /[\r\n]/g)}`
}

const escapes: Readonly<Record<string, string>> = { ';': '%3B', '\r': '%0D', '\n': '%0A', ']': '%5D' }

/**
 * A "%" is escaped only where the agent would take it for the beginning of an escape: pipelines can switch the escape of
 * "%" itself off, and then still read "80 %" as it is.
 */
function escaped(text: string, reserved: RegExp): string {
  return text
    .replace(/%(?=3B|0D|0A|5D|AZP25)/g, '%AZP25')
    .replace(reserved, character => escapes[character] ?? character)
}
