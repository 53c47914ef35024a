/** Which options of a program take a value: what is needed to tell an option's value from a test's path. */
export interface OptionForms {
  /** Take the next word. */
  readonly values: readonly string[]
  /** Take all words up to the next option. */
  readonly lists: readonly string[]
  /** Take the next word when it is no option. */
  readonly optional: readonly string[]
  /** One letter → the long name. */
  readonly letters: Readonly<Record<string, string>>
}

/** An option with its values, or a word that is none. */
export interface Argument {
  /** In camel case and without dashes; `null` for a word that is no option. */
  readonly option: string | null
  readonly values: readonly string[]
  /** As they were given. */
  readonly words: readonly string[]
}

/** Reads the arguments of a program as yargs and commander do. */
export function readArguments(args: readonly string[], forms: OptionForms): readonly Argument[] {
  const found: Argument[] = []
  let at = 0
  while (at < args.length) {
    const word = args[at] ?? ''
    if (word === '--') {
      found.push({ option: '', values: [], words: [word] })
      found.push(...args.slice(at + 1).map(each => ({ option: null, values: [each], words: [each] })))
      break
    }
    const { option, value } = optionIn(word, forms)
    const taken = option === null || value !== null ? 0 : valuesAfter(args, at + 1, option, forms)
    const following = args.slice(at + 1, at + 1 + taken)
    const own = option === null ? word : value
    found.push({ option, values: own === null ? following : [own], words: [word, ...following] })
    at += 1 + taken
  }
  return found
}

function optionIn(
  word: string,
  { letters, values, lists }: OptionForms,
): { readonly option: string | null; readonly value: string | null } {
  const long = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word)
  if (long) return { option: camel(long[1] ?? ''), value: long[2] ?? null }
  const short = /^-([A-Za-z])(=?)([\s\S]*)$/.exec(word)
  if (!short) return { option: null, value: null }
  const [, letter = '', equals, rest = ''] = short
  const name = letters[letter] ?? letter
  if (rest === '' && equals === '') return { option: name, value: null }
  // `-w4` is a value, `-iu` are several letters, of which the first is told here.
  return { option: name, value: equals !== '' || values.includes(name) || lists.includes(name) ? rest : null }
}

function valuesAfter(args: readonly string[], from: number, option: string, forms: OptionForms): number {
  const next = args[from]
  if (next === undefined) return 0
  if (forms.values.includes(option)) return 1
  if (forms.optional.includes(option)) return next.startsWith('-') ? 0 : 1
  if (forms.lists.includes(option)) {
    const end = args.findIndex((word, index) => index >= from && word.startsWith('-'))
    return (end === -1 ? args.length : end) - from
  }
  return next === 'true' || next === 'false' ? 1 : 0
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** The words of the options that stay, in their order. Words that are no options go. */
export function optionsWithout(found: readonly Argument[], dropped: readonly string[]): readonly string[] {
  return found
    .filter(({ option }) => option !== null && option !== '' && !dropped.includes(option))
    .flatMap(({ words }) => words)
}

export function valuesOf(found: readonly Argument[], option: string): readonly string[] {
  return found.flatMap(each => (each.option === option ? each.values : []))
}
