import { blankOut, gaps, type Span } from './spans.ts'

/** How a script is to be parsed; `js` takes JSX too. */
export type Dialect = 'js' | 'ts' | 'tsx'

export interface Script {
  readonly dialect: Dialect
  /** As long as the file: what is no script is blanked, so that offsets and lines stay. */
  readonly text: string
  /** Comments of the markup around the scripts. */
  readonly markupComments: readonly Span[]
}

/** A file as JavaScript or TypeScript: of a Vue or Svelte component what its `<script>` blocks hold. */
export function scriptOf(path: string, text: string): Script {
  if (/\.(?:vue|svelte)$/i.test(path)) return componentScript(text)
  const dialect = /\.[mc]?ts$/i.test(path) ? 'ts' : /\.tsx$/i.test(path) ? 'tsx' : 'js'
  return { dialect, text, markupComments: [] }
}

function componentScript(text: string): Script {
  const bodies: Span[] = []
  const markupComments: Span[] = []
  let dialect: Dialect = 'js'
  const lastClosing = text.lastIndexOf('-->')
  const opening = /<!--|<script(?=[\s/>])/gi
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const start = match.index
    if (match[0] === '<!--') {
      if (start > lastClosing) continue
      opening.lastIndex = text.indexOf('-->', start) + 3
      markupComments.push({ start, end: opening.lastIndex })
      continue
    }
    const bodyStart = tagEnd(text, start)
    if (bodyStart < 0) break
    opening.lastIndex = bodyStart
    const tag = text.slice(start, bodyStart)
    if (tag.endsWith('/>')) continue
    const body = { start: bodyStart, end: closingTag(text, bodyStart) }
    bodies.push(body)
    opening.lastIndex = body.end
    const language = /\slang\s*=\s*["']?(tsx?)\b/i.exec(tag)?.[1]?.toLowerCase()
    if (language === 'ts' || language === 'tsx') dialect = language
  }
  return { dialect, text: blankOut(text, gaps(bodies, text.length)), markupComments }
}

/** Behind the `>` of the tag that begins here, one within quotes set aside; -1 when the tag has no end. */
function tagEnd(text: string, start: number): number {
  const mark = /["'>]/g
  mark.lastIndex = start
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    if (match[0] === '>') return mark.lastIndex
    const closing = text.indexOf(match[0], mark.lastIndex)
    if (closing < 0) return -1
    mark.lastIndex = closing + 1
  }
  return -1
}

/** Where the script ends; without a closing tag it reaches to the end, as in a browser. */
function closingTag(text: string, start: number): number {
  const closing = /<\/script\s*>/gi
  closing.lastIndex = start
  return closing.exec(text)?.index ?? text.length
}
