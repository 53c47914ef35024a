import type { Builder } from 'junit-report-builder'
import { legalXml } from '../xml.ts'

/** One thing that a gate judged, as a test case. */
export interface JunitCase {
  readonly name: string
  /** Jenkins takes what is before its last dot for the package. */
  readonly classname: string
  readonly file: string | null
  readonly result:
    | { readonly kind: 'passed' }
    | { readonly kind: 'skipped'; readonly reason: string }
    /** `failure`: judged and found wanting; `error`: could not be judged. */
    | { readonly kind: 'failure' | 'error'; readonly message: string; readonly detail: string }
}

/**
 * A gate's verdict as a JUnit test suite, so that a CI counts and trends it.
 * @param now written in UTC and without a zone, which is how Jenkins reads it
 */
export async function renderJunit(
  suiteName: string,
  cases: readonly JunitCase[],
  now: Date,
): Promise<string> {
  const { default: builder } = await loadBuilder()
  const report = builder.newBuilder()
  const suite = report.testSuite().name(legalXml(suiteName)).timestamp(now.toISOString().slice(0, 19)).time(0)
  for (const { name, classname, file, result } of cases) {
    const testCase = suite.testCase().name(legalXml(name)).className(legalXml(classname)).time(0)
    if (file !== null) testCase.file(legalXml(file))
    if (result.kind === 'skipped') testCase.skipped().standardOutput(section(result.reason))
    if (result.kind === 'failure')
      testCase.failure(legalXml(result.message), suiteName).stacktrace(section(result.detail))
    if (result.kind === 'error') testCase.error(legalXml(result.message), suiteName, section(result.detail))
  }
  return report.build()
}

/** Text for a CDATA section. The package lets it be ended from inside by a second end mark, so that none may stand there. */
function section(text: string): string {
  return legalXml(text).replaceAll(']]>', ']]\\u{3e}')
}

/** The package's CommonJS default is typed, but wrapped once more at run time. */
async function loadBuilder(): Promise<{ readonly default: Builder }> {
  const loaded: unknown = await import('junit-report-builder')
  return loaded as { readonly default: Builder }
}

/** A path's directory as a class name, which Jenkins shows as a tree: `src/a.b/x.ts` → `coverage.src.a_b`. */
export function classnameOf(root: string, path: string): string {
  const directories = path.split('/').slice(0, -1)
  if (directories.length === 0) return `${root}.(top)`
  return [root, ...directories.map(each => each.replace(/[.\s]/g, '_') || '_')].join('.')
}
