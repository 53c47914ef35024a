import type { CoverageVerdict } from '../model.ts'
import { renderJson } from './json.ts'
import type { OwnReportName } from './names.ts'
import type { CoverageReport } from './report.ts'
import { renderTerminal } from './terminal.ts'

const all: readonly CoverageReport[] = [
  {
    name: 'terminal',
    title: 'text for a terminal',
    usualFile: null,
    render: renderTerminal,
  },
  {
    name: 'json',
    title: 'JSON',
    usualFile: 'reports/cd-gate/coverage.json',
    render: async verdict => renderJson(verdict),
  },
  {
    name: 'markdown',
    title: 'Markdown',
    usualFile: 'reports/cd-gate/coverage.md',
    render: async (verdict, source) => (await import('./markdown.ts')).renderMarkdown(verdict, source),
  },
  {
    name: 'html',
    title: 'a page',
    usualFile: 'reports/cd-gate/coverage/index.html',
    render: async (verdict, source, options) =>
      (await import('./html.ts')).renderHtml(verdict, source, options),
  },
  {
    name: 'junit',
    title: 'JUnit XML',
    usualFile: 'reports/junit/cd-gate-coverage.xml',
    render: async (verdict, source, options) =>
      (await import('./junit.ts')).renderJunit(verdict, source, options),
  },
  {
    name: 'cobertura',
    title: 'merged Cobertura XML',
    usualFile: 'reports/cd-gate/cobertura.xml',
    ci: ['gitlab'],
    render: async (verdict, _source, _options, context) =>
      (await import('./cobertura.ts')).renderCobertura(context, staleIn(verdict)),
  },
]

/** Files that a report measured in another version: what it says of their lines is of other lines. */
function staleIn({ files }: CoverageVerdict): ReadonlySet<string> {
  return new Set(files.filter(file => file.state === 'stale').map(file => file.path))
}

/** The renderings that exist, by name. */
export const coverageReports: ReadonlyMap<OwnReportName, CoverageReport> = new Map(
  all.map(each => [each.name, each]),
)
