import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { GateError } from '../core/errors.ts'
import type { Mask } from '../core/redact.ts'
import type { TestSuite } from '../core/test-run.ts'
import type { ReporterOptions } from './options.ts'
import type { RecordingSink } from './recorder.ts'
import { openReportFile, type ReportFile, setAsideReport } from './report-file.ts'
import { fillTemplate } from './report-names.ts'
import { profiles } from './xunit/profiles.ts'

export interface ReportFilesSetup {
  readonly runner: string
  readonly shard: string
  readonly settings: ReporterOptions
  /** Absolute. */
  readonly root: string
  readonly runnerRoot: string
  readonly mask: Mask
  readonly warn: (line: string) => void
}

/**
 * The report of a run, or one for each project. Trouble with a file is told once and ends that file alone: what was
 * written stays beside it as `.partial`, and no report is left that would look whole.
 */
export function createReportFiles(setup: ReportFilesSetup): RecordingSink {
  const { runner, shard, settings, runnerRoot } = setup
  const template = settings.output ?? 'reports/junit/{runner}.xml'
  const perProject = template.includes('{project}')
  const profile = profiles[settings.profile]
  const files = new Map<string, ReportFile | null>()

  const guard = (project: string, action: (file: ReportFile) => void): void => {
    const file = fileOf(project)
    if (file === null) return
    try {
      action(file)
    } catch (error) {
      files.set(perProject ? project : '', null)
      complain(error, setup.warn)
    }
  }
  const outputOf = (project: string): string =>
    resolve(runnerRoot, fillTemplate(template, { runner, project, shard, pid: process.pid }))
  const fileOf = (project: string): ReportFile | null => {
    const key = perProject ? project : ''
    const known = files.get(key)
    if (known !== undefined) return known
    let file: ReportFile | null = null
    try {
      file = openReportFile({
        output: outputOf(key),
        name: runner,
        root: setup.root,
        writing: { profile, retries: settings.retries, attachmentPath: path => attachmentPath(path, setup) },
        mask: setup.mask,
        warn: setup.warn,
      })
    } catch (error) {
      complain(error, setup.warn)
    }
    files.set(key, file)
    return file
  }

  if (!perProject) fileOf('')
  // What an earlier run had to say of itself, this one may never say.
  else setAsideReport(outputOf(''))
  return {
    suiteStarted: place => guard(place.project, file => file.suiteStarted(place)),
    testPlanned: (place, titlePath) => guard(place.project, file => file.testPlanned(place, titlePath)),
    testStarted: (place, number) => guard(place.project, file => file.testStarted(place, number)),
    testPassed: (place, number, durationMs) =>
      guard(place.project, file => file.testPassed(place, number, durationMs)),
    suite: suite => guard(suite.project, file => file.write(withPresentAttachments(suite, setup))),
    end: () => {
      for (const project of files.keys()) guard(project, file => file.close())
    },
    // It is the run's own: of several projects none can be charged with it, and all of them look green.
    amend: suite => {
      if (files.has('')) guard('', file => file.amend(suite))
      else
        guard('', file => {
          file.write(suite)
          file.close()
        })
    },
  }
}

function complain(error: unknown, warn: (line: string) => void): void {
  if (error instanceof GateError) {
    warn(`cd-gate: ${error.message}. So there is no report of this run.`)
    warn(`  → ${error.hint}`)
  } else {
    warn(`cd-gate: a fault of cd-gate itself, so there is no report of this run: ${String(error)}`)
  }
}

/** A path to a file that is not there would only be a dead link. */
function withPresentAttachments(suite: TestSuite, { settings, runnerRoot }: ReportFilesSetup): TestSuite {
  if (suite.cases.every(each => each.attachments.length === 0)) return suite
  const present = (path: string) => settings.attachments && existsSync(resolve(runnerRoot, path))
  return {
    ...suite,
    cases: suite.cases.map(each => ({ ...each, attachments: each.attachments.filter(present) })),
  }
}

function attachmentPath(path: string, { settings, root, runnerRoot }: ReportFilesSetup): string {
  const absolute = resolve(runnerRoot, path)
  return profiles[settings.profile].attachments === 'absolute'
    ? absolute
    : relative(root, absolute).replaceAll('\\', '/')
}
