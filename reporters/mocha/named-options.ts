/**
 * A reporter's options in every form that mocha takes: an object, a list of `name=value`, or one text with commas. What
 * stands in a `.mocharc` comes as it is written there from mocha 12 on; before, and from the command line, as an object.
 */
export function namedOptions(given: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(given)) return Object.assign({}, ...given.map(namedOptions))
  if (typeof given === 'object' && given !== null) return { ...given }
  if (typeof given !== 'string') return {}
  const pairs = given.split(',').filter(each => each.trim() !== '')
  return Object.fromEntries(pairs.map(pairOf))
}

/** A name alone is a switch that is on. */
function pairOf(text: string): readonly [name: string, value: string | true] {
  const at = text.indexOf('=')
  return at === -1 ? [text.trim(), true] : [text.slice(0, at).trim(), text.slice(at + 1)]
}
