/** The name of an XML text's root element, behind declarations and comments; `null` where it does not begin like XML. */
export function xmlRoot(text: string): string | null {
  let at = behindSpace(text, 0)
  while (text[at] === '<' && (text[at + 1] === '?' || text[at + 1] === '!')) {
    const end = text.startsWith('<!--', at) ? '-->' : '>'
    const close = text.indexOf(end, at + 2)
    if (close === -1) return null
    at = behindSpace(text, close + end.length)
  }
  const name = /<([\w:.-]{1,100})/y
  name.lastIndex = at
  return name.exec(text)?.[1] ?? null
}

function behindSpace(text: string, at: number): number {
  const space = /\s*/y
  space.lastIndex = at
  space.exec(text)
  return space.lastIndex
}
