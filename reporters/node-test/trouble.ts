/** Trouble outside the tests: the runner tells it as a diagnostic message. */
export interface Trouble {
  readonly name: string
  readonly error: Error
}

const names: readonly (readonly [RegExp, string])[] = [
  [/unhandledRejection/, 'unhandled rejection'],
  [/uncaughtException/, 'uncaught exception'],
  [/coverage/i, 'coverage'],
]

/** `null`: an ordinary remark. */
export function troubleIn(diagnostic: string): Trouble | null {
  const [, kind = '', message = ''] = /^(Error|Warning): ([\s\S]+)$/.exec(diagnostic) ?? []
  if (message === '') return null
  const error = new Error(message)
  error.name = /created the error "(\w*Error)\b/.exec(message)?.[1] ?? kind
  error.stack = `${error.name}: ${message}`
  return { name: names.find(([pattern]) => pattern.test(message))?.[1] ?? 'node:test', error }
}
