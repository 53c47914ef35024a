import type { LintFinding } from '../model.ts'
import { damageOf } from './damage.ts'
import { placeOf } from './finding-place.ts'
import { type JsonRecord, jsonShape, parseJson } from './json-shape.ts'
import type { ReadLint } from './reader.ts'

/**
 * ESLint's `json` and `json-with-metadata`: a result for each file that was looked at, with an empty list of messages
 * where all is well. A file that was left out has one message that says so, and no place.
 */
export const readEslint: ReadLint = (text, name) => {
  const damage = damageOf('ESLint', name)
  const shape = jsonShape(damage)
  const top = parseJson(text, damage)
  const results = shape.list(Array.isArray(top) ? top : shape.record(top, 'the report').results, 'results')
  const findings: LintFinding[] = []
  const checked: string[] = []
  const troubles: string[] = []
  const texts = new Map<string, string>()

  function finding(message: JsonRecord, path: string): LintFinding {
    const fatal = shape.optionalBoolean(message.fatal, 'fatal') ?? false
    const number = (field: string) => shape.optionalNumber(message[field], field)
    const line = number('line') ?? 0
    if (line < 0 || (line === 0 && (number('endLine') ?? 0) > 0))
      throw damage(`${line} is no number of a line`)
    return {
      path,
      ...placeOf(
        {
          line: number('line'),
          column: number('column'),
          endLine: number('endLine'),
          endColumn: number('endColumn'),
        },
        damage,
      ),
      rule: shape.optionalString(message.ruleId, 'ruleId'),
      severity: severityOf(message.severity, fatal),
      message: shape.string(message.message, 'message'),
      fatal,
    }
  }

  function severityOf(severity: unknown, fatal: boolean) {
    if (fatal || severity === 2) return 'error'
    if (severity === 1) return 'warning'
    throw damage(`the severity of a message is ${JSON.stringify(severity)}, where 1 or 2 is expected`)
  }

  for (const each of results) {
    const result = shape.record(each, 'a result')
    const path = shape.string(result.filePath, 'filePath')
    const messages = shape.list(result.messages, 'messages').map(entry => shape.record(entry, 'a message'))
    if (messages.some(saysIgnored)) continue
    checked.push(path)
    // What --fix wrote, or else what was read: the one that the messages' lines are of.
    const text = shape.optionalString(result.output ?? result.source, 'source')
    if (text !== null) texts.set(path, text)
    const found = messages.map(message => finding(message, path))
    for (const entry of found) findings.push(entry)
    const errors = found.filter(entry => entry.severity === 'error').length
    const stated = shape.optionalNumber(result.errorCount, 'errorCount') ?? 0
    if (stated > errors) troubles.push(`${path} is said to have ${stated} errors, and ${errors} are listed`)
  }
  return {
    tool: 'eslint',
    findings,
    checked,
    proven: checked.length > 0,
    troubles,
    unread: [],
    sources: [],
    texts,
  }
}

function saysIgnored({ ruleId, fatal, message }: JsonRecord): boolean {
  const ofNoRule = ruleId === undefined || ruleId === null
  return ofNoRule && fatal !== true && typeof message === 'string' && message.startsWith('File ignored ')
}
