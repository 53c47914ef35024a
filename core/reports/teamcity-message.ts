/** One service message: a line that TeamCity takes for a command. Values may be any text. */
export function serviceMessage(name: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}='${escapeValue(value)}'`)
  return `##teamcity[${name}${written.join('')}]`
}

const escapes: Readonly<Record<string, string>> = {
  '|': '||',
  "'": "|'",
  '[': '|[',
  ']': '|]',
  '\n': '|n',
  '\r': '|r',
}

/** What is not ASCII is written in UTF-16 units, so that no agent's encoding can spoil it. */
function escapeValue(value: string): string {
  return value.replace(
    /[|'[\]]|[^ -~]/g,
    unit => escapes[unit] ?? `|0x${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
