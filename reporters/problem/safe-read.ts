/** Whatever is thrown may be a proxy, or have getters that throw: nothing here does. */
export function read(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[key]
  } catch {
    return undefined
  }
}

/** A property that is a string; `''` for all else. */
export function readText(value: unknown, key: string): string {
  const found = read(value, key)
  return typeof found === 'string' ? found : ''
}

export function has(value: unknown, key: string): boolean {
  try {
    return isObject(value) && key in value
  } catch {
    return false
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** The first `most` elements of an array or of what looks like one; empty for all else. */
export function readList(value: unknown, most: number): readonly unknown[] {
  try {
    if (!Array.isArray(value)) return []
    const list: unknown[] = []
    for (let index = 0; index < Math.min(value.length, most); index += 1) list.push(value[index])
    return list
  } catch {
    return []
  }
}

/** An Error of this realm or of another, and what serialised ones show by. */
export function isError(value: unknown): boolean {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
  } catch {
    return false
  }
}

/** The class of an object as its constructor names it; `''` where it has none. */
export function className(value: unknown): string {
  return isObject(value) ? readText(read(value, 'constructor'), 'name') : ''
}
