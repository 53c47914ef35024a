import { renderJson } from './json.ts'
import type { LintReportName } from './names.ts'
import type { LintRendering } from './report.ts'
import { renderTerminal } from './terminal.ts'

const all: readonly LintRendering[] = [
  { name: 'terminal', title: 'text for a terminal', usualFile: null, render: renderTerminal },
  {
    name: 'json',
    title: 'JSON',
    usualFile: 'reports/cd-gate/lint.json',
    render: async verdict => renderJson(verdict),
  },
  {
    name: 'markdown',
    title: 'Markdown',
    usualFile: 'reports/cd-gate/lint.md',
    render: async (verdict, source) => (await import('./markdown.ts')).renderMarkdown(verdict, source),
  },
  {
    name: 'junit',
    title: 'JUnit XML',
    usualFile: 'reports/junit/cd-gate-lint.xml',
    render: async (...given) => (await import('./junit.ts')).renderJunit(...given),
  },
]

/** The renderings that exist, by name. */
export const lintReports: ReadonlyMap<LintReportName, LintRendering> = new Map(
  all.map(each => [each.name, each]),
)
