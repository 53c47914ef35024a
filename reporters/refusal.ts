import { inspect } from 'node:util'
import type { GateError } from '../core/errors.ts'

/**
 * The same fault as runners show it best. They print an error's stack and not its hint: here the stack is one line that
 * says both.
 */
export function oneLine(fault: GateError): Error {
  const error = new Error(`${fault.message}; ${fault.hint}`)
  error.stack = error.message
  // Node sets an error without frames in brackets.
  Object.defineProperty(error, inspect.custom, { value: () => error.message })
  return error
}
