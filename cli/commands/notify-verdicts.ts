import { resolve } from 'node:path'
import { GateError, gateError } from '../../core/errors.ts'
import { readTextOrNull } from '../../core/system/files.ts'
import type { TestSuite } from '../../core/test-run.ts'
import { visible } from '../../core/text.ts'
import type { CoverageVerdictLine, FlakyVerdict, Told } from '../../notifiers/build-report.ts'
import type { NotifyOptions } from '../../notifiers/options.ts'
import { findXunitFiles, piecesOf } from './xunit-files.ts'

/**
 * What the build's files say. A file that cannot be read is a fault that people are told of, and no silence: the build
 * may well have crashed before it was written.
 */
export async function readVerdicts(options: NotifyOptions, cwd: string): Promise<Told> {
  const faults: string[] = []
  const attempt = async <Value>(read: () => Value | Promise<Value>): Promise<Value | null> => {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof GateError) || error.exitCode === 2) throw error
      faults.push(error.message)
      return null
    }
  }
  const suites = options.xunit.length > 0 ? await readSuites(options.xunit, cwd, attempt) : null
  const { flaky, coverage } = options
  return {
    status: options.status,
    suites,
    flaky: flaky === null ? null : await attempt(() => readFlaky(resolve(cwd, flaky), flaky)),
    coverage: coverage === null ? null : await attempt(() => readCoverage(resolve(cwd, coverage), coverage)),
    faults,
  }
}

type Attempt = <Value>(read: () => Value | Promise<Value>) => Promise<Value | null>

async function readSuites(
  globs: readonly string[],
  cwd: string,
  attempt: Attempt,
): Promise<readonly TestSuite[] | null> {
  const found = await attempt(() => findXunitFiles(globs, cwd, null))
  if (found === null) return null
  for (const { error } of found.missing) await attempt(() => Promise.reject(error))
  const { readXunit } = await import('../../reporters/xunit/read.ts')
  const suites: TestSuite[] = []
  for (const file of found.files) {
    await attempt(() => {
      // What was read before a fault counts, too.
      for (const suite of readXunit(piecesOf(file), file.name)) suites.push(suite)
    })
  }
  return suites
}

type Json = Readonly<Record<string, unknown>>
type Flag = '--flaky' | '--coverage'

function readJson(file: string, name: string, flag: Flag, schema: string): Json {
  const source = flag === '--flaky' ? 'cd-gate flaky run --json' : 'cd-gate coverage --report json=<file>'
  const wrong = (why: string) => gateError('notify.bad-verdict', { file: visible(name), flag, why, source })
  const text = readTextOrNull(file)
  if (text === null) throw wrong('it cannot be read')
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    throw wrong(text.trim() === '' ? 'it is empty' : 'it is not JSON')
  }
  if (typeof data !== 'object' || data === null || (data as Json).schema !== schema) {
    throw wrong(`its "schema" is not "${schema}"`)
  }
  return data as Json
}

const outcomes = ['pass', 'fail', 'unknown'] as const

function outcomeIn(data: Json) {
  // An outcome that nobody knows is no pass.
  return outcomes.find(each => each === data.outcome) ?? 'unknown'
}

/** @throws GateError notify.bad-verdict */
function readFlaky(file: string, name: string): FlakyVerdict {
  const data = readJson(file, name, '--flaky', 'cd-gate/flaky-run/1')
  return {
    outcome: outcomeIn(data),
    say: typeof data.say === 'string' ? data.say : 'the test run was not clean',
    flaky: idsIn(data.flaky),
    quarantined: idsIn(data.quarantined),
  }
}

function idsIn(list: unknown): ReadonlySet<string> {
  return new Set(
    (Array.isArray(list) ? list : []).flatMap((each: unknown) => {
      const id = typeof each === 'object' && each !== null ? (each as Json).id : undefined
      return typeof id === 'string' ? [id] : []
    }),
  )
}

/** @throws GateError notify.bad-verdict */
function readCoverage(file: string, name: string): CoverageVerdictLine {
  const data = readJson(file, name, '--coverage', 'cd-gate/coverage/1')
  const outcome = outcomeIn(data)
  const lines = ((data.patch as Json | undefined)?.lines ?? null) as Json | null
  const known = lines !== null && typeof lines.percent === 'number'
  const share = known
    ? `${lines.covered} of ${lines.total} changed lines (${lines.percent} %)`
    : 'no changed line is measured'
  const findings = (Array.isArray(data.findings) ? (data.findings as Json[]) : []).filter(
    each => each.severity === 'error' && typeof each.message === 'string',
  )
  return {
    outcome,
    line: `coverage of the change: ${outcome === 'unknown' ? 'could not tell' : outcome}, ${share}`,
    findings:
      findings.length > 0
        ? findings.map(each => `${each.message}`)
        : [
            outcome === 'unknown'
              ? 'the coverage of the change could not be told'
              : 'the coverage of the change is not what it has to be',
          ],
  }
}
