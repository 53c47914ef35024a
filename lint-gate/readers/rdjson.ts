import { damageOf } from './damage.ts'
import { jsonShape, parseJson } from './json-shape.ts'
import { rdjsonFinding } from './rdjson-diagnostic.ts'
import type { ReadLint } from './reader.ts'

/** reviewdog's diagnostics as one JSON object, which is written when the linter is done. */
export const readRdjson: ReadLint = (text, name) => {
  const damage = damageOf('rdjson', name)
  const shape = jsonShape(damage)
  const report = shape.record(parseJson(text, damage), 'the report')
  const source = shape.optionalRecord(report.source, 'source')
  const findings = shape
    .list(report.diagnostics, 'diagnostics')
    .map(each => rdjsonFinding(each, report.severity, damage))
  return {
    tool: shape.optionalString(source.name, 'the name of the source') || 'linter',
    findings,
    checked: null,
    proven: true,
    troubles: [],
    unread: [],
    sources: [],
  }
}
