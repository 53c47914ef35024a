/**
 * mocha's own reporters write their rendering of `actual` and `expected` over an error's values when a test fails, and mocha
 * 12 replaces large ones by a remark. What is recorded is the error as it was.
 */
export function untouched(error: unknown): unknown {
  if (!(error instanceof Error) || !(isStructured(error, 'actual') || isStructured(error, 'expected')))
    return error
  const own = Object.getOwnPropertyDescriptors(error) as PropertyDescriptorMap
  const copy: object = Object.create(Object.getPrototypeOf(error) as object, {
    ...own,
    stack: { value: error.stack, writable: true, configurable: true },
  })
  return copy
}

function isStructured(error: Error, name: string): boolean {
  const value: unknown = Reflect.get(error, name)
  return typeof value !== 'string' && value !== undefined
}

/** Several errors of one test, each once: mocha hangs the later ones on the first, as `multiple`, and tells them too. */
export function eachOnce(errors: readonly unknown[]): readonly unknown[] {
  if (errors.length < 2) return errors
  const hung = new Set(errors.flatMap(multipleOf))
  return errors.filter(error => !hung.has(error))
}

function multipleOf(error: unknown): readonly unknown[] {
  const multiple: unknown = error instanceof Error ? Reflect.get(error, 'multiple') : undefined
  return Array.isArray(multiple) ? multiple : []
}
