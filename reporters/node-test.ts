import { Transform, type TransformCallback } from 'node:stream'
import type { EventName, EventsByName } from './node-test/events.ts'
import { createTranslation, type Translation } from './node-test/translation.ts'
import { openRecording } from './open-recording.ts'

/**
 * The reporter for `node --test --test-reporter=cd-gate/node-test --test-reporter-destination=stdout`. It prints nothing
 * and writes its own file; options come from the environment (`CD_GATE_REPORTERS_…`).
 *
 * node:test ends an interrupted run with process.exit() in the turn in which it tells the last results: what flows through
 * a stream by then is lost. Therefore the events are heard where they are emitted, on the runner's own stream, which
 * Node documents as an emitter of them, and the flow through this one is only let pass.
 */
export default class NodeTestReporter extends Transform {
  #translation: Translation | null = null
  #heard = false

  constructor() {
    super({ writableObjectMode: true })
    // Before the recorder's own, that it may hear of what is in flight.
    process.on('exit', () => this.#translation?.settle())
    this.#translation = openOrExit()
    this.on('pipe', source => this.#listenTo(source))
  }

  #listenTo(source: NodeJS.ReadableStream & { readonly readableLength?: number }): void {
    if (this.#heard || source.readableLength !== 0) return
    this.#heard = true
    for (const name of eventNames)
      source.on(name, (data: EventsByName[typeof name]) => this.#handle(name, data as never))
    // With --watch: the results are in, and the same turn tells their sums.
    source.on('test:watch:drained', () => queueMicrotask(() => this.#finish()))
  }

  /** With --watch, each run is a report of its own, which begins with its first file. */
  #handle<Name extends EventName>(name: Name, data: EventsByName[Name]): void {
    if (name === 'test:enqueue') this.#translation ??= open()
    this.#translation?.handle(name, data)
  }

  override _transform(
    event: { readonly type: string; readonly data: unknown },
    _encoding: string,
    done: TransformCallback,
  ): void {
    const name = eventNames.find(each => each === event.type)
    if (!this.#heard && name !== undefined) this.#handle(name, event.data as never)
    done()
  }

  override _flush(done: TransformCallback): void {
    this.#finish()
    done()
  }

  #finish(): void {
    this.#translation?.finish((process.exitCode ?? 0) !== 0)
    this.#translation = null
  }
}

const eventNames: readonly EventName[] = [
  'test:enqueue',
  'test:dequeue',
  'test:start',
  'test:complete',
  'test:pass',
  'test:fail',
  'test:plan',
  'test:diagnostic',
  'test:stdout',
  'test:stderr',
  'test:summary',
  'test:interrupted',
]

/** Node would show where in its own code the error came from. Only where it is the command line that asked. */
function openOrExit(): Translation {
  try {
    return open()
  } catch (error) {
    if (!process.execArgv.includes('--test')) throw error
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    process.exit(1)
  }
}

function open(): Translation {
  const cwd = process.cwd()
  const recording = openRecording({
    runner: 'node-test',
    options: {},
    root: cwd,
    shard: shardOf(),
    afterOthers: true,
  })
  return createTranslation({
    recording,
    cwd,
    isolated: !/--(experimental-)?test-isolation[= ]none/.test(options()),
    endIsTold: tellsSummaries(),
    now: Date.now,
  })
}

/** test:summary came with Node 22.10 (nodejs/node#54851). */
function tellsSummaries(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
}

/** `--test-shard=2/3` as `2-3`. */
function shardOf(): string | null {
  const [, index, total] = /(?:^| )--test-shard[= ](\d+)\/(\d+)/.exec(options()) ?? []
  return index === undefined ? null : `${index}-${total}`
}

function options(): string {
  return [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ')
}
