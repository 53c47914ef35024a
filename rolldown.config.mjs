// @ts-check
import { defineConfig } from 'rolldown'

/**
 * Few files instead of seventy: each module that Node loads costs a third of a millisecond of every start. What is
 * imported lazily stays a file of its own; npm packages stay packages.
 */
export default defineConfig({
  input: { index: 'index.ts', 'cli/bin': 'cli/bin.ts' },
  platform: 'node',
  external: /^[^./]/,
  output: {
    dir: 'dist',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      groups: [
        // What every command needs, and all that it imports; then what every run of the gate needs; then the rest.
        {
          name: 'start',
          test: /\/cli\/main\.ts$|\/core\/(?:redact|system\/files)\.ts$/,
          priority: 3,
        },
        {
          name: 'gate',
          test: /\/cli\/commands\/coverage\.ts$/,
          priority: 2,
        },
        { name: 'shared', minShareCount: 2, priority: 1 },
      ],
    },
  },
})
