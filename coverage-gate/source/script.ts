/**
 * A file as JavaScript or TypeScript to parse: of a Vue or Svelte component only what its `<script>` blocks hold, everything
 * else blanked, so that offsets and lines stay. `name` has the extension that tells the parser the language.
 */
export function scriptOf(path: string, text: string): { readonly name: string; readonly text: string } {
  if (!/\.(?:vue|svelte)$/.test(path)) return { name: path, text }
  let script = ''
  let at = 0
  let typed = false
  for (const match of text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)) {
    const [whole, attributes = '', body = ''] = match
    const start = match.index + whole.indexOf('>', 7 + attributes.length) + 1
    script += blank(text.slice(at, start)) + body
    at = start + body.length
    typed ||= /\blang\s*=\s*["']?tsx?\b/.test(attributes)
  }
  return { name: typed ? 'component.ts' : 'component.js', text: script + blank(text.slice(at)) }
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}
