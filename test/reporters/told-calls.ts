import type { AttemptResult, Recording, SuiteRecording, TestRecording } from '../../reporters/recording.ts'

/** A recording that only writes down what an adapter tells, a call a line. */
export interface ToldCalls {
  readonly recording: Recording
  readonly lines: string[]
}

export function createToldCalls(): ToldCalls {
  const lines: string[] = []
  const tell = (...words: readonly string[]): void => void lines.push(words.filter(Boolean).join(' '))
  const suites = new Map<string, SuiteRecording>()

  const testAt = (path: string): TestRecording => ({
    start: () => tell('start', path),
    output: (stream, text) => tell(stream, path, text.trim()),
    attempt: result => tell(...wordsOf(result, path)),
    notRun: reason => tell('not run', path, `(${reason})`),
    property: (name, value) => tell('property', path, `${name}=${value}`),
    attach: file => tell('attach', path, file),
  })
  const suiteAt = (file: string): SuiteRecording => {
    const tests = new Map<unknown, TestRecording>()
    return {
      test(key, { titlePath }) {
        const path = titlePath.join(' > ')
        const known = tests.get(key)
        if (known) return known
        tell('test', path)
        const test = testAt(path)
        tests.set(key, test)
        return test
      },
      hook: (name, describes, errors) => tell('hook', [...describes, name].join(' > '), messages(errors)),
      loadError: errors => tell('load error', messages(errors)),
      died: reason => tell('died', `(${reason})`),
      output: (stream, text) => tell(stream, text.trim()),
      property: (name, value) => tell('property', `${name}=${value}`),
      finish() {
        tell('end of', file)
        suites.delete(file)
      },
    }
  }
  const recording: Recording = {
    suite(file, project = '') {
      const name = project === '' ? file : `${file} (${project})`
      const suite = suites.get(name) ?? suiteAt(name)
      if (!suites.has(name)) tell('suite', name)
      suites.set(name, suite)
      return suite
    },
    trouble: (name, errors) => tell('trouble', name, messages(errors)),
    cutShort: reason => tell('cut short', `(${reason})`),
    finish: ({ failed } = {}) => tell('finish', failed ? 'failed' : 'ok'),
  }
  return { recording, lines }
}

function wordsOf(result: AttemptResult, path: string): readonly string[] {
  const { outcome, hook = '', reason = '', errors = [] } = result
  return [outcome, path, hook && `in ${hook}`, reason && `(${reason})`, messages(errors)]
}

function messages(errors: readonly unknown[]): string {
  const texts = errors.map(error =>
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error),
  )
  return texts.length === 0 ? '' : `: ${texts.join(' | ')}`
}
