import type { TestRef } from './model.ts'

type Named = Pick<TestRef, 'id' | 'name' | 'classname' | 'file'>

/** How near the words are to a test: the id, its name, its full name, a part of the name, a part of anything. */
const steps: readonly ((test: Named, words: string) => boolean)[] = [
  ({ id }, words) => id === words,
  ({ name }, words) => name === words,
  ({ classname, name, file }, words) =>
    [`${classname} ${name}`, `${classname}.${name}`, `${file} ${name}`].includes(words),
  ({ name }, words) => plain(name).includes(plain(words)),
  (test, words) => plain(whole(test)).includes(plain(words)),
]

/** The tests that are meant: all that the best of the steps finds. */
export function findTests<T extends Named>(tests: readonly T[], words: string): readonly T[] {
  for (const step of steps) {
    const found = tests.filter(test => step(test, words))
    if (found.length > 0) return found
  }
  return []
}

/** A part that more tests have than this names none of them. */
const MOST_PARTS = 200

/**
 * Whether a test could be meant at all. A record asks this for every test of every build: each is looked at once, and of
 * those that only have the words somewhere no more are taken than are needed to say that there are too many.
 */
export function mayBeMeant(words: string): (test: Named) => boolean {
  const known = new Map<string, boolean>()
  let parts = 0
  const isMeant = (test: Named): boolean => {
    if (steps.slice(0, 3).some(step => step(test, words))) return true
    if (parts > MOST_PARTS || !plain(whole(test)).includes(plain(words))) return false
    parts += 1
    return true
  }
  return test => {
    const before = known.get(test.id)
    if (before !== undefined) return before
    const now = isMeant(test)
    known.set(test.id, now)
    return now
  }
}

function whole({ file, classname, name }: Named): string {
  return `${file ?? ''} ${classname} ${name}`
}

/** People do not type line feeds, nor capitals where they need not. */
function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ')
}
