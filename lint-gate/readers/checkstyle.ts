import { gateError } from '../../core/errors.ts'
import type { Severity } from '../../core/verdict.ts'
import { createXmlReader, type XmlAttributes, XmlFault } from '../../core/xml-read.ts'
import type { LintContent, LintFinding } from '../model.ts'
import { checkstyleRule, checkstyleTool, listsEveryFile } from './checkstyle-sources.ts'
import { type Damage, damageOf } from './damage.ts'
import { placeOf } from './finding-place.ts'
import type { ReadLint } from './reader.ts'
import { isSyntaxError } from './syntax-errors.ts'

const severities: ReadonlyMap<string, Severity | null> = new Map<string, Severity | null>([
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'note'],
  ['ignore', null],
])

/**
 * Checkstyle's XML, which many linters write. Some list every file that they checked, some only those with findings: one
 * without a finding tells which. The root's end is written last.
 */
export const readCheckstyle: ReadLint = (text, name) => {
  const damage = damageOf('checkstyle', name)
  const elements = collect(damage)
  try {
    const xml = createXmlReader(elements)
    xml.write(text)
    xml.end()
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error
    const why = `${error.message} in line ${error.line}`
    throw error.hostile
      ? gateError('report.hostile', { format: 'checkstyle', file: name, why: error.message }, error)
      : damage(why)
  }
  return elements.content()
}

function collect(damage: Damage) {
  const open: string[] = []
  const findings: LintFinding[] = []
  const sources: string[] = []
  const troubles: string[] = []
  const files: string[] = []
  const unread: string[] = []
  let silent = false
  let path = ''
  let entries = 0
  let exception: string | null = null

  function startFile(attributes: XmlAttributes) {
    path = required(attributes, 'name', 'a file')
    files.push(path)
    entries = 0
  }

  function finding(attributes: XmlAttributes) {
    const source = attributes.source ?? ''
    const given = attributes.severity || 'error'
    const severity = severities.get(given)
    if (severity === undefined) throw damage(`the severity of an error is ${JSON.stringify(given)}`)
    entries += 1
    sources.push(source)
    if (severity === null) return
    const rule = checkstyleRule(source)
    const message = attributes.message ?? ''
    const fatal = isSyntaxError(rule, message)
    findings.push({
      path,
      ...placeOf(
        { line: numberOf(attributes.line, 'line'), column: numberOf(attributes.column, 'column') },
        damage,
      ),
      rule,
      severity: fatal ? 'error' : severity,
      message,
      fatal,
    })
  }

  function required(attributes: XmlAttributes, field: string, what: string): string {
    const value = attributes[field]
    if (value === undefined) throw damage(`${what} has no ${field}`)
    return value
  }

  function numberOf(value: string | undefined, what: string): number | null {
    if (value === undefined || value.trim() === '') return null
    if (!/^\s*-?\d+\s*$/.test(value)) throw damage(`${JSON.stringify(value)} is no number of a ${what}`)
    return Number(value)
  }

  return {
    open: (element: string, attributes: XmlAttributes) => {
      const parent = open.at(-1)
      open.push(element)
      if (element === 'file' && parent === 'checkstyle') startFile(attributes)
      else if (element === 'error' && parent === 'file') finding(attributes)
      else if (element === 'error') throw damage('an error stands outside of a file')
      else if (element === 'exception') exception = ''
      else if (parent === 'file') {
        unread.push(`<${element}> in ${path}`)
        entries += 1
      }
    },
    text: (text: string) => {
      if (exception !== null) exception += text
    },
    close: () => {
      const element = open.pop()
      if (element === 'file' && entries === 0) silent = true
      if (element !== 'exception') return
      const said = (exception ?? '').trim().split('\n')[0] ?? ''
      troubles.push(`${path === '' ? '' : `${path}: `}${said || 'an exception'}`)
      entries += 1
      exception = null
    },
    content: (): LintContent => {
      return {
        tool: checkstyleTool(sources),
        findings,
        checked: files.length > 0 && (silent || listsEveryFile(sources)) ? [...new Set(files)] : null,
        proven: true,
        troubles,
        unread,
        sources: [],
      }
    },
  }
}
