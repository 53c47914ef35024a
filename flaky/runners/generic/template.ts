import { gateError } from '../../../core/errors.ts'
import { splitWords } from '../../command/words.ts'
import type { WantedTest } from '../runner.ts'

/** For all wanted tests in one process, or for one each. */
const together = ['files', 'names', 'pattern', 'list'] as const
const alone = ['file', 'name', 'classname'] as const
type Placeholder = (typeof together)[number] | (typeof alone)[number]
const known: readonly string[] = [...together, ...alone]

export interface Template {
  readonly words: readonly [string, ...string[]]
  readonly placeholders: ReadonlySet<string>
}

/** One process of a rerun. */
export interface Expansion {
  /** @param list the path of the file that holds `list` */
  readonly command: (list: string) => readonly [string, ...string[]]
  /** What `{list}` names; `null` when the template has none. */
  readonly list: readonly string[] | null
}

/**
 * A command whose words hold `{files}`, `{names}` (each value its own argument), `{pattern}`, `{list}`; or `{file}`,
 * `{name}`, `{classname}`: a process for each test.
 * @throws GateError flaky.bad-template
 */
export function readTemplate(text: string): Template {
  const bad = (why: string) => gateError('flaky.bad-template', { given: text, why })
  const split = splitWords(text)
  if ('trouble' in split) throw bad(split.trouble)
  const words = split.words.map(({ text: word }) => word)
  const [program, ...args] = words
  if (program === undefined) throw bad('it is empty')
  const found = words.flatMap(word => [...word.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? ''))
  const strange = found.find(name => !known.includes(name))
  if (strange !== undefined) throw bad(`{${strange}} is no placeholder`)
  if (found.length === 0) throw bad('it has no placeholder, so that it would run every test')
  const mixed = found.some(name => isOneOf(together, name)) && found.some(name => isOneOf(alone, name))
  if (mixed) throw bad('it mixes placeholders for one test with those for all')
  return { words: [program, ...args], placeholders: new Set(found) }
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

/**
 * The processes that run the wanted tests. Where files and names are both selected, each file gets its own: together they
 * would also mean a test of one file's name in another.
 */
export function expandTemplate(
  { words, placeholders }: Template,
  wanted: readonly WantedTest[],
): readonly Expansion[] {
  const has = (name: Placeholder) => placeholders.has(name)
  const lots = alone.some(has)
    ? wanted.map(each => [each])
    : has('files') && (has('names') || has('pattern') || has('list'))
      ? Object.values(groups(wanted))
      : [wanted]
  return lots.flatMap(lot => {
    const values = valuesOf(lot)
    // A placeholder that stands for nothing would leave a command that runs everything.
    const empty = [...placeholders].some(name => (values[name as Placeholder] ?? []).length === 0)
    if (empty) return []
    const [program, ...args] = words
    return [
      {
        command: (list: string) =>
          [program, ...args.flatMap(word => fill(word, { ...values, list: [list] }))] as const,
        list: has('list') ? values.list : null,
      },
    ]
  })
}

function groups(wanted: readonly WantedTest[]): Readonly<Record<string, readonly WantedTest[]>> {
  const byFile: Record<string, WantedTest[]> = {}
  for (const each of wanted) {
    const key = each.file ?? ''
    byFile[key] = [...(byFile[key] ?? []), each]
  }
  return byFile
}

type Values = Readonly<Record<Placeholder, readonly string[]>>

function valuesOf(lot: readonly WantedTest[]): Values {
  const names = [...new Set(lot.map(({ name }) => name))]
  const files = [...new Set(lot.flatMap(({ file }) => (file === null ? [] : [file])))]
  return {
    files,
    names,
    pattern: [patternOf(names)],
    // One line cannot hold a name of several: it stays out, and counts as missing.
    list: names.filter(name => !/[\r\n]/.test(name)),
    file: files,
    name: names,
    classname: [...new Set(lot.map(({ classname }) => classname))],
  }
}

/** One word becomes as many as the placeholder in it has values. */
function fill(word: string, values: Values): readonly string[] {
  const name = /\{(\w+)\}/.exec(word)?.[1] as Placeholder | undefined
  if (name === undefined) return [word]
  const one = ['file', 'name', 'classname'].includes(name)
  if (one) return [word.replace(/\{(\w+)\}/g, (_, each: Placeholder) => values[each]?.[0] ?? '')]
  return values[name].map(value => word.replaceAll(`{${name}}`, () => value))
}

/**
 * One regular expression that matches these names and nothing else: white space of a name is any, since XML does not keep
 * which it was.
 */
export function patternOf(names: readonly string[]): string {
  const escaped = names.map(name => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s/g, '\\s'))
  return `^(?:${escaped.join('|')})$`
}
