import type { TestCase, TestSuite } from './vitest-api.ts'

/** The titles of the describes around it and its own. */
export function titlesOf({ parent, name }: TestCase | TestSuite): readonly string[] {
  return parent.type === 'suite' ? [...titlesOf(parent), name] : [name]
}
