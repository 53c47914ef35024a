import { isRecord, type JsonRecord, type JsonShape } from './json-shape.ts'

/** What a result's rule adds to it. */
export interface SarifRule {
  readonly id: string | null
  /** The level that the rule has where a result tells none. */
  readonly level: unknown
  readonly messageOf: (result: JsonRecord) => string
}

/** Finds the rule of each result of a run, in its driver or one of its extensions. */
export function sarifRules(run: JsonRecord, shape: JsonShape): (result: JsonRecord) => SarifRule {
  const tool = shape.record(run.tool, 'tool')
  const components = [tool.driver, ...shape.optionalList(tool.extensions, 'extensions')].map(each => {
    const rules = shape.optionalList(shape.record(each, 'a tool component').rules, 'rules')
    return rules.map(rule => shape.record(rule, 'a rule'))
  })
  const byId = new Map<unknown, JsonRecord>()
  for (const rule of components.flat()) if (!byId.has(rule.id)) byId.set(rule.id, rule)

  function descriptorOf(result: JsonRecord): JsonRecord | undefined {
    const reference = shape.optionalRecord(result.rule, 'rule')
    const component = shape.optionalRecord(reference.toolComponent, 'toolComponent')
    const place = shape.optionalNumber(component.index, 'index')
    const index = shape.optionalNumber(result.ruleIndex ?? reference.index, 'ruleIndex') ?? -1
    const indexed = components[place === null ? 0 : place + 1]?.[index]
    return indexed ?? byId.get(result.ruleId ?? reference.id)
  }

  return result => {
    const descriptor = descriptorOf(result)
    const reference = shape.optionalRecord(result.rule, 'rule')
    const id = shape.optionalString(result.ruleId ?? reference.id ?? descriptor?.id, 'ruleId') || null
    return {
      id,
      level: shape.optionalRecord(descriptor?.defaultConfiguration, 'defaultConfiguration').level,
      messageOf: given => textOf(given, descriptor, shape) ?? id ?? 'a finding without words',
    }
  }
}

/** A message has its text, or the name of one of its rule's, into which arguments are set. */
function textOf(result: JsonRecord, descriptor: JsonRecord | undefined, shape: JsonShape): string | null {
  const message = shape.optionalRecord(result.message, 'message')
  const strings = shape.optionalRecord(descriptor?.messageStrings, 'messageStrings')
  const named =
    typeof message.id === 'string' && Object.hasOwn(strings, message.id) ? strings[message.id] : undefined
  const text = [message, named, descriptor?.shortDescription, descriptor?.fullDescription]
    .map(each => (isRecord(each) ? (each.text ?? each.markdown) : undefined))
    .find(each => typeof each === 'string' && each !== '')
  if (typeof text !== 'string') return null
  const values = shape.optionalList(message.arguments, 'arguments')
  return text.replace(/\{(\d+)\}/g, (whole, index: string) => {
    const value = values[Number(index)]
    return typeof value === 'string' ? value : whole
  })
}
