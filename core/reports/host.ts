import type { Environment } from '../ci-entry.ts'
import type { Finding, Outcome } from '../verdict.ts'

/** A figure of a verdict, for trends and outputs. `name` is for machines: `patch-lines`. */
export type Figure =
  | {
      readonly kind: 'ratio'
      readonly name: string
      readonly title: string
      readonly covered: number
      readonly total: number
    }
  | { readonly kind: 'count'; readonly name: string; readonly title: string; readonly count: number }

/** What any gate's verdict has that a host can show. Texts come from outside too and are hostile until they are escaped. */
export interface GateReport {
  /** The command's name: `coverage`, `lint`. */
  readonly gate: string
  /** cd-gate's own version. */
  readonly version: string
  readonly outcome: Outcome
  /** Judged as advice: a failure is shown, but the exit code is 0. Where something could not be told besides, `outcome` is that. */
  readonly advisory: boolean
  /** What was decided, in one clause: "5 of 9 changed lines are covered (55.56 %); 80 % needed". */
  readonly headline: string
  /** What to do next, in one sentence. */
  readonly summary: string
  readonly findings: readonly Finding[]
  /** What each rule is about, by the rule's name, in one sentence. A finding's rule may be missing here. */
  readonly rules: ReadonlyMap<string, string>
  readonly figures: readonly Figure[]
}

/** A gate that ended in an error: it could not tell. */
export interface GateFault {
  readonly gate: string
  readonly version: string
  /** The catalogue's code: `report.none`. */
  readonly code: string
  readonly message: string
  readonly hint: string
}

export interface HostContext {
  readonly env: Environment
  /** The verdict in Markdown, made when it is asked for; at most 60,000 characters. */
  readonly markdown: () => Promise<string>
  /** The text of a line of a changed file at the head, without its end; `null` when it cannot be read. */
  readonly lineText: (path: string, line: number) => string | null
  /** The absolute path of the repository's top (or of the working directory, where there is no repository). */
  readonly top: string
}

/** What a host takes beside the rendering itself. */
export type Besides =
  /** For the job's log: the host, or its user's pattern, reads it there. */
  | { readonly kind: 'log'; readonly text: string }
  /** Added to the end of a file that the host names in the environment. `what` is for people: "step summary". */
  | { readonly kind: 'append'; readonly file: string; readonly text: string; readonly what: string }
  /** A file that the rendering's text speaks of, below `top`: written before the text is printed. */
  | { readonly kind: 'write'; readonly file: string; readonly text: string; readonly what: string }
  /** A program of the host's agent, given `input`; where it is not on the PATH that is said, and nothing is lost but this. */
  | {
      readonly kind: 'run'
      readonly command: string
      readonly args: readonly string[]
      readonly input: string
      readonly what: string
    }

export interface HostRendering {
  /** The file's content; or what is printed, for a host that reads commands in the job's log. It ends with a line feed, or is ''. */
  readonly text: string
  /** Only delivered when the rendering goes to its usual place. */
  readonly besides: readonly Besides[]
}

export interface HostRenderer {
  readonly verdict: (report: GateReport, context: HostContext) => Promise<HostRendering>
  /** `null`: the host's form cannot say it, and an older file is taken away, so that it passes for no answer. */
  readonly fault: (fault: GateFault, context: HostContext) => Promise<HostRendering | null>
}

/** A host's own form of a verdict. Adding one is a file and a line in ./hosts.ts. */
export interface HostReport {
  readonly name: HostName
  readonly title: string
  /** The CI (its name in core/ci-table.ts) that gets it without being asked; `null`: only when asked for. */
  readonly ci: string | null
  /** Where it goes unless said, `{gate}` being the command's name; `null`: the job's log. */
  readonly usualFile: string | null
  readonly load: () => Promise<HostRenderer>
}

export const hostNames = [
  'github',
  'gitlab',
  'jenkins',
  'teamcity',
  'azure',
  'buildkite',
  'sarif',
  'checkstyle',
] as const

export type HostName = (typeof hostNames)[number]
