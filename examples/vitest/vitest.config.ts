import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      // coverage-final.json knows statements and branches: the richest report for the gate.
      reporter: ['text-summary', 'json'],
      // Files that no test loads are measured too, as missed.
      include: ['src/**'],
    },
  },
})
