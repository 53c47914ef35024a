import type { LintFinding } from '../model.ts'
import { damageOf } from './damage.ts'
import { isRecord, jsonShape, parseJson } from './json-shape.ts'
import type { ReadLint } from './reader.ts'
import { sarifResults } from './sarif-results.ts'
import { sarifChecked, sarifFailures } from './sarif-run.ts'
import { sarifUris } from './sarif-uris.ts'

/** SARIF 2.1.0 of the OASIS. A run without `results` did not compute any (3.14.23); an empty list means that nothing was found. */
export const readSarif: ReadLint = (text, name) => {
  const damage = damageOf('SARIF', name)
  const shape = jsonShape(damage)
  const log = shape.record(parseJson(text, damage), 'the report')
  const version = shape.optionalString(log.version, 'version')
  if (version !== null && !version.startsWith('2.'))
    throw damage(`its version is ${version}, and 2.1.0 is read`)
  const tools = new Set<string>()
  const findings: LintFinding[] = []
  const troubles: string[] = []
  const unread: string[] = []
  const sources = new Set<string>()
  const checked: (readonly string[] | null)[] = []
  let computed = 0
  if (shape.optionalList(log.inlineExternalProperties, 'inlineExternalProperties').some(holdsResults)) {
    troubles.push('results lie beside its runs (inlineExternalProperties), where they are not read')
  }
  for (const each of shape.list(log.runs, 'runs')) {
    const run = shape.record(each, 'a run')
    const driver = shape.record(shape.record(run.tool, 'tool').driver, 'driver')
    const tool = shape.string(driver.name, 'the name of the driver')
    tools.add(tool)
    const uris = sarifUris(run, shape)
    const { placed, nowhere } = sarifResults(run, uris, damage)
    const failures = sarifFailures(run, uris, damage)
    for (const finding of placed) findings.push(finding)
    for (const finding of failures.fatal) findings.push(finding)
    for (const words of nowhere) unread.push(words)
    for (const words of failures.troubles) troubles.push(words)
    checked.push(sarifChecked(run, uris, shape))
    for (const root of uris.roots()) sources.add(root)
    if (Array.isArray(run.results)) computed += 1
    else troubles.push(`${tool} computed no results`)
  }
  // Results that are all of no file say nothing of any.
  const understood = findings.length > 0 || unread.length === 0
  return {
    tool: [...tools].join(', ') || 'linter',
    findings,
    checked:
      understood && checked.length > 0 && !checked.includes(null)
        ? checked.flatMap(each => each ?? [])
        : null,
    proven: understood && computed > 0,
    troubles,
    unread,
    sources: [...sources],
  }
}

function holdsResults(properties: unknown): boolean {
  return isRecord(properties) && Array.isArray(properties.results) && properties.results.length > 0
}
