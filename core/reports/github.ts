import { plural } from '../text.ts'
import type { Severity } from '../verdict.ts'
import { capped, mergeRanges, messageOf, placeOf, statementsOf, worstFirst } from './annotations.ts'
import { type Annotation, type AnnotationKind, annotationCommand } from './github-commands.ts'
import { faultFiles, verdictFiles } from './github-files.ts'
import type { GateReport, HostContext, HostRenderer } from './host.ts'

/** GitHub shows so many annotations of one kind for a step, the first ones, and drops the others without a word. */
const mostOfAKind = 10

export const github: HostRenderer = {
  verdict: async (report, context) => ({
    text: lines(annotationsOf(report, context)),
    besides: verdictFiles(
      context.env,
      report,
      context.env.GITHUB_STEP_SUMMARY ? await context.markdown() : '',
    ),
  }),
  fault: async (fault, { env }) => ({
    text: lines([
      {
        kind: 'error',
        title: `cd-gate ${fault.gate}: could not tell`,
        message: `${fault.message}\n${fault.hint}`,
        path: null,
        place: null,
      },
    ]),
    besides: faultFiles(env, fault),
  }),
}

function lines(annotations: readonly Annotation[]): string {
  return annotations.map(each => `${annotationCommand(each)}\n`).join('')
}

const kinds: Readonly<Record<Severity, AnnotationKind>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
}

function annotationsOf(report: GateReport, { env }: HostContext): readonly Annotation[] {
  const { gate, rules } = report
  const title = `cd-gate ${gate}`
  const all = worstFirst(mergeRanges(statementsOf(report))).map((finding): Annotation => {
    return {
      kind: kinds[finding.severity],
      title: finding.rule === '' ? title : `${title}: ${finding.rule}`,
      message: messageOf(finding, rules),
      path: finding.path,
      place: placeOf(finding),
    }
  })
  const where = env.GITHUB_STEP_SUMMARY ? 'the step summary' : "this step's log"
  return Object.values(kinds).flatMap(kind =>
    capped(
      all.filter(each => each.kind === kind),
      mostOfAKind,
      leftOut => ({
        kind,
        title,
        message: `and ${plural(leftOut.length, `more ${kind}`)}: see ${where}`,
        path: null,
        place: null,
      }),
    ),
  )
}
