import { isProblem, outcomeOf, type TestCase } from '../../core/test-run.ts'
import type { Dialect } from './dialects.ts'

/**
 * Cases of one name, class and file in one suite. They are attempts of one test where that is certain: the same id, the same
 * line of the same file with a failure among them, or a tool that runs no two tests of one name. Elsewhere they may be two
 * tests, one of which fails: they stay two, and the later gets a number.
 */
export function settleDuplicates(cases: readonly TestCase[], dialect: Dialect): readonly TestCase[] {
  const groups = new Map<string, TestCase[]>()
  for (const each of cases) {
    const key = nameKey(each)
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  if (groups.size === cases.length) return cases
  const taken = new Set(groups.keys())
  const settled = new Map<TestCase, TestCase | null>()
  for (const group of groups.values()) {
    const [first, ...rest] = group
    if (first === undefined || rest.length === 0) continue
    if (areAttempts(group, dialect)) {
      settled.set(first, united(first, rest))
      for (const each of rest) settled.set(each, null)
    } else {
      let ordinal = 1
      for (const each of rest) {
        let name = ''
        do {
          ordinal += 1
          name = `${each.name} #${ordinal}`
        } while (taken.has(nameKey({ ...each, name })))
        taken.add(nameKey({ ...each, name }))
        settled.set(each, { ...each, name })
      }
    }
  }
  return cases.flatMap(each => {
    const replaced = settled.get(each)
    return replaced === null ? [] : [replaced ?? each]
  })
}

function nameKey({ file, classname, name }: Pick<TestCase, 'file' | 'classname' | 'name'>): string {
  return `${file ?? ''}\u0000${classname}\u0000${name}`
}

function areAttempts(group: readonly TestCase[], dialect: Dialect): boolean {
  const [first, ...rest] = group as readonly [TestCase, ...TestCase[]]
  const same = (pick: (test: TestCase) => unknown) => rest.every(each => pick(each) === pick(first))
  if (group.some(({ id }) => id !== '')) return same(({ id }) => id)
  const fails = group.some(each => each.attempts.some(isProblem))
  if (!fails) return false
  if (dialect.duplicatesAreAttempts) return true
  return first.file !== null && first.line !== null && same(({ file }) => file) && same(({ line }) => line)
}

function united(first: TestCase, rest: readonly TestCase[]): TestCase {
  const all = [first, ...rest]
  const attempts = all.flatMap(each => each.attempts)
  const [head = first.attempts[0], ...tail] = attempts
  const properties = new Map(
    all.flatMap(each => each.properties).map(each => [`${each.name}\u0000${each.value}`, each]),
  )
  return {
    ...first,
    line: all.findLast(each => outcomeOf(each) !== 'passed' && each.line !== null)?.line ?? first.line,
    attempts: [head, ...tail],
    properties: [...properties.values()],
    attachments: [...new Set(all.flatMap(each => each.attachments))],
  }
}
