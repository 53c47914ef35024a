import type { CommandEntry } from './command.ts'

/** Every command. Adding one is a file in ./commands and a line here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'coverage',
    section: 'coverage',
    summary: 'Judge whether a change is tested: coverage reports against the commit diff',
    load: async () => (await import('./commands/coverage.ts')).coverageCommand,
  },
]

/** Keys of a config file that a later command will read. */
export const reservedSections: readonly string[] = ['flaky', 'lint', 'reporters', 'notifiers', 'ready']
