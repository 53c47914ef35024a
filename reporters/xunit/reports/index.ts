import type { SummaryReportName } from './names.ts'
import type { SummaryReport } from './report.ts'

const all: readonly SummaryReport[] = [
  {
    name: 'terminal',
    usualFile: null,
    render: async (...given) => (await import('./terminal.ts')).renderTerminal(...given),
  },
  {
    name: 'json',
    usualFile: 'reports/cd-gate/tests.json',
    render: async summary => (await import('./json.ts')).renderJson(summary),
  },
  {
    name: 'markdown',
    usualFile: 'reports/cd-gate/tests.md',
    render: async summary => (await import('./markdown.ts')).renderMarkdown(summary),
  },
  {
    name: 'html',
    usualFile: 'reports/cd-gate/tests/index.html',
    render: async (...given) => (await import('./html.ts')).renderHtml(...given),
  },
]

/** The renderings that exist, by name. */
export const summaryReports: ReadonlyMap<SummaryReportName, SummaryReport> = new Map(
  all.map(each => [each.name, each]),
)
