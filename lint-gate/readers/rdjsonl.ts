import { damageOf } from './damage.ts'
import { jsonShape, parseJson } from './json-shape.ts'
import { rdjsonFinding } from './rdjson-diagnostic.ts'
import type { ReadLint } from './reader.ts'

/** reviewdog's diagnostics, one JSON object a line. Where it ends early between two lines, nothing shows it. */
export const readRdjsonl: ReadLint = (text, name) => {
  const damage = damageOf('rdjsonl', name)
  const shape = jsonShape(damage)
  const tools = new Set<string>()
  const findings = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const inLine = (why: string) => damage(`line ${index + 1}: ${why}`)
    const diagnostic = shape.record(parseJson(line, inLine), `line ${index + 1}`)
    const source = shape.optionalRecord(diagnostic.source, 'source')
    const tool = shape.optionalString(source.name, 'the name of the source')
    if (tool) tools.add(tool)
    return [rdjsonFinding(diagnostic, undefined, inLine)]
  })
  return {
    tool: [...tools].join(', ') || 'linter',
    findings,
    checked: null,
    proven: false,
    troubles: [],
    unread: [],
    sources: [],
    end: 'none',
  }
}
