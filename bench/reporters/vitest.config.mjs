import { defineConfig } from 'vitest/config'

/** The files share their workers, so that a run is mostly vitest's main process, where the reporters are. */
export default defineConfig({
  test: { include: ['src/**/*.test.mjs'], pool: 'forks', isolate: false, maxWorkers: 1 },
})
