import { relative, resolve } from 'node:path'
import { GateError } from '../core/errors.ts'
import { createMask } from '../core/redact.ts'
import { readTextOrNull } from '../core/system/files.ts'
import { repositoryRoot, testedCommit } from '../core/system/repository.ts'
import type { ReporterOptions } from './options.ts'
import { problemOf } from './problem.ts'
import { watchProcessEnd } from './process-end.ts'
import { createRecorder } from './recorder.ts'
import type { Recording } from './recording.ts'
import { oneLine } from './refusal.ts'
import { createReportFiles } from './report-files.ts'
import { readSettings, usableSettings } from './settings.ts'

export interface RecordingSetup {
  readonly runner: string
  /** As the runner hands them over. */
  readonly options: unknown
  /** Absolute: where the runner's own relative paths start. */
  readonly root: string
  /** `2`, where the run is one of several. */
  readonly shard?: string | null
  /** The results are those of an earlier run (merged reports): its exit code is not this process's to set. */
  readonly replayed?: boolean
  /** The runner's own listeners for signals and the exit tell what is still missing: they come first. */
  readonly afterOthers?: boolean
}

export type OpenRecording = (setup: RecordingSetup) => OpenedRecording

type OpenedRecording = Recording & { readonly settings: ReporterOptions }

/**
 * Begins the record of a run: reads the options, opens the report, and sees to it that the report is completed however
 * the process ends. Trouble with the report is told on standard error and never changes what the tests say.
 * @throws Error of one line, where an option is wrong: the report then says so too
 */
export const openRecording: OpenRecording = setup => {
  try {
    return begin(setup, readSettings(setup.runner, setup.options, process.env))
  } catch (error) {
    throw error instanceof GateError ? refuse(setup, error) : error
  }
}

/** A run that cannot begin is a red run: without its report, that of an earlier one would pass for it. */
export function refuse(setup: RecordingSetup, fault: GateError): Error {
  const told = oneLine(fault)
  for (const settings of usableSettings(setup.options, process.env)) {
    const recording = begin(setup, settings)
    recording.trouble(`the options of cd-gate/${setup.runner}`, [told])
    recording.finish({ failed: true })
  }
  return told
}

function begin(
  { runner, root: runnerRoot, shard, replayed, afterOthers }: RecordingSetup,
  settings: ReporterOptions,
): OpenedRecording {
  const root = settings.root === null ? repositoryRoot(runnerRoot) : resolve(runnerRoot, settings.root)
  const mask = createMask(process.env)
  const warn = (line: string): void => void process.stderr.write(`${mask(line)}\n`)
  const files = createReportFiles({ runner, shard: shard ?? '', settings, root, runnerRoot, mask, warn })
  const commit = testedCommit(root, process.env)
  // The failures of a file follow one another: its text is read once.
  const sourceOf = last(readTextOrNull)
  const slashed = (path: string) => path.replaceAll('\\', '/')
  const slashedRoot = slashed(root)
  const pathOf = last((file: string) => slashed(relative(root, file)))
  const recorder = createRecorder(
    {
      runner,
      root,
      runnerRoot,
      outputPassed: settings.outputPassed,
      outputFailed: settings.outputFailed,
      allLocations: settings.location === 'all',
      properties: commit === null ? [] : [{ name: 'cdgate.commit', value: commit }],
      now: Date.now,
      problemOf: (errors, file) =>
        problemOf(errors, {
          root: slashedRoot,
          file: file === null ? null : pathOf(file),
          sourceOf,
        }),
    },
    files,
  )
  const over = watchProcessEnd(recorder, { replayed: replayed ?? false, afterOthers: afterOthers ?? false })
  return {
    settings,
    suite: (file, project) => recorder.suite(file, project),
    trouble: (name, errors) => recorder.trouble(name, errors),
    cutShort: reason => recorder.cutShort(reason),
    finish(end) {
      recorder.finish(end)
      over()
    },
  }
}

/** The same function, which knows what it said of the last file. */
function last<Told>(tell: (file: string) => Told): (file: string) => Told {
  let known: { readonly file: string; readonly told: Told } | null = null
  return file => {
    if (known?.file !== file) known = { file, told: tell(file) }
    return known.told
  }
}
