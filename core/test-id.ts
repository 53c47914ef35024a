import { hash } from 'node:crypto'
import type { CaseKind } from './test-run.ts'

/** What makes a test itself, on every machine and operating system. */
export interface TestPlace {
  /** The runner's project; `''` where there is none. */
  readonly project: string
  /** Relative to the repository, with `/`. */
  readonly file: string
  /** The enclosing describes' titles and its own. */
  readonly titlePath: readonly string[]
  /** 1 for the first of several tests with the same titles in one file, in the order of the file. */
  readonly ordinal: number
}

/** 16 hexadecimal digits. The parts are joined as JSON, so that no title can pass for another's parts. */
export function testId({ project, file, titlePath, ordinal }: TestPlace): string {
  return hash('sha256', JSON.stringify([project, file, titlePath, ordinal])).slice(0, 16)
}

/** The same for tests of one describe, as many as there are: what they have in common is spelt out once. */
export function testIdsOf(
  { project, file }: Pick<TestPlace, 'project' | 'file'>,
  describes: readonly string[],
): (title: string, ordinal: number) => string {
  const place = JSON.stringify([project, file, describes]).slice(0, -2)
  const common = describes.length === 0 ? place : `${place},`
  return (title, ordinal) => hash('sha256', `${common}${JSON.stringify(title)}],${ordinal}]`).slice(0, 16)
}

/** Stable and unique for one file of one project: Jenkins merges suites of one name unless their ids differ. */
export function suiteId(project: string, file: string): string {
  return hash('sha256', JSON.stringify([project, file])).slice(0, 16)
}

/** `src/a.test.ts`, or `src/a.test.ts (chromium)`. */
export function suiteName(project: string, file: string): string {
  return project === '' ? file : `${file} (${project})`
}

/**
 * A class name that Jenkins shows as a sensible tree: it takes what is before the last dot for the package, so that a dot
 * inside a part would tear it apart. `src/cart.test.ts`, `['total', 'adds']` → `src.cart_test.total`; the last title is the
 * test's name and no part of it.
 */
export function classnameOf({ project, file, titlePath }: Omit<TestPlace, 'ordinal'>): string {
  const base = file.replace(/\.[^./]+$/, '') || file
  const parts = [project, ...base.split('/'), ...titlePath.slice(0, -1)]
  return (
    parts
      .map(part => part.replace(/[.\s]+/g, '_'))
      .filter(part => part !== '')
      .join('.') || '(root)'
  )
}

/** The name of the property that says where a case that failed is to be found again. */
export const placeProperty = 'cdgate.place'

/** A place as a property's value: XUnit has no other room for an array of titles. */
export function placeText(kind: CaseKind, { project, file, titlePath, ordinal }: TestPlace): string {
  return JSON.stringify([kind, project, file, titlePath, ordinal])
}

/** `null` when the text is none of ours. */
export function readPlace(text: string): { readonly kind: CaseKind; readonly place: TestPlace } | null {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return null
  }
  if (!Array.isArray(data) || data.length !== 5) return null
  const [kind, project, file, titlePath, ordinal] = data as readonly unknown[]
  const known = kinds.find(each => each === kind)
  if (known === undefined || typeof project !== 'string' || typeof file !== 'string') return null
  if (!Array.isArray(titlePath) || titlePath.some(title => typeof title !== 'string')) return null
  if (typeof ordinal !== 'number' || !Number.isInteger(ordinal) || ordinal < 1) return null
  return { kind: known, place: { project, file, titlePath: titlePath as string[], ordinal } }
}

const kinds: readonly CaseKind[] = ['test', 'hook', 'load', 'run']
