import Mocha from 'mocha'
import { expect, it } from 'vitest'
import type { Recording, SuiteRecording, TestRecording } from '../recording.ts'
import type { MochaRunner } from './mocha-objects.ts'
import { hookNameOf, translate } from './translate.ts'

/** A recording that keeps what it is told, one line a call. */
function listing(): { readonly recording: Recording; readonly told: string[] } {
  const told: string[] = []
  const say = (errors: readonly unknown[] = []) => errors.map(each => (each as Error).message).join(' + ')
  const makeTest = (name: string): TestRecording => ({
    start: () => void told.push(`start ${name}`),
    output: (_stream, text) => void told.push(`output ${name}: ${text.trim()}`),
    attempt: ({ outcome, hook, reason, errors }) =>
      void told.push([outcome, name, hook && `by ${hook}`, reason, say(errors)].filter(Boolean).join(' ')),
    notRun: reason => void told.push(`not run ${name}: ${reason}`),
    property: () => undefined,
    attach: () => undefined,
  })
  const makeSuite = (file: string): SuiteRecording => {
    const tests = new Map<unknown, TestRecording>()
    return {
      test(key, { titlePath }) {
        const name = titlePath.join('>')
        const test = tests.get(key) ?? makeTest(name)
        if (!tests.has(key)) told.push(`declare ${name}`)
        tests.set(key, test)
        return test
      },
      hook: (name, describes, errors) => void told.push(`${name} of ${describes.join('>')}: ${say(errors)}`),
      loadError: () => undefined,
      died: () => undefined,
      output: (_stream, text) => void told.push(`output ${file}: ${text.trim()}`),
      property: () => undefined,
      finish: () => void told.push(`finish ${file}`),
    }
  }
  const suites = new Map<string, SuiteRecording>()
  const recording: Recording = {
    suite(file) {
      const suite = suites.get(file) ?? makeSuite(file)
      if (!suites.has(file)) told.push(`suite ${file}`)
      suites.set(file, suite)
      return suite
    },
    trouble: (name, errors) => void told.push(`trouble ${name}: ${say(errors)}`),
    cutShort: reason => void told.push(`cut short: ${reason}`),
    finish: () => undefined,
  }
  return { recording, told }
}

type Build = (root: Mocha.Suite) => void

/** Runs real mocha, in this process, on suites that `build` makes. */
async function run(build: Build, options: Mocha.MochaOptions = {}): Promise<readonly string[]> {
  const { recording, told } = listing()
  class Reporter {
    #settle: () => void
    constructor(runner: MochaRunner) {
      const translation = translate(runner, recording, { dryRun: options.dryRun === true, now: () => 0 })
      this.#settle = () => translation.settle()
    }
    done(failures: number, fn: (failures: number) => void): void {
      this.#settle()
      fn(failures)
    }
  }
  const mocha = new Mocha({ ...options, reporter: Reporter as never })
  build(mocha.suite)
  await new Promise(resolve => mocha.run(resolve))
  mocha.dispose()
  return told
}

function describes(parent: Mocha.Suite, title: string, file: string): Mocha.Suite {
  const suite = Mocha.Suite.create(parent, title)
  suite.file = file
  return suite
}

function tests(suite: Mocha.Suite, title: string, body?: Mocha.Func): Mocha.Test {
  const test = new Mocha.Test(title, body)
  suite.addTest(test)
  return test
}

const fail = (message: string) => () => {
  throw new Error(message)
}
const pass = () => undefined

it('declares a whole file when it begins, tells results, and forgets it when it is over', async () => {
  const told = await run(root => {
    const a = describes(root, 'a', 'a.js')
    tests(a, 'one', pass)
    tests(a, 'two', fail('wrong'))
    tests(a, 'todo')
    tests(describes(root, 'b', 'b.js'), 'three', pass)
  })
  expect(told).toEqual([
    'suite a.js',
    'declare a>one',
    'declare a>two',
    'declare a>todo',
    'start a>one',
    'passed a>one',
    'start a>two',
    'failed a>two wrong',
    'skipped a>todo',
    'finish a.js',
    'suite b.js',
    'declare b>three',
    'start b>three',
    'passed b>three',
    'finish b.js',
  ])
})

it('tells every attempt of a test that is tried again, under one key', async () => {
  let attempt = 0
  const told = await run(root => {
    tests(describes(root, 'a', 'a.js'), 'flaky', () => {
      attempt += 1
      if (attempt < 3) throw new Error(`attempt ${attempt}`)
    }).retries(2)
  })
  expect(told.filter(line => !line.startsWith('start'))).toEqual([
    'suite a.js',
    'declare a>flaky',
    'failed a>flaky attempt 1',
    'failed a>flaky attempt 2',
    'passed a>flaky',
    'finish a.js',
  ])
})

it('charges a beforeEach hook to its test, and says why the others of its describe never ran', async () => {
  const told = await run(root => {
    const a = describes(root, 'a', 'a.js')
    a.beforeEach(fail('no database'))
    tests(a, 'one', pass)
    tests(a, 'two', pass)
    tests(describes(a, 'inner', 'a.js'), 'three', pass)
    tests(describes(root, 'b', 'a.js'), 'four', pass)
  })
  expect(told).toContain('failed a>one by beforeEach no database')
  expect(told).toContain('not run a>two: its beforeEach hook failed')
  expect(told).toContain('not run a>inner>three: its beforeEach hook failed')
  expect(told).toContain('passed b>four')
})

it('keeps the own failure of a test whose afterEach hook fails too', async () => {
  const told = await run(root => {
    const a = describes(root, 'a', 'a.js')
    a.afterEach(fail('not closed'))
    tests(a, 'one', fail('own'))
    tests(a, 'two', pass)
  })
  expect(told.filter(line => line.startsWith('failed'))).toEqual([
    'failed a>one own',
    'failed a>one by afterEach not closed',
  ])
  expect(told).toContain('not run a>two: its afterEach hook failed')
})

it('tells a failed beforeAll hook of the describe, and one of the root of the only file', async () => {
  const inner = await run(root => {
    const a = describes(root, 'a', 'a.js')
    a.beforeAll(fail('no database'))
    tests(a, 'one', pass)
  })
  expect(inner).toContain('beforeAll of a: no database')
  expect(inner).toContain('not run a>one: its beforeAll hook failed')
  const outer = await run(root => {
    root.afterAll(fail('not closed'))
    tests(describes(root, 'a', 'a.js'), 'one', pass)
  })
  expect(outer.slice(-3)).toEqual(['passed a>one', 'afterAll of : not closed', 'finish a.js'])
})

it('tells a hook of the root as trouble of the run where its file is not known', async () => {
  const told = await run(root => {
    root.beforeAll(fail('no database'))
    tests(describes(root, 'a', 'a.js'), 'one', pass)
    tests(describes(root, 'b', 'b.js'), 'two', pass)
  })
  expect(told).toContain('trouble beforeAll hook: no database')
  expect(told).toContain('not run b>two: its beforeAll hook failed')
})

it('says that a run was cut short by --bail, and declares what it never reached', async () => {
  const told = await run(
    root => {
      tests(describes(root, 'a', 'a.js'), 'one', fail('wrong'))
      tests(describes(root, 'b', 'b.js'), 'two', pass)
    },
    { bail: true },
  )
  expect(told.slice(-5)).toEqual([
    'suite b.js',
    'declare b>two',
    'cut short: the run stopped after 1 failure (bail)',
    'not run b>two: the run stopped after 1 failure (bail)',
    'finish b.js',
  ])
})

it('says nothing of a cut where --bail left nothing out', async () => {
  const told = await run(root => tests(describes(root, 'a', 'a.js'), 'one', fail('wrong')), { bail: true })
  expect(told.slice(-2)).toEqual(['failed a>one wrong', 'finish a.js'])
})

it('plans only what --grep leaves', async () => {
  const told = await run(
    root => {
      tests(describes(root, 'a', 'a.js'), 'one', pass)
      tests(describes(root, 'b', 'b.js'), 'two', pass)
    },
    { grep: 'two' },
  )
  expect(told.filter(line => line.startsWith('declare'))).toEqual(['declare b>two'])
})

it('takes a second call of done() for a failure of the same attempt', async () => {
  const told = await run(root => {
    tests(describes(root, 'a', 'a.js'), 'twice', done => {
      done()
      done()
    })
  })
  expect(told.filter(line => /^(passed|failed)/.test(line))).toEqual([
    expect.stringMatching(/^failed a>twice done\(\) called multiple times/),
  ])
})

it('never tells a dry run as passed', async () => {
  const told = await run(root => tests(describes(root, 'a', 'a.js'), 'one', pass), { dryRun: true })
  expect(told).toContain('skipped a>one dry run')
})

it('fails a test of which mocha says that a hook failed it once only', async () => {
  const told = await run(
    root => {
      const a = describes(root, 'a', 'a.js')
      a.beforeEach(fail('no database'))
      tests(a, 'one', pass)
      tests(a, 'two', pass)
    },
    { failHookAffectedTests: true } as Mocha.MochaOptions,
  )
  expect(told.filter(line => line.startsWith('failed'))).toEqual([
    'failed a>one by beforeEach no database',
    expect.stringMatching(/^failed a>two Test skipped due to failure in hook/),
  ])
})

it('reads the kind of a hook from its title, whatever the interface', () => {
  expect(hookNameOf({ title: '"before each" hook: connects for "adds"' })).toBe('beforeEach')
  expect(hookNameOf({ title: '"after all" hook in "{root}"' })).toBe('afterAll')
  expect(hookNameOf({ title: '"before all" hook' })).toBe('beforeAll')
  expect(hookNameOf({ title: '"after each" hook for "x"' })).toBe('afterEach')
})
