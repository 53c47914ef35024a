import type { FlakyReportName } from './names.ts'
import type { FlakyRendering } from './report.ts'

const all: readonly FlakyRendering[] = [
  {
    name: 'terminal',
    usualFile: null,
    render: async (...given) => (await import('./terminal.ts')).renderTerminal(...given),
  },
  {
    name: 'json',
    usualFile: 'reports/cd-gate/flaky.json',
    render: async report => (await import('./json.ts')).renderJson(report),
  },
  {
    name: 'markdown',
    usualFile: 'reports/cd-gate/flaky.md',
    render: async report => (await import('./markdown.ts')).renderMarkdown(report),
  },
  {
    name: 'html',
    usualFile: 'reports/cd-gate/flaky/index.html',
    render: async (...given) => (await import('./html.ts')).renderHtml(...given),
  },
]

/** The renderings that exist, by name. */
export const flakyReports: ReadonlyMap<FlakyReportName, FlakyRendering> = new Map(
  all.map(each => [each.name, each]),
)
