// @ts-check
import { defineConfig } from 'rolldown'

/**
 * Few files instead of two hundred: each module that Node loads costs a third of a millisecond of every start. What is
 * imported lazily stays a file of its own; npm packages stay packages.
 */
const common = {
  platform: /** @type {const} */ ('node'),
  external: /^[^./]/,
}

export default defineConfig([
  {
    ...common,
    input: { index: 'index.ts', 'cli/bin': 'cli/bin.ts' },
    output: {
      dir: 'dist',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name].js',
      codeSplitting: {
        groups: [
          // What every command needs, and all that it imports; then what every run of the gate needs; then the rest.
          { name: 'start', test: /\/cli\/main\.ts$|\/core\/(?:redact|system\/files)\.ts$/, priority: 3 },
          // Before what would take it along: a group holds all that its modules import.
          { name: 'lines', test: /\/coverage-gate\/(?:line-states|model)\.ts$/, priority: 5 },
          // What brings a package from npm that most runs do without; each is loaded by those that need it.
          { name: 'retry', test: /\/core\/system\/retry\.ts$/, priority: 4 },
          { name: 'xml-read', test: /\/core\/xml-read\.ts$/, priority: 4 },
          { name: 'istanbul-entry', test: /\/coverage-gate\/readers\/istanbul-entry\.ts$/, priority: 4 },
          { name: 'core', test: /\/core\//, minShareCount: 2, priority: 2.5 },
          { name: 'gate', test: /\/cli\/commands\/coverage\.ts$/, priority: 2 },
          // Each family's own, so that no command loads the parser of another's reports.
          { name: 'readers', test: /\/coverage-gate\/readers\//, minShareCount: 2, priority: 1 },
          { name: 'xunit-read', test: /\/reporters\/xunit\/read[^/]*$/, minShareCount: 2, priority: 1 },
          { name: 'xunit', test: /\/reporters\//, minShareCount: 2, priority: 0.5 },
          {
            name: 'flaky',
            test: /\/flaky\/|\/cli\/commands\/flaky-setting\.ts$/,
            minShareCount: 2,
            priority: 2,
          },
          { name: 'notify', test: /\/notifiers\//, minShareCount: 2, priority: 2 },
          {
            name: 'notify-steps',
            test: /\/cli\/commands\/notify-|\/cli\/interrupt/,
            minShareCount: 2,
            priority: 2,
          },
          { name: 'lint', test: /\/lint-gate\//, minShareCount: 2, priority: 1 },
          { name: 'source', test: /\/coverage-gate\/source\//, minShareCount: 2, priority: 1 },
          { name: 'shared', minShareCount: 2, priority: 0 },
        ],
      },
    },
  },
  {
    // They run inside the users' test processes: a build of their own, which holds nothing of the command line.
    ...common,
    input: Object.fromEntries(
      ['vitest', 'mocha', 'mocha-worker', 'node-test', 'jest', 'playwright'].map(name => [
        name,
        `reporters/${name}.ts`,
      ]),
    ),
    output: {
      dir: 'dist/reporters',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name].js',
      codeSplitting: {
        groups: [{ name: 'recording', test: /\/reporters\/open-recording\.ts$/, priority: 1 }],
      },
    },
  },
  {
    // What flaky run loads inside a runner's process.
    ...common,
    input: {
      'vitest-run': 'flaky/runners/vitest/run.ts',
      'vitest-filter': 'flaky/runners/vitest/filter.ts',
      'mocha-hook': 'flaky/runners/mocha/hook.ts',
      'node-filter': 'flaky/runners/node/filter.ts',
    },
    output: { dir: 'dist/flaky', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
  },
])
