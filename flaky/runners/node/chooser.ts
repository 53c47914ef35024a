import type { Selector } from '../selector.ts'

/** What is used of node's class of tests, the same in Node 20, 22 and 24. */
export interface NodeTest {
  readonly name: string
  readonly parent: NodeTest | null
  readonly root: NodeTest
}

type CreateSubtest = (
  this: NodeTest,
  factory: { readonly name: string },
  name: unknown,
  options: unknown,
  fn: unknown,
  overrides: unknown,
) => object

export interface TestClassPrototype {
  createSubtest: CreateSubtest
}

/** What stands for a test that does not come into being: its maker starts it and waits for it. */
interface NoTest {
  readonly root: NodeTest
  readonly parent: NodeTest
  start(): Promise<void>
}

/** The method that makes tests, which makes the chosen ones only. */
export function createChooser(selector: Selector): (original: CreateSubtest) => CreateSubtest {
  return original =>
    function (factory, name, options, fn, overrides) {
      const given = normalise(name, options, fn)
      const around = pathOf(this)
      const titlePath = [...around, titleOf(given)]
      const make = (more: object): object =>
        Reflect.apply(original, this, [
          factory,
          given.name,
          { ...given.options, ...more },
          given.fn,
          overrides,
        ])
      if (factory.name === 'Suite') return selector.describe(titlePath) ? make({}) : noTest(this)
      // A test that is wanted as a whole makes its subtests; where some of them are wanted by name, those alone.
      const inTest = this.parent !== null && this.constructor.name !== 'Suite'
      if (inTest && !selector.within(around)) return make({})
      const choice = selector.test(titlePath)
      if (choice === 'drop') return noTest(this)
      return make(choice === 'skip' ? { skip: 'not wanted in this rerun' } : {})
    }
}

function noTest(parent: NodeTest): NoTest {
  return { root: parent.root, parent, start: () => Promise.resolve() }
}

/** Without the root, which no report names. */
function pathOf(test: NodeTest): readonly string[] {
  return test.parent === null ? [] : [...pathOf(test.parent), test.name]
}

interface Given {
  readonly name: unknown
  readonly options: object
  readonly fn: unknown
}

/** Name and options may be left out. */
function normalise(name: unknown, options: unknown, fn: unknown): Given {
  if (typeof name === 'function') return { name: undefined, options: {}, fn: name }
  if (typeof name === 'object' && name !== null) return { name: undefined, options: name, fn: options }
  if (typeof options === 'function') return { name, options: {}, fn: options }
  return { name, options: typeof options === 'object' && options !== null ? options : {}, fn }
}

/** Options may name it too, and win. */
function titleOf(given: Given): string {
  const { name, fn } = { name: given.name, fn: given.fn, ...given.options }
  if (typeof name === 'string' && name !== '') return name
  return (typeof fn === 'function' && fn.name) || '<anonymous>'
}
