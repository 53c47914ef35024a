export interface Cell {
  /** A version, a way of running, or both: `3`, `in band`, `10 parallel`. */
  readonly label: string
  readonly text: string
}

/** One text where all agree; else a line for each text, after the variants that have it. */
export function joinVariants(cells: readonly Cell[]): string {
  const texts = [...new Set(cells.map(({ text }) => text))]
  if (texts.length === 1) return texts.join('')
  return texts.map(text => `${labelOf(text, cells)}: ${text}`).join('<br>')
}

interface Parts {
  readonly version: string
  readonly mode: string
  readonly chosen: boolean
}

/** All that are serial → `serial`; all of version 12 → `12`; of the rest, `10, 11 parallel`. */
function labelOf(text: string, cells: readonly Cell[]): string {
  const parts = cells.map((cell): Parts => {
    const version = /^\d\S*/.exec(cell.label)?.[0] ?? ''
    return { version, mode: cell.label.slice(version.length).trim(), chosen: cell.text === text }
  })
  const whole = (test: (part: Parts) => boolean) => parts.filter(test).every(({ chosen }) => chosen)
  const modes = unique(parts, 'mode').filter(mode => mode !== '' && whole(part => part.mode === mode))
  const rest = parts.filter(({ mode, chosen }) => chosen && !modes.includes(mode))
  const versions = unique(rest, 'version').filter(version =>
    parts.every(part => part.version !== version || rest.includes(part)),
  )
  const single = rest.filter(({ version }) => !versions.includes(version))
  return [
    ...modes,
    ...(versions.length > 0 ? [versions.join(', ')] : []),
    ...unique(single, 'mode').map(mode => {
      const here = single.filter(part => part.mode === mode).map(({ version }) => version)
      return `${here.join(', ')} ${mode}`
    }),
  ].join('; ')
}

function unique(parts: readonly Parts[], key: 'version' | 'mode'): readonly string[] {
  return [...new Set(parts.map(part => part[key]))]
}
