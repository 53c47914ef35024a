/**
 * The text of a CommonJS module that runs inside the user's test runner: `create` itself, called with the module's own
 * `require` and the settings. It must use nothing from outside its own body, and no `import`.
 */
export function hookText<Settings>(
  create: (require: NodeJS.Require, settings: Settings) => unknown,
  settings: Settings,
): string {
  // Function expressions and arrow functions have a text that is an expression; settings are data.
  // Whoever measures the coverage of the run must not find it there.
  const head = '/* Written by cd-gate for one run. */ /* istanbul ignore file */ /* c8 ignore start */'
  return `${head}\nmodule.exports = (${create.toString()})(require, ${literal(settings)})\n`
}

/** JSON is JavaScript but for two line separators that old engines end a string at. */
function literal(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}
