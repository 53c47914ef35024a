import { ours, usual } from './columns.ts'
import { createNotes } from './notes.ts'
import packages from './package.json' with { type: 'json' }
import { passedIn, type Results, renderTable } from './table.ts'

/** The chapter of docs/reporters.md that a test run writes. */
export function renderChapter(results: Results): string {
  const notes = createNotes()
  const own = renderTable(ours, results, {
    notes,
    lead: [
      ['scenario', ({ name }) => name],
      ['what happens', ({ what }) => what],
      ['the run', ({ expected }) => expected],
    ],
    passed: () => null,
  })
  const others = renderTable(usual, results, {
    notes,
    lead: [
      ['scenario', ({ name }) => name],
      ['the run', ({ expected }) => expected],
    ],
    passed: passedIn(ours, results),
  })
  return `
${notice}

### cd-gate's reporters

${own}
### What the runners bring, or is used most

${others}
${notes.render()}
`
}

const { dependencies } = packages
const versions = [
  ...(['vitest', 'mocha'] as const).map(
    name =>
      `${name} ${Object.values(dependencies)
        .filter(value => value.startsWith(`npm:${name}@`))
        .map(value => value.slice(`npm:${name}@`.length))
        .join(', ')}`,
  ),
  'node:test of Node 20, 22, 24',
  `jest ${dependencies.jest}`,
  `Playwright ${dependencies['@playwright/test']}`,
  `mocha-junit-reporter ${dependencies['mocha-junit-reporter']}`,
  `jest-junit ${dependencies['jest-junit']}`,
]

const notice = `\`npm run test:matrix\` plays every scenario in every version and compares these tables with what it sees. The report of an
earlier run lies in the report's place at each start. The versions:
${versions.join(',\n')}.
vitest and mocha run on Node 20 in their oldest version, on 22 and 24 in the newer ones; jest and Playwright on 22.

A cell is what the report holds at the end: ✓ passed, ↻ flaky, ✗ failed or errored (hooks, files and the run itself have
cases of their own), – skipped or not run, · not to be had in this runner. The report's verdict is the run's, and the run's
exit code too, where nothing else is said. In **bold** is what is not so: another verdict, another exit code, more passed
tests than there were. "finished": after \`cd-gate xunit finish\`. Versions or ways of running that differ have a line each.`
