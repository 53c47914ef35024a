import type { HostName, HostReport } from './host.ts'

const all: readonly HostReport[] = [
  {
    name: 'github',
    title: 'GitHub annotations, step summary and outputs',
    ci: 'github',
    usualFile: null,
    load: async () => (await import('./github.ts')).github,
  },
  {
    name: 'gitlab',
    title: 'GitLab code quality',
    ci: 'gitlab',
    usualFile: 'reports/cd-gate/{gate}-code-quality.json',
    load: async () => (await import('./gitlab.ts')).gitlab,
  },
  {
    name: 'jenkins',
    title: 'Jenkins native issues',
    ci: 'jenkins',
    usualFile: 'reports/cd-gate/{gate}-issues.json',
    load: async () => (await import('./jenkins.ts')).jenkins,
  },
  {
    name: 'teamcity',
    title: 'TeamCity service messages',
    ci: 'teamcity',
    usualFile: null,
    load: async () => (await import('./teamcity.ts')).teamcity,
  },
  {
    name: 'azure',
    title: 'Azure Pipelines logging commands and summary',
    ci: 'azure',
    usualFile: null,
    load: async () => (await import('./azure.ts')).azure,
  },
  {
    name: 'buildkite',
    title: 'Buildkite annotation',
    ci: 'buildkite',
    usualFile: null,
    load: async () => (await import('./buildkite.ts')).buildkite,
  },
  {
    name: 'sarif',
    title: 'SARIF 2.1.0',
    ci: null,
    usualFile: 'reports/cd-gate/{gate}.sarif',
    load: async () => (await import('./sarif.ts')).sarif,
  },
  {
    name: 'checkstyle',
    title: 'Checkstyle XML',
    ci: null,
    usualFile: 'reports/cd-gate/{gate}-checkstyle.xml',
    load: async () => (await import('./checkstyle.ts')).checkstyle,
  },
]

/** The hosts' forms of a verdict, by name; every gate has them all. */
export const hostReports: ReadonlyMap<HostName, HostReport> = new Map(all.map(each => [each.name, each]))
