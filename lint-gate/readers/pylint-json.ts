import type { LintFinding } from '../model.ts'
import { damageOf } from './damage.ts'
import { placeOf } from './finding-place.ts'
import { type JsonRecord, jsonShape, parseJson } from './json-shape.ts'
import { isOfNoFile, isPylintFatal, pylintSeverity, pylintTrouble } from './pylint-messages.ts'
import type { ReadLint } from './reader.ts'

/**
 * Pylint's `json` (a list, which is `[]` when all is well, as other tools' lists are) and `json2`, whose statistics tell
 * how many modules were linted. Columns are 0-based.
 */
export const readPylintJson: ReadLint = (text, name) => {
  const damage = damageOf('Pylint', name)
  const shape = jsonShape(damage)
  const top = parseJson(text, damage)
  const report: JsonRecord = Array.isArray(top) ? { messages: top } : shape.record(top, 'the report')

  function finding(entry: unknown): LintFinding {
    const message = shape.record(entry, 'a message')
    const number = (field: string) => shape.optionalNumber(message[field], field)
    const fromOne = (field: string) => {
      const value = number(field)
      return value === null ? null : value + 1
    }
    const id = shape.optionalString(message['message-id'] ?? message.messageId, 'message-id')
    const severity = pylintSeverity(shape.string(message.type, 'type'))
    if (severity === null) throw damage(`${JSON.stringify(message.type)} is no type of a message`)
    return {
      path: shape.string(message.path, 'path'),
      ...placeOf(
        {
          line: number('line'),
          column: fromOne('column'),
          endLine: number('endLine'),
          endColumn: fromOne('endColumn'),
        },
        damage,
      ),
      rule: id || shape.optionalString(message.symbol, 'symbol'),
      severity,
      message: shape.string(message.message, 'message'),
      fatal: message.type === 'fatal' || isPylintFatal(id ?? ''),
    }
  }

  const entries = shape.list(report.messages, 'messages')
  const all = entries.map(finding)
  const findings = all.filter(each => !isOfNoFile(each))
  const asides = all.filter(isOfNoFile).map(each => each.message)
  const statistics = shape.optionalRecord(report.statistics, 'statistics')
  const linted = shape.optionalNumber(statistics.modulesLinted, 'modulesLinted') ?? 0
  return {
    tool: 'pylint',
    findings,
    checked: null,
    proven: findings.length > 0 || linted > 0,
    troubles: all.flatMap((each, index) => {
      const { type } = shape.record(entries[index], 'a message')
      return type === 'fatal' ? [pylintTrouble(each)] : []
    }),
    unread: [],
    sources: [],
    ...(asides.length > 0 ? { asides } : {}),
  }
}
