import { type GateError, gateError } from '../../core/errors.ts'

/** Makes (does not throw) the error for a report that cannot be trusted. */
export type Damage = (why: string) => GateError

export function damageOf(format: string, file: string): Damage {
  return why => gateError('report.damaged', { format, file, why })
}

/** Report text for a message: quoted, control characters made visible, cut to a readable length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
