/** A reporter of Playwright, as far as it is used here. */
interface Reporter {
  onConfigure(config: { readonly reporter?: readonly (readonly [name: string, options?: unknown])[] }): void
}

/**
 * Our reporter beside the configured ones. When it stands among these already, theirs writes the report, and this one is
 * silent: two would write one file.
 */
export function createReporterBeside(
  require: NodeJS.Require,
  { ours }: { readonly ours: string },
): new (
  options: unknown,
) => Reporter {
  const { realpathSync } = require('node:fs') as typeof import('node:fs')
  const loaded = require(ours) as
    | (new (
        options: unknown,
      ) => Reporter)
    | { readonly default: new (options: unknown) => Reporter }
  const Ours = 'default' in loaded ? loaded.default : loaded
  const isOurs = (name: string): boolean => {
    try {
      return realpathSync(name) === realpathSync(ours)
    } catch {
      return false
    }
  }
  return class extends Ours {
    override onConfigure(config: Parameters<Reporter['onConfigure']>[0]): void {
      // What is not configured records nothing.
      if (!config.reporter?.some(([name]) => isOurs(name))) super.onConfigure(config)
    }
  }
}
