import { directoryOf } from '../../core/imports-directories.ts'
import { fileNameOf } from '../../core/paths.ts'

/** Languages whose tests may be written in another one of the same family. */
const families: readonly (readonly string[])[] = [
  ['js', 'jsx', 'cjs', 'mjs', 'ts', 'tsx', 'cts', 'mts', 'vue', 'svelte'],
  ['java', 'kt', 'kts', 'groovy', 'scala'],
]

/** Folders that say what kind of file lies there, and not what it is about. */
const kinds =
  /^(?:tests?|__tests?__|specs?|__specs?__|unit|integration|e2e|src|lib|app|main|java|kotlin|scala|groovy|python)$/i
const testFolder = /^(?:tests?|__tests?__|specs?|__specs?__)$/i

/** How test files are called after what they test, in the customs of the runners. */
const forms: readonly RegExp[] = [
  /^(.+)[._-](?:test|spec)s?$/i,
  /^(?:test|spec)[._-](.+)$/i,
  /^(.+?)(?:Tests?|TestCase|Spec|IT)$/,
  /^Test([A-Z].*)$/,
]

/**
 * Whether a test file is named after a source file: `orders.test.ts` and `orders.ts`, `tests/test_orders.py` and
 * `src/orders.py`, `OrdersTest.java` and `Orders.java`, `orders_test.go` and `orders.go`. Folders that are not there for
 * tests or sources alone must not speak against it, so that `packages/a/index.test.ts` is not of `packages/b/index.ts`.
 */
export function isNamedAfter(testFile: string, source: string): boolean {
  if (testFile === source) return true
  const test = split(testFile)
  const code = split(source)
  if (familyOf(test.ending) !== familyOf(code.ending)) return false
  const subject = subjectOf(test.stem) ?? (isInTestFolder(testFile) ? test.stem : null)
  return subject !== null && subject === code.stem && areBeside(testFile, source)
}

function split(path: string): { readonly stem: string; readonly ending: string } {
  const name = fileNameOf(path)
  const dot = name.lastIndexOf('.')
  return dot < 1 ? { stem: name, ending: '' } : { stem: name.slice(0, dot), ending: name.slice(dot + 1) }
}

function familyOf(ending: string): string {
  return families.find(all => all.includes(ending))?.[0] ?? ending
}

function subjectOf(stem: string): string | null {
  for (const form of forms) {
    const subject = form.exec(stem)?.[1]
    if (subject) return subject
  }
  return null
}

function isInTestFolder(path: string): boolean {
  return directoryOf(path)
    .split('/')
    .some(part => testFolder.test(part))
}

/** One folder's telling parts are the end of the other's. */
function areBeside(one: string, other: string): boolean {
  const [short = [], long = []] = [tellingParts(one), tellingParts(other)].sort((a, b) => a.length - b.length)
  return short.every((part, index) => part === long[long.length - short.length + index])
}

function tellingParts(path: string): readonly string[] {
  return directoryOf(path)
    .split('/')
    .filter(part => part !== '' && !kinds.test(part))
}
