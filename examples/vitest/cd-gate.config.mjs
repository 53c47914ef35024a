import { defineConfig } from 'cd-gate'

export default defineConfig({
  coverage: {
    failUnder: 80,
    files: { 'src/price.ts': { failUnder: 95 } },
  },
})
