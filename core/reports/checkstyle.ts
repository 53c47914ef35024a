import { rangeText, visible, visibleText } from '../text.ts'
import type { Finding, Severity } from '../verdict.ts'
import { xmlAttribute } from '../xml.ts'
import { exactPath, messageOf, placeOf, statementsOf } from './annotations.ts'
import type { GateReport, HostRenderer } from './host.ts'

/**
 * Checkstyle's XML. Its readers take `file` and `error` only, so that everything is said by these. What concerns no file
 * stands under "-": Jenkins takes that for no file, and others need a name that is not empty.
 */
export const checkstyle: HostRenderer = {
  verdict: async report => ({ text: render(report, statementsOf(report)), besides: [] }),
  // An empty document would be a clean one.
  fault: async ({ gate, code, message, hint }) => {
    const finding: Finding = {
      rule: code,
      severity: 'error',
      message: `could not tell: ${message}\n${hint}`,
      path: null,
      startLine: null,
      endLine: null,
    }
    return { text: render({ gate, rules: new Map() }, [finding]), besides: [] }
  },
}

const noFile = '-'

const severities: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'info' }

function render(report: Pick<GateReport, 'gate' | 'rules'>, findings: readonly Finding[]): string {
  const files = new Map<string, Finding[]>()
  for (const finding of findings) {
    const name = finding.path ? exactPath(finding.path) : noFile
    const its = files.get(name)
    if (its) its.push(finding)
    else files.set(name, [finding])
  }
  const elements = [...files].flatMap(([path, its]) => [
    `  <file name="${xmlAttribute(path)}">`,
    ...its.map(finding => `    ${errorElement(report, finding)}`),
    '  </file>',
  ])
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<checkstyle version="8.0">',
    ...elements,
    '</checkstyle>',
    '',
  ].join('\n')
}

function errorElement({ gate, rules }: Pick<GateReport, 'gate' | 'rules'>, finding: Finding): string {
  const place = placeOf(finding)
  const attributes = {
    // Readers need a line, and take 0 for none.
    line: place?.startLine ?? 0,
    column: place?.startColumn ?? null,
    severity: severities[finding.severity],
    message: visibleText(messageOf(finding, rules).replaceAll('\r\n', '\n')) + rangeWords(place),
    // Readers make a category of the last but one, and a type of the last.
    source: `cd-gate.${gate}.${visible(finding.rule) || 'unnamed'}`,
  }
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === null ? [] : [`${name}="${xmlAttribute(`${value}`)}"`],
  )
  return `<error ${written.join(' ')}/>`
}

/** The form has no end of a range, so the message says it. */
function rangeWords(place: ReturnType<typeof placeOf>): string {
  if (place === null || place.endLine === place.startLine) return ''
  return ` (lines ${rangeText([place.startLine, place.endLine])})`
}
