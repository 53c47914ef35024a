/** Reads TeamCity's service messages by the rules of its documentation. Every line has to be one. */
export function readServiceMessages(
  text: string,
): readonly { readonly name: string; readonly values: Readonly<Record<string, string>> }[] {
  if (text === '') return []
  if (!text.endsWith('\n')) throw new Error('the last line is not ended')
  return text.slice(0, -1).split('\n').map(readMessage)
}

function readMessage(line: string) {
  const message =
    /^##teamcity\[([A-Za-z][\w-]*)((?: [A-Za-z][\w:-]*='(?:\|(?:[|'nr[\]]|0x[\da-f]{4})|[^|'\n\r[\]])*')*)\]$/.exec(
      line,
    )
  if (!message) throw new Error(`no service message: ${JSON.stringify(line)}`)
  const values: Record<string, string> = {}
  for (const [, key, value] of (message[2] ?? '').matchAll(/ ([\w:-]+)='((?:\|.|[^|'])*)'/g))
    values[key ?? ''] = unescapeValue(value ?? '')
  return { name: message[1] ?? '', values }
}

function unescapeValue(value: string): string {
  return value.replace(/\|(?:0x([\da-f]{4})|(.))/g, (_, unit: string | undefined, character: string) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16))
    return character === 'n' ? '\n' : character === 'r' ? '\r' : character
  })
}
