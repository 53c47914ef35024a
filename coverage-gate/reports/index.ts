import { renderJson } from './json.ts'
import type { ReportName } from './names.ts'
import type { CoverageReport } from './report.ts'
import { renderTerminal } from './terminal.ts'

const all: readonly CoverageReport[] = [
  {
    name: 'terminal',
    usualFile: null,
    render: renderTerminal,
  },
  {
    name: 'json',
    usualFile: 'reports/cd-gate/coverage.json',
    render: async verdict => renderJson(verdict),
  },
  {
    name: 'markdown',
    usualFile: 'reports/cd-gate/coverage.md',
    render: async (verdict, source) => (await import('./markdown.ts')).renderMarkdown(verdict, source),
  },
  {
    name: 'html',
    usualFile: 'reports/cd-gate/coverage/index.html',
    render: async (...given) => (await import('./html.ts')).renderHtml(...given),
  },
  {
    name: 'junit',
    usualFile: 'reports/junit/cd-gate-coverage.xml',
    render: async (...given) => (await import('./junit.ts')).renderJunit(...given),
  },
]

/** The renderings that exist, by name. */
export const coverageReports: ReadonlyMap<ReportName, CoverageReport> = new Map(
  all.map(each => [each.name, each]),
)
