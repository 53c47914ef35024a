import { type Html, html } from '../../core/html.ts'
import type { Beat } from '../report-model.ts'

const WIDTH = 4
const GAP = 1
const HEIGHT = 16

/** Height and colour both tell what happened: nobody has to see colours. */
const bars: Readonly<Record<Beat, { readonly height: number; readonly tint: string }>> = {
  passed: { height: 4, tint: 'good' },
  incident: { height: 7, tint: 'soft' },
  flaky: { height: 11, tint: 'unsure' },
  failed: { height: 16, tint: 'bad' },
}

/** The newest runs of a test, oldest first: attributes only, for a page that allows no style of its own. */
export function sparkline(recent: readonly Beat[]): Html {
  const width = Math.max(recent.length * (WIDTH + GAP) - GAP, 1)
  const counted = (['failed', 'flaky', 'incident', 'passed'] as const)
    .map(beat => ({ beat, count: recent.filter(each => each === beat).length }))
    .filter(({ count }) => count > 0)
    .map(({ beat, count }) => `${count} ${beat === 'incident' ? 'in incidents' : beat}`)
  const text = `the last ${recent.length} runs, oldest first: ${counted.join(', ')}`
  const paths = (Object.keys(bars) as Beat[]).map(beat => {
    const { height, tint } = bars[beat]
    const shapes = recent.flatMap((each, index) =>
      each === beat ? [`M${index * (WIDTH + GAP)} ${HEIGHT - height}h${WIDTH}v${height}h-${WIDTH}z`] : [],
    )
    return shapes.length === 0
      ? null
      : html`<path class="${tint}" fill="currentColor" d="${shapes.join('')}"/>`
  })
  return html`<svg width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${text}"><title>${text}</title>${paths}</svg>`
}
