import type { RunPlace } from './runner.ts'

/** What our reporters read: it wins over what a project that has them already sets up for them. */
export function reporterEnvironment({ output, root }: RunPlace): Readonly<Record<string, string>> {
  return {
    CD_GATE_REPORTERS_OUTPUT: output,
    CD_GATE_REPORTERS_ROOT: root,
    CD_GATE_REPORTERS_PROFILE: 'jenkins',
    CD_GATE_REPORTERS_RETRIES: 'surefire',
  }
}
