/** What stands between the marks of docs/reporters.md is written by a test run. */
const begin = '<!-- scenarios -->\n'
const end = '<!-- /scenarios -->\n'

/** @throws Error where a mark is missing */
export function generatedPart(page: string): string {
  const { from, to } = placeOf(page)
  return page.slice(from, to)
}

/** @throws Error where a mark is missing */
export function withGeneratedPart(page: string, text: string): string {
  const { from, to } = placeOf(page)
  return page.slice(0, from) + text + page.slice(to)
}

function placeOf(page: string): { readonly from: number; readonly to: number } {
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`the page has no ${begin.trim()} with ${end.trim()} after it`)
  return { from: from + begin.length, to }
}
