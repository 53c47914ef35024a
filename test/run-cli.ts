import { main } from '../cli/main.ts'
import { createMask } from '../core/redact.ts'
import { writeAtomically } from '../core/system/files.ts'

export interface CliRun {
  readonly code: number
  readonly out: string
  readonly log: string
}

/** The command line as a process would run it, without the process. */
export async function runCli(
  cwd: string,
  args: readonly string[],
  given: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  let out = ''
  let log = ''
  const env = { ...process.env, PWD: cwd, ...given }
  const mask = createMask(env)
  const code = await main(args, {
    cwd,
    env,
    out: text => {
      out += mask(text)
    },
    log: line => {
      log += `${mask(line)}\n`
    },
    err: text => {
      log += mask(text)
    },
    write: (file, text) => writeAtomically(file, mask(text)),
    mask,
    colour: false,
    width: 80,
  })
  return { code, out, log }
}

export interface JsonVerdict {
  readonly outcome: string
  readonly base: string
  readonly head: string
  readonly patch: Readonly<Record<string, { total: number; covered: number; percent: number | null } | null>>
  readonly project: { readonly lines: { readonly total: number; readonly covered: number } }
  readonly files: readonly {
    readonly path: string
    readonly oldPath: string | null
    readonly state: string
    readonly reason: string | null
    readonly lines: { total: number; covered: number; missed: readonly number[]; partial: readonly number[] }
    readonly branches: { total: number; covered: number } | null
  }[]
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly message: string }[]
  readonly summary: string
}

/** `cd-gate coverage … --json`: the exit code and the verdict; throws where there is none. */
export async function gate(
  cwd: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly verdict: JsonVerdict }> {
  const { code, out, log } = await runCli(cwd, ['coverage', ...args, '--json'], env)
  if (out === '') throw new Error(`exit code ${code}: ${log}`)
  return { code, verdict: JSON.parse(out) as JsonVerdict }
}
