import type { Attributes, RawCase, RawProperty, RawResult, RawSuite } from './read-raw.ts'

/** Receives a document's elements in order, and hands over each suite when it ends. */
export interface Collector {
  readonly open: (name: string, attributes: Attributes, line: number) => void
  readonly text: (text: string) => void
  readonly close: () => void
  /** The document broke off: what its open suites hold is handed over, without the case in the midst of which it broke off. */
  readonly abandon: () => void
  readonly root: () => { readonly name: string; readonly attributes: Attributes } | null
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Each)[] ? Each[] : T[Key] }
type OpenSuite = Writable<RawSuite> & { readonly isSuite: boolean }
type OpenCase = Writable<RawCase>
type OpenResult = Writable<RawResult>

/** What an open element is, and what it takes. */
type Frame =
  | { readonly kind: 'suite'; readonly suite: OpenSuite }
  | { readonly kind: 'case'; readonly test: OpenCase }
  | { readonly kind: 'result'; readonly result: OpenResult }
  | { readonly kind: 'properties'; readonly into: RawProperty[] }
  | { readonly kind: 'text'; text: string; readonly done: (text: string) => void }
  | { readonly kind: 'ignored' }

const ignored: Frame = { kind: 'ignored' }
const results = new Set([
  'failure',
  'error',
  'skipped',
  'flakyFailure',
  'flakyError',
  'rerunFailure',
  'rerunError',
])
/** AntUnit has these as elements. */
const childValues = new Set(['time', 'tests', 'failures', 'errors', 'classname', 'timestamp'])

/** @param emit given each suite when it ends, inner ones first; its cases are complete */
export function createCollector(emit: (suite: RawSuite) => void): Collector {
  const frames: Frame[] = []
  let root: { readonly name: string; readonly attributes: Attributes } | null = null
  /** Where cases go: the innermost suite, or the root. */
  const suites: OpenSuite[] = []

  function openSuite(name: string, attributes: Attributes, line: number): Frame {
    const isSuite = name === 'testsuite'
    const around = suites.at(-1)
    if (isSuite && around) around.nested += 1
    const parents =
      isSuite && around
        ? [...around.parents, ...(around.attributes.name ? [around.attributes.name] : [])]
        : []
    const suite: OpenSuite = {
      attributes: { ...attributes },
      // The root's own name names the run, unless it is a suite itself.
      parents: suites.length === 1 && root?.name !== 'testsuite' ? [] : parents,
      depth: suites.filter(each => each.isSuite).length,
      root: root?.name ?? name,
      rootAttributes: root?.attributes ?? attributes,
      cases: [],
      errors: [],
      properties: [],
      stdout: [],
      stderr: [],
      unknown: [],
      nested: 0,
      line,
      isSuite,
    }
    suites.push(suite)
    return { kind: 'suite', suite }
  }

  function openCase(attributes: Attributes, line: number): Frame {
    const test: OpenCase = {
      attributes,
      results: [],
      properties: [],
      stdout: [],
      stderr: [],
      unknown: [],
      line,
    }
    suites.at(-1)?.cases.push(test)
    return { kind: 'case', test }
  }

  function openResult(element: string, attributes: Attributes, into: RawResult[]): Frame {
    const result = { element, attributes, text: '', stackTrace: null, stdout: '', stderr: '' }
    into.push(result)
    return { kind: 'result', result }
  }

  const textInto = (done: (text: string) => void): Frame => ({ kind: 'text', text: '', done })

  /** What the suite and the case have in common. */
  function inOwner(name: string, owner: OpenSuite | OpenCase): Frame {
    if (name === 'properties') return { kind: 'properties', into: owner.properties }
    if (name === 'system-out') return textInto(text => owner.stdout.push(text))
    if (name === 'system-err') return textInto(text => owner.stderr.push(text))
    if (childValues.has(name) && owner.attributes[name] === undefined) {
      return textInto(text => {
        owner.attributes = { ...owner.attributes, [name]: text.trim() }
      })
    }
    owner.unknown.push(name)
    return ignored
  }

  function inResult(name: string, result: OpenResult): Frame {
    if (name === 'stackTrace') return textInto(text => (result.stackTrace = (result.stackTrace ?? '') + text))
    if (name === 'system-out') return textInto(text => (result.stdout += text))
    if (name === 'system-err') return textInto(text => (result.stderr += text))
    // Markup that nobody escaped: its text belongs to the message.
    return textInto(text => (result.text += text))
  }

  function next(name: string, attributes: Attributes, line: number): Frame {
    if (root === null) {
      root = { name, attributes: { ...attributes } }
      if (name !== 'testcase') return openSuite(name, attributes, line)
      openSuite('testsuites', {}, line)
    }
    if (name === 'testsuite') return openSuite(name, attributes, line)
    if (name === 'testcase') return openCase(attributes, line)
    const top = frames.at(-1)
    switch (top?.kind) {
      case 'suite':
        if (name === 'error' || name === 'failure') return openResult(name, attributes, top.suite.errors)
        // A wrapper around the suites: what stands in it is looked at.
        if (name === 'testsuites') return top
        return inOwner(name, top.suite)
      case 'case':
        return results.has(name) ? openResult(name, attributes, top.test.results) : inOwner(name, top.test)
      case 'result':
        return inResult(name, top.result)
      case 'properties': {
        const { into } = top
        const given = attributes.value
        if (name !== 'property') return ignored
        return textInto(text => into.push({ name: attributes.name ?? '', value: given ?? text.trim() }))
      }
      default:
        return ignored
    }
  }

  return {
    abandon,
    root: () => root,
    open: (name, attributes, line) => {
      const frame = next(name, attributes, line)
      frames.push(frame)
    },
    text: text => {
      const top = frames.at(-1)
      if (top?.kind === 'text') top.text += text
      else if (top?.kind === 'result') top.result.text += text
    },
    close: () => {
      const frame = frames.pop()
      if (frame?.kind === 'text') frame.done(frame.text)
      else if (frame?.kind === 'suite' && frames.at(-1) !== frame) endSuite(frame.suite)
      if (frames.length === 0) while (suites.length > 0) endSuite(suites.at(-1) as OpenSuite)
    },
  }

  function abandon(): void {
    const cut = frames.find(each => each.kind === 'case')
    if (cut?.kind === 'case') {
      const around = suites.find(({ cases }) => cases.includes(cut.test))
      if (around) around.cases.splice(around.cases.indexOf(cut.test), 1)
    }
    while (suites.length > 0) {
      const suite = suites.at(-1) as OpenSuite
      const isError = frames.some(each => each.kind === 'result' && suite.errors.includes(each.result))
      if (isError) suite.errors.pop()
      endSuite(suite)
    }
  }

  function endSuite(suite: OpenSuite): void {
    suites.pop()
    const holds = suite.cases.length + suite.errors.length > 0
    const tells = suite.stdout.length + suite.stderr.length > 0
    // A suite of suites is no suite of its own, and neither is the root; what they hold themselves is kept.
    if (holds || (suite.isSuite && (suite.nested === 0 || tells))) emit(suite)
  }
}
