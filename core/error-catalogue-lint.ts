/** What a user of `cd-gate lint` can meet beside what every gate says: a part of the catalogue. */
export const lintErrors = {
  'lint.no-report': {
    exitCode: 2,
    message: 'no lint report was named, and linters have no usual place for one',
    hint: 'make one, for example "eslint --format json --output-file eslint.json .", and run "cd-gate lint eslint.json"',
  },
  'lint.missing': {
    exitCode: 3,
    message: 'no lint report matches "{given}"',
    hint: 'check the path, and that the step that writes it has run',
  },
} as const
