import { createHook } from 'node:async_hooks'
import { relative, resolve } from 'node:path'
import type { FileSelection } from '../selection.ts'
import { createSelector } from '../selector.ts'
import { createChooser, type TestClassPrototype } from './chooser.ts'

/**
 * Loaded by `--import` in each test file's process: takes care that only the chosen tests come into being, however they
 * are made (test, it, describe, t.test; import or require). All of these go through one method of node's class of tests.
 * The class is in no module's exports; but tests are async resources, of which async_hooks tells when the first is made:
 * the file's root, just before its first test.
 */
export function filterTests(selection: readonly FileSelection[]): void {
  // The process that runs the files has no tests of its own.
  if (!process.env.NODE_TEST_CONTEXT?.startsWith('child')) return
  const file = resolve(process.argv[1] ?? '')
  const own = selection.find(each => each.file === file)
  if (own && (own.whole || isScript(own))) return
  const selector = createSelector(own ?? { file, project: '', whole: false, describes: [], tests: [] })
  let hooked = false
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      if (type !== 'Test' || hooked) return
      hooked = true
      hook.disable()
      hookPrototype(resource, createChooser(selector))
    },
  })
  hook.enable()
  process.on('exit', () => {
    // A file that only fits another's pattern has no test to rerun.
    if (own === undefined || selector.chosen > 0) return
    process.stderr.write(`cd-gate: none of the tests to rerun is in ${file}\n`)
    process.exitCode ||= 1
  })
}

/** A file without tests of node:test is a test itself, and named by its path. */
function isScript({ file, tests }: FileSelection): boolean {
  const name = relative(process.cwd(), file).replaceAll('\\', '/')
  return tests.some(({ titlePath }) => titlePath.length === 1 && titlePath[0] === name)
}

/** @throws Error in a Node whose tests are made in another way: nothing runs then, and nothing passes */
function hookPrototype(resource: object, choose: ReturnType<typeof createChooser>): void {
  for (let each: object | null = resource; each !== null; each = Object.getPrototypeOf(each) as object | null)
    if (Object.hasOwn(each, 'createSubtest')) {
      const prototype = each as TestClassPrototype
      prototype.createSubtest = choose(prototype.createSubtest)
      return
    }
  throw new Error(`cd-gate cannot choose among tests in Node ${process.version}`)
}
