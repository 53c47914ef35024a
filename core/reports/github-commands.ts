import { cutEnd } from '../columns.ts'
import { visible, visibleText } from '../text.ts'
import { exactPath, type Place } from './annotations.ts'

/** GitHub's workflow commands, as the runner reads them from the job's log. */

export type AnnotationKind = 'error' | 'warning' | 'notice'

export interface Annotation {
  readonly kind: AnnotationKind
  readonly title: string
  readonly message: string
  readonly path: string | null
  readonly place: Place | null
}

/** The runner cuts messages here, and says nothing. */
const longestMessage = 4000

/**
 * One line, which the runner reads as one command. The path is the repository's, wherever the repository lies in the
 * workspace: GitHub shows an annotation at the file of that name in the change.
 */
export function annotationCommand({ kind, title, message, path, place }: Annotation): string {
  // The runner takes columns only where all is on one line, and else drops them and the lines' meaning with a complaint.
  const columns = place !== null && place.startLine === place.endLine ? place : null
  return workflowCommand(
    kind,
    {
      title: cutEnd(visible(title), 200),
      file: path === null ? null : exactPath(path),
      line: place?.startLine ?? null,
      endLine: place?.endLine ?? null,
      col: columns?.startColumn ?? null,
      endColumn: columns?.endColumn ?? null,
    },
    shortened(visibleText(message.replaceAll('\r\n', '\n'))),
  )
}

function shortened(text: string): string {
  if (text.length <= longestMessage) return text
  return `${text.slice(0, longestMessage - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** A property that is `null` or empty is left out. */
export function workflowCommand(
  name: string,
  properties: Readonly<Record<string, string | number | null>>,
  data: string,
): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === null || value === '' ? [] : [`${key}=${escapeProperty(`${value}`)}`],
  )
  return `::${name}${given.length > 0 ? ` ${given.join(',')}` : ''}::${escapeData(data)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
