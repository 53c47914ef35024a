import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['{core,reporters,flaky,coverage-gate,lint-gate,notifiers,cli,test}/**/*.test.ts'],
    exclude: ['test/fixtures/**', 'node_modules/**'],
    // Most of the time they wait for programs that they started.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The tests judge repositories of their own; the CI that runs them must not tell them what to compare with.
    setupFiles: ['test/neutral-environment.ts'],
  },
})

export default config
