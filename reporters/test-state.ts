import type { Attempt, Problem, Property } from '../core/test-run.ts'
import { createOutputBuffer, type OutputBuffer } from './output-buffer.ts'
import type { ProblemReport } from './problem.ts'
import type { AttemptResult, HookName, TestRecording } from './recording.ts'

/** An attempt, and the hook that is to blame for it. */
export interface ToldAttempt {
  readonly attempt: Attempt
  readonly hook: HookName | null
}

export interface TestContext {
  readonly now: () => number
  readonly outputPassed: number
  readonly outputFailed: number
  readonly describe: (errors: readonly unknown[]) => ProblemReport
  /** A test has begun, and has no result that holds. */
  readonly onStart: (number: number) => void
  readonly onPassed: (number: number, durationMs: number) => void
  readonly allLocations: boolean
}

type Stream = 'stdout' | 'stderr'

const noProperties: readonly Property[] = []
const noAttachments: readonly string[] = []

/** What is known of a test so far. A class, as there is one for each test of a run: closures would cost ten times as much. */
export class TestState implements TestRecording {
  readonly titlePath: readonly string[]
  readonly told: ToldAttempt[] = []
  properties: readonly Property[] = noProperties
  attachments: readonly string[] = noAttachments
  line: number | null
  notRunReason = ''
  /** Started, and its result not yet told. */
  inFlight = false
  readonly #context: TestContext
  /** Of its suite's tests, from 0. */
  readonly #number: number
  #startedAt: number | null = null
  #stdout: OutputBuffer | null = null
  #stderr: OutputBuffer | null = null

  constructor(titlePath: readonly string[], line: number | null, number: number, context: TestContext) {
    this.titlePath = titlePath
    this.line = context.allLocations ? line : null
    this.#number = number
    this.#context = context
  }

  start(at?: number): void {
    this.#startedAt = at ?? this.#context.now()
    this.inFlight = true
    if (this.told.length === 0) this.#context.onStart(this.#number)
  }

  output(stream: Stream, text: string): void {
    this.#bufferOf(stream).add(text)
  }

  attempt(result: AttemptResult): void {
    if (result.stdout) this.output('stdout', result.stdout)
    if (result.stderr) this.output('stderr', result.stderr)
    if (result.outcome === 'failed') this.#fail(result)
    else this.#tell(result.outcome, null, result)
  }

  notRun(reason: string): void {
    this.notRunReason = reason
    this.inFlight = false
  }

  property(name: string, value: string): void {
    this.properties = [...this.properties, { name, value }]
  }

  attach(path: string): void {
    this.attachments = [...this.attachments, path]
  }

  /** Where the runner says that the test is, if it is not known yet. */
  locate(line: number | null): void {
    if (this.#context.allLocations) this.line ??= line
  }

  /** Closes an attempt that will get no result any more. */
  abandon(reason: string): void {
    const message = `did not finish: ${reason}`
    const durationMs = this.#startedAt === null ? 0 : this.#context.now() - this.#startedAt
    this.#tell('errored', { type: 'DidNotFinish', message, detail: message }, { durationMs })
  }

  #fail(result: AttemptResult): void {
    const { problem, kind, line } = this.#context.describe(result.errors ?? [])
    if (line !== null && (this.line === null || !this.#context.allLocations)) this.line = line
    if (result.hook === undefined) this.#tell(kind === 'failure' ? 'failed' : 'errored', problem, result)
    else this.#tell('errored', { ...problem, message: `${result.hook} hook: ${problem.message}` }, result)
  }

  #bufferOf(stream: Stream): OutputBuffer {
    const { outputFailed, outputPassed } = this.#context
    const known = stream === 'stdout' ? this.#stdout : this.#stderr
    const buffer = known ?? createOutputBuffer(Math.max(outputFailed, outputPassed))
    if (stream === 'stdout') this.#stdout = buffer
    else this.#stderr = buffer
    return buffer
  }

  #tell(
    outcome: Attempt['outcome'],
    problem: Problem | null,
    result: Pick<AttemptResult, 'durationMs' | 'startedAt' | 'reason' | 'hook'>,
  ): void {
    const calm = outcome !== 'failed' && outcome !== 'errored'
    const budget = calm ? this.#context.outputPassed : this.#context.outputFailed
    const attempt: Attempt = {
      outcome,
      startedAt: result.startedAt ?? this.#startedAt,
      durationMs: Number.isFinite(result.durationMs) ? Math.max(0, result.durationMs) : 0,
      problem,
      reason: result.reason ?? '',
      stdout: this.#stdout?.text(budget) ?? '',
      stderr: this.#stderr?.text(budget) ?? '',
    }
    if (outcome === 'passed') this.#context.onPassed(this.#number, attempt.durationMs)
    else if (!calm && this.told.at(-1)?.attempt.outcome === 'passed') this.#context.onStart(this.#number)
    this.told.push({ attempt, hook: result.hook ?? null })
    this.#stdout = null
    this.#stderr = null
    this.#startedAt = null
    this.inFlight = false
  }
}
