import type { JestCaseResult, JestError } from './events.ts'

/**
 * The errors of a failed attempt. An error that lost its message or stack between processes gets them back from the text
 * that jest made of it.
 */
export function errorsOf({ failureDetails = [], failureMessages = [] }: JestCaseResult): readonly unknown[] {
  if (failureDetails.length === 0) return failureMessages.map(errorFromText)
  return failureDetails.map((detail, index) => complete(detail, failureMessages[index]))
}

function complete(detail: unknown, text: string | undefined): unknown {
  if (text === undefined) return detail
  if (typeof detail !== 'object' || detail === null) return errorFromText(text)
  const { message, stack } = detail as JestError
  if (typeof stack === 'string' && stack !== '') return detail
  const error = errorFromText(text)
  // Without a stack but with a message: an assertion of node:assert, which jest describes anew.
  return Object.assign(error, detail, typeof message === 'string' && message !== '' ? { message } : {})
}

/** What went wrong with a file as a whole. Of errors outside tests jest keeps the stacks alone, one below the other. */
export function execErrors({ message = '', stack }: JestError): readonly unknown[] {
  if (message !== '')
    return [Object.assign(new Error(message), { name: nameIn(stack ?? ''), stack: stack ?? message })]
  return (stack ?? 'the test file failed').split(/(?<=\n\s+at [^\n]+)\n(?=\S)/).map(errorFromText)
}

/** From `Name: message` and frames. */
export function errorFromText(told: string): Error {
  // jest's own words of a test that took too long come as a text that was thrown.
  const text = told.replace(/^(Error: )?thrown: "(Exceeded timeout of [^"]*)"/, '$1$2')
  const [head = ''] = text.split(/\n\s+at /, 1)
  const name = nameIn(text)
  const error = new Error(head.startsWith(`${name}: `) ? head.slice(name.length + 2) : head)
  error.name = name
  error.stack = text
  return error
}

function nameIn(text: string): string {
  return /^([A-Z]\w*(?:Error|Exception)|Error)\b/.exec(text)?.[1] ?? 'Error'
}
