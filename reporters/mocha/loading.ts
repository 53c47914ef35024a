import type { Recording } from '../recording.ts'
import { loadedMochas } from './installed-mocha.ts'
import type { MochaObject, MochaPrototype, MochaTest } from './mocha-objects.ts'
import type { Opener } from './opener.ts'
import { planOf } from './plan.ts'
import { beforeProcessEnds } from './process-ending.ts'

/**
 * Serial mocha loads the test files before it makes its reporter: a file with a syntax error ends the run, and no reporter
 * ever hears of it. This is the one place that changes mocha's own objects: its public methods for loading are watched.
 */
export function watchLoading(reporter: unknown, opener: Opener): void {
  for (const { Mocha } of loadedMochas()) watchPrototype(Mocha.prototype, reporter, opener)
}

/** @param prototype of the class `Mocha` */
export function watchPrototype(prototype: MochaPrototype, reporter: unknown, opener: Opener): void {
  const { loadFiles, loadFilesAsync, reporter: choose } = prototype
  prototype.loadFiles = function (...args) {
    if (this._reporter !== reporter) return Reflect.apply(loadFiles, this, args)
    const load = beginLoad(this, opener)
    try {
      const loaded: unknown = Reflect.apply(loadFiles, this, args)
      load.over()
      return loaded
    } catch (error) {
      load.failed(error)
      throw error
    }
  }
  prototype.loadFilesAsync = async function (...args) {
    if (this._reporter !== reporter) return Reflect.apply(loadFilesAsync, this, args)
    const load = beginLoad(this, opener)
    try {
      const loaded: unknown = await Reflect.apply(loadFilesAsync, this, args)
      load.over()
      return loaded
    } catch (error) {
      load.failed(error)
      throw error
    }
  }
  prototype.reporter = function (...args) {
    const chosen: unknown = Reflect.apply(choose, this, args)
    if (this._reporter === reporter) watchIdleExit(this, opener)
    return chosen
  }
}

/** mocha found no test file, or stopped for another reason of its own: a run without a report would leave an old one. */
function watchIdleExit({ options }: MochaObject, opener: Opener): void {
  process.prependOnceListener('exit', code => {
    if (opener.used || code === 0) return
    const recording = opener.open(options)
    recording.trouble('mocha', [`mocha exited with code ${code} before it loaded a test file`])
    recording.finish({ failed: true })
  })
}

interface Load {
  over(): void
  failed(error: unknown): void
}

function beginLoad(mocha: MochaObject, opener: Opener): Load {
  const recording = opener.open(mocha.options)
  let loading: string | null = null
  mocha.suite.on('pre-require', (_context, file) => {
    loading = file
  })
  mocha.suite.on('post-require', () => {
    loading = null
  })
  // mocha does not say which file a hook outside any describe stands in.
  for (const event of ['beforeAll', 'afterAll', 'beforeEach', 'afterEach'] as const)
    mocha.suite.on(event, hook => {
      if (loading !== null) hook.file ??= loading
    })
  const forget = beforeProcessEnds(() => {
    if (loading !== null)
      tellFailedLoad(mocha, recording, loading, 'the process ended while it loaded the file')
  })
  return {
    over: forget,
    failed(error) {
      forget()
      tellFailedLoad(mocha, recording, loading, error)
      recording.finish({ failed: true })
    },
  }
}

function tellFailedLoad(
  { suite: root, files }: MochaObject,
  recording: Recording,
  failed: string | null,
  error: unknown,
): void {
  if (failed === null) recording.trouble('loading the test files', [error])
  else recording.suite(failed).loadError([error])
  recording.cutShort(failed === null ? 'the test files did not load' : 'a test file did not load')
  const plans = planOf(root, () => true)
  for (const { file, tests } of plans.values()) {
    // A file that fails may have been tried twice, with require and with import.
    const key =
      file === failed ? (test: MochaTest) => JSON.stringify(test.titlePath()) : (test: MochaTest) => test
    for (const test of tests) recording.suite(file).test(key(test), { titlePath: test.titlePath() })
  }
  for (const file of files)
    if (file !== failed && !plans.has(file)) recording.suite(file).test(file, { titlePath: ['(file)'] })
}
