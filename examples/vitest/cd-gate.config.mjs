import { defineConfig } from 'cd-gate'

export default defineConfig({
  coverage: {
    failUnder: 80,
    files: { 'src/price.ts': { failUnder: 95 } },
  },
  notify: {
    channels: { say: { type: 'exec', command: ['node', 'tell.mjs'] } },
  },
})
