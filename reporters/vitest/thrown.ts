/**
 * What was thrown, without what its way out of the worker left in it: vitest writes functions down as text, so that an
 * error comes with a `constructor` and a `toString` of its own that are no more than `Function<Error>`.
 */
export function thrownErrors(errors: readonly unknown[]): readonly unknown[] {
  return errors.map(each => withoutFunctions(each, 10))
}

function withoutFunctions(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error || depth === 0) return value
  const entries = Object.entries(value).filter(([name, each]) => !isFunctionText(name, each))
  return Object.fromEntries(
    entries.map(([name, each]) => {
      if (name === 'cause') return [name, withoutFunctions(each, depth - 1)]
      return name === 'errors' && Array.isArray(each)
        ? [name, each.map(inner => withoutFunctions(inner, depth - 1))]
        : [name, each]
    }),
  )
}

function isFunctionText(name: string, value: unknown): boolean {
  return (
    (name === 'constructor' || name === 'toString') &&
    typeof value === 'string' &&
    value.startsWith('Function<')
  )
}
