import type { OptionTable } from '../core/options.ts'
import type { Mask } from '../core/redact.ts'

/** The process as a command sees it: everything from outside is a parameter. */
export interface World {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** The result. Secrets are masked on the way. */
  readonly out: (text: string) => void
  /** The log, a line at a time. Secrets are masked on the way. */
  readonly log: (line: string) => void
  /** What a host reads in the job's log where standard output is taken; on standard error, whatever `--quiet` says. */
  readonly err: (text: string) => void
  /** Writes a result file whole. Secrets are masked on the way. */
  readonly write: (file: string, text: string) => void
  /** For what is escaped before it is written: an escaped secret is a spelling that no mask knows. */
  readonly mask: Mask
  readonly colour: boolean
  readonly width: number
}

/** What every command takes. */
export interface CommonOptions {
  readonly json: boolean
  readonly config: string | null
  readonly cwd: string | null
  readonly quiet: boolean
  readonly verbose: boolean
}

export interface Invocation<Options> {
  readonly options: Options
  /** The options that the command line itself gave. */
  readonly given: ReadonlySet<string>
  readonly common: CommonOptions
  readonly world: World
}

/** A command's code, loaded when it is called. */
export interface CommandModule<Options extends object> {
  readonly options: OptionTable<Options>
  /** Where several commands share a section of the config file: every option of it, this command's among them. */
  readonly sectionOptions?: OptionTable<Options>
  /** Shown at the end of its help. */
  readonly examples: readonly { readonly command: string; readonly what: string }[]
  /** Returns the exit code. */
  readonly run: (invocation: Invocation<Options>) => Promise<number>
}

export interface CommandEntry {
  /** One word, or two where several commands make a family: `xunit merge`. */
  readonly name: string
  /** Its key in the config file. */
  readonly section: string
  readonly summary: string
  // biome-ignore lint/suspicious/noExplicitAny: the table holds commands of different options
  readonly load: () => Promise<CommandModule<any>>
}
