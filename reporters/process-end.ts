import type { Recorder } from './recorder.ts'

/** Recordings whose runs are not over; those that ended green; and whether one was incomplete. */
const active = new Set<Recorder>()
let green: Recorder[] = []
let incomplete = false
let stoppedBy: NodeJS.Signals | null = null
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Sees to it that a recording ends when the process does: killed by a signal, left by `process.exit()` in the middle of
 * a test, or out of work while a test waits. A process that would exit with 0 although planned tests have no result exits
 * with 1 instead: nobody else knows.
 * @returns to be called when the run is over
 */
export function watchProcessEnd(
  recorder: Recorder,
  { replayed, afterOthers }: { readonly replayed: boolean; readonly afterOthers: boolean },
): () => void {
  if (active.size === 0) {
    for (const signal of signals) {
      if (afterOthers) process.on(signal, onSignal)
      else process.prependListener(signal, onSignal)
    }
    process.removeListener('exit', onExit)
    // First of all: a runner's own listener may exit again, and those after it never run.
    if (afterOthers) process.on('exit', onExit)
    else process.prependListener('exit', onExit)
  }
  active.add(recorder)
  return () => {
    active.delete(recorder)
    incomplete ||= recorder.incomplete && !replayed
    // In watch mode only the last run counts.
    if (active.size === 0) green = []
    if (!recorder.red && !replayed) green.push(recorder)
    if (active.size === 0) for (const signal of signals) process.removeListener(signal, onSignal)
  }
}

/** A runner that listens too ends its run in its own way, and tells; with nobody else, the signal does what it always does. */
function onSignal(signal: NodeJS.Signals): void {
  stoppedBy ??= signal
  if (process.listenerCount(signal) > 1) return
  abortAll(`the run was stopped by ${signal}`)
  process.removeListener(signal, onSignal)
  process.kill(process.pid, signal)
}

function onExit(code: number): void {
  abortAll(
    stoppedBy === null
      ? `the process exited with code ${code} before the run was over`
      : `the run was stopped by ${stoppedBy}`,
  )
  if (code !== 0)
    for (const recorder of green) recorder.amend(`the process exited with code ${code} after its last test`)
  if (!incomplete || code !== 0) return
  process.exitCode = 1
  process.stderr.write(
    'cd-gate: planned tests have no result, so this run does not pass: exit code 1 instead of 0.\n',
  )
}

function abortAll(reason: string): void {
  for (const recorder of active) {
    recorder.abort(reason)
    incomplete ||= recorder.incomplete
  }
  active.clear()
}
