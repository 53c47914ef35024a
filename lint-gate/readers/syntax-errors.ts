/** What linters call "this cannot be parsed", in forms of report that have no field for it. */
const rules: ReadonlySet<string> = new Set([
  'parse',
  'syntax',
  'syntax-error',
  'invalid-syntax',
  'SyntaxError',
  'typecheck',
  'E0001',
  'E902',
  'E999',
  'SC1072',
  'SC1073',
  'Internal.Exception',
])

/** Whether a finding says that the linter could not read the file: an error, whatever severity the report gives it. */
export function isSyntaxError(rule: string | null, message: string): boolean {
  return (
    (rule !== null && rules.has(rule)) ||
    /^(?:Pars(?:e|ing) error\b|SyntaxError\b|Unexpected token\b)/.test(message)
  )
}
