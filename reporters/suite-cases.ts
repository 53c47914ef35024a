import { classnameOf, placeProperty, placeText, testIdsOf } from '../core/test-id.ts'
import { type Attempt, type CaseKind, isProblem, type Property, type TestCase } from '../core/test-run.ts'
import type { HookName } from './recording.ts'
import type { TestState } from './test-state.ts'

/** Something that takes a test's place: a hook, a file that did not load, a process that died. */
export interface ExtraCase {
  readonly kind: Exclude<CaseKind, 'test'>
  readonly titlePath: readonly string[]
  readonly attempts: readonly [Attempt, ...Attempt[]]
  readonly line: number | null
}

export interface SuitePlace {
  readonly project: string
  readonly file: string
}

/**
 * A suite's cases, in the order of the file, each with a name of its own: what failed in a hook gets a case beside the
 * test that it was to serve.
 */
export function casesOf(
  place: SuitePlace,
  tests: readonly TestState[],
  extras: readonly ExtraCase[],
  whyNotRun: string,
): readonly TestCase[] {
  const naming = createNaming(place)
  const cases: TestCase[] = []
  for (const test of tests) addCases(cases, test, naming, place, whyNotRun)
  for (const each of extras) cases.push(extraCase(naming, place, each))
  return cases
}

function addCases(
  cases: TestCase[],
  test: TestState,
  naming: Naming,
  place: SuitePlace,
  whyNotRun: string,
): void {
  const { own, hook } = partition(test, whyNotRun)
  const { id, name, classname, ordinal } = naming(test.titlePath)
  const properties = own.some(isProblem)
    ? [placeOf('test', place, test.titlePath, ordinal), ...test.properties]
    : test.properties
  cases.push({
    kind: 'test',
    id,
    name,
    classname,
    titlePath: test.titlePath,
    file: place.file,
    line: test.line,
    attempts: own,
    properties,
    attachments: test.attachments,
  })
  if (hook) cases.push(extraCase(naming, place, hook))
}

function extraCase(
  naming: Naming,
  place: SuitePlace,
  { kind, titlePath, attempts, line }: ExtraCase,
): TestCase {
  const { id, name, classname, ordinal } = naming(titlePath)
  const properties = [placeOf(kind, place, titlePath, ordinal)]
  return {
    kind,
    id,
    name,
    classname,
    titlePath,
    file: place.file,
    line,
    attempts,
    properties,
    attachments: [],
  }
}

/** For those that may have to run again; the others need not be found. */
function placeOf(kind: CaseKind, place: SuitePlace, titlePath: readonly string[], ordinal: number): Property {
  return { name: placeProperty, value: placeText(kind, { ...place, titlePath, ordinal }) }
}

/**
 * Which attempts are the test's own. If a hook failed last, its attempts make a case of their own: the test then did not
 * run (beforeEach), or keeps what it did before the hook (afterEach).
 */
function partition(
  { told, titlePath, line, notRunReason }: TestState,
  whyNotRun: string,
): { readonly own: readonly [Attempt, ...Attempt[]]; readonly hook: ExtraCase | null } {
  const first = told[0]
  const last = told.at(-1)
  if (first === undefined || last === undefined)
    return { own: [notRun(notRunReason || whyNotRun)], hook: null }
  if (last.hook === null) {
    if (told.length === 1) return { own: [first.attempt], hook: null }
    return { own: [first.attempt, ...told.slice(1).map(each => each.attempt)], hook: null }
  }
  const attempts = told.filter(each => each.hook !== null).map(each => each.attempt)
  const [firstOfHook = last.attempt, ...others] = attempts
  const hook: ExtraCase = {
    kind: 'hook',
    titlePath: [...titlePath.slice(0, -1), `${last.hook} hook for "${titlePath.at(-1) ?? ''}"`],
    attempts: [firstOfHook, ...others],
    line,
  }
  const [own, ...more] = told.filter(each => each.hook === null).map(each => each.attempt)
  if (own !== undefined) return { own: [own, ...more], hook }
  const ran = last.hook === 'afterEach' || last.hook === 'afterAll'
  const self: Attempt = ran
    ? { ...last.attempt, outcome: 'passed', problem: null, stdout: '', stderr: '' }
    : notRun(`its ${last.hook} hook failed`)
  return { own: [self], hook }
}

export function notRun(reason: string): Attempt {
  return { outcome: 'not-run', startedAt: null, durationMs: 0, problem: null, reason, stdout: '', stderr: '' }
}

export function hookTitle(hook: HookName): string {
  return `${hook} hook`
}

interface Names {
  readonly id: string
  readonly name: string
  readonly classname: string
  readonly ordinal: number
}

type Naming = (titlePath: readonly string[]) => Names

interface Describe {
  readonly classname: string
  readonly idOf: (title: string, ordinal: number) => string
  readonly ordinals: Map<string, number>
  /** Shared by all describes of this classname. */
  readonly names: Set<string>
}

/** Names are unique with their classname: Jenkins and GitLab lose one of two that are the same. */
function createNaming({ project, file }: SuitePlace): Naming {
  const describes = new Map<string, Describe>()
  const namesOf = new Map<string, Set<string>>()
  const describeOf = (titlePath: readonly string[]): Describe => {
    const key = titlePath.length < 2 ? '\u0000\u0000' : titlePath.slice(0, -1).join('\u0000')
    const known = describes.get(key)
    if (known) return known
    const classname = classnameOf({ project, file, titlePath })
    const names = namesOf.get(classname) ?? new Set()
    namesOf.set(classname, names)
    const idOf = testIdsOf({ project, file }, titlePath.slice(0, -1))
    const created = { classname, idOf, ordinals: new Map<string, number>(), names }
    describes.set(key, created)
    return created
  }
  return titlePath => {
    const { classname, idOf, ordinals, names } = describeOf(titlePath)
    const own = titlePath.at(-1) ?? ''
    const ordinal = (ordinals.get(own) ?? 0) + 1
    ordinals.set(own, ordinal)
    const title = own || '(no name)'
    let name = ordinal === 1 ? title : `${title} #${ordinal}`
    for (let next = ordinal + 1; names.has(name); next += 1) name = `${title} #${next}`
    names.add(name)
    return { id: idOf(own, ordinal), name, classname, ordinal }
  }
}
