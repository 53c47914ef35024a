import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { test } from 'vitest'

/** Where a program of the system is, or `null`. */
export function findTool(name: string): string | null {
  const places = isAbsolute(name)
    ? [name]
    : (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name))
  return places.find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The program of that name. Where it is missing, the test is skipped visibly; under CI it fails, since a check that
 * nobody runs proves nothing.
 */
function requireTool(name: string, context: { readonly skip: (note?: string) => void }): string {
  const tool = findTool(name)
  if (tool !== null) return tool
  if (process.env.CI === 'true') throw new Error(`${name} is not installed, and CI has to run this test`)
  context.skip(`${name} is not installed`)
  throw new Error('unreachable: skip throws')
}

/** A test that needs a program of the system, whose path it is given. */
export function itNeeds(name: string, title: string, body: (tool: string) => Promise<void> | void): void {
  test(title, context => body(requireTool(name, context)))
}
