import { join } from 'node:path'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** Every scenario in every runner, a test run of its own: `npm run test:matrix` (test/matrix.mjs) calls it. */
const config: ViteUserConfig = defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['test/runner-matrix/*.matrix.ts'],
    setupFiles: ['test/neutral-environment.ts'],
    // Two processors: one more run side by side takes as long.
    maxConcurrency: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    env: { CD_GATE_TEST_UPDATE_DOCS: process.env.UPDATE_DOCS ?? '' },
  },
})

export default config
