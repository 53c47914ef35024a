/** Tests whose names are hard to select. Each has a number of its own, by which it tells that it ran. */
export interface NamedTest {
  readonly number: number
  /** Which of the project's files. */
  readonly file: 'a' | 'sub/a'
  readonly titlePath: readonly string[]
}

const long = `long ${'0123456789'.repeat(1000)} end`

const inBothFiles = ['math', 'adds'] as const

export const names: readonly NamedTest[] = [
  { titlePath: inBothFiles },
  // The same words as a full name.
  { titlePath: ['math adds'] },
  { titlePath: ['a > b', 'c'] },
  { titlePath: ['a', 'b > c'] },
  { titlePath: ['a b', 'c'] },
  { titlePath: ['a › b', 'c'] },
  { titlePath: ['lines', 'one\ntwo\r\n\tthree'] },
  { titlePath: ['lines', 'one two three'] },
  { titlePath: ['regexp', '(a|b)* [c]? ^$ .+ {2} \\d /x/i'] },
  { titlePath: ['regexp', 'ab'] },
  { titlePath: [''] },
  { titlePath: [long] },
  { titlePath: [`${long}.`] },
  { titlePath: ['naïve 日本語 🦊 \u202e e\u0301'] },
  { titlePath: [`it's "quoted" and \`ticked\` &amp; <b>]]>`] },
  { titlePath: ['$(touch pwned) $HOME; rm -rf nothing | cat'] },
  { titlePath: ['back\\slash \\n C:\\temp'] },
  { titlePath: ['same name', 'same name'] },
  { titlePath: ['same name'] },
  { titlePath: ['same name', 'inner'] },
].map((test, number) => ({ file: 'a', ...test, number }) as const)

/** Made in a loop: several on one line, two of them with the same name. */
const looped = { describe: 'loop', titles: ['value 1 works', 'value 11 works', 'same', 'same'], from: 100 }

/** In the second file, which differs in its directory alone. */
const neighbour = { number: 200, titlePath: inBothFiles }

/** How many there are in one project. */
export const count: number = names.length + looped.titles.length + 1

/** The text of both files. */
export function filesOf(head: string, extension: string): Readonly<Record<string, string>> {
  const start = `${head}
import { appendFileSync } from 'node:fs'
const body = number => () => {
  const { RAN, PROJECT = '', FAIL } = process.env
  appendFileSync(RAN, JSON.stringify(PROJECT + number) + '\\n')
  if (FAIL) throw new Error('number ' + PROJECT + number)
}
`
  const loop = `describe(${JSON.stringify(looped.describe)}, () => {
  for (const [at, title] of ${JSON.stringify(looped.titles)}.entries()) it(title, body(${looped.from} + at))
})
`
  return {
    [`a.${extension}`]: `${start}${names.map(each => sourceOf(each)).join('')}${loop}`,
    [`sub/a.${extension}`]: `${start}${sourceOf(neighbour)}`,
  }
}

function sourceOf({ titlePath, number }: Pick<NamedTest, 'titlePath' | 'number'>): string {
  const [title = '', ...describes] = [...titlePath].reverse()
  const test = `it(${JSON.stringify(title)}, body(${number}))`
  return `${describes.reduce((inner, name) => `describe(${JSON.stringify(name)}, () => { ${inner} })`, test)}\n`
}
