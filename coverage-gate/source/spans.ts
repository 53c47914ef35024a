/** A stretch of text as offsets, `end` exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The text with the given stretches (ascending, apart) as spaces, so that offsets and lines stay. */
export function blankOut(text: string, spans: readonly Span[]): string {
  let kept = ''
  let at = 0
  for (const { start, end } of spans) {
    kept += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, ' ')
    at = end
  }
  return kept + text.slice(at)
}

/** What lies between the given stretches (ascending, apart) of a text of this length. */
export function gaps(spans: readonly Span[], length: number): readonly Span[] {
  const starts = [0, ...spans.map(({ end }) => end)]
  return starts.map((start, index) => ({ start, end: spans[index]?.start ?? length }))
}
