import { prose } from '../markdown.ts'
import type { GateFault } from './host.ts'

/** A gate that could not tell, in Markdown: for a summary or an annotation, which has no verdict to show. */
export function faultMarkdown({ gate, code, message, hint }: GateFault): string {
  const title = `## ${gate.slice(0, 1).toUpperCase()}${prose(gate.slice(1))}: COULD NOT TELL`
  return `${[title, prose(message, 4000), prose(hint, 4000), `<sub>${prose(code)}</sub>`].join('\n\n')}\n`
}

/** The same in one line. */
export function faultLine({ message, hint }: GateFault): string {
  return `${message.trim().replace(/\.$/, '')}; ${hint}`
}
