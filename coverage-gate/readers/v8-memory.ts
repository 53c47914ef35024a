/** What was made of a text, kept while that text is the same; all is dropped when the texts come to more than `most` characters. */
export function rememberByText<Made>(most: number): (key: string, text: string, make: () => Made) => Made {
  const known = new Map<string, { readonly text: string; readonly made: Made }>()
  let held = 0
  return (key, text, make) => {
    const found = known.get(key)
    if (found?.text === text) return found.made
    const made = make()
    held += text.length - (found?.text.length ?? 0)
    if (held > most) {
      known.clear()
      held = text.length
    }
    known.set(key, { text, made })
    return made
  }
}
