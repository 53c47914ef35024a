import type { MochaOptions } from './mocha-objects.ts'

export type FixtureName = 'global setup' | 'global teardown'

/** mocha tells no reporter that a global fixture failed, and up to mocha 11 the run ends there and then. */
export function watchFixtures(
  options: MochaOptions,
  onFailure: (name: FixtureName, error: unknown) => void,
): void {
  for (const [key, name] of [
    ['globalSetup', 'global setup'],
    ['globalTeardown', 'global teardown'],
  ] as const) {
    const fixtures = options[key]
    if (!fixtures || fixtures.length === 0) continue
    options[key] = fixtures.map(
      fixture =>
        async function (this: unknown, ...args: unknown[]): Promise<unknown> {
          try {
            return await Reflect.apply(fixture, this, args)
          } catch (error) {
            onFailure(name, error)
            throw error
          }
        },
    )
  }
}
