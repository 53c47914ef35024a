/** How the values of XUnit's attributes are written in the wild. */

const YEAR_MS = 365 * 86_400_000

/**
 * A duration in seconds → milliseconds, to the microsecond. Thousands separators are dropped, a decimal comma is taken
 * for one where nothing else can be meant; what is negative or no number is 0, and nothing lasts longer than a year
 * (Jenkins' rules). `null` when it is missing or no number.
 */
export function readDuration(text: string | undefined): number | null {
  if (text === undefined) return null
  const plain = text.trim()
  if (plain === '') return null
  const usual = /^\d+(\.\d+)?$/.test(plain) ? plain : withoutSeparators(plain)
  const seconds = Number(usual)
  if (Number.isNaN(seconds)) return null
  return Math.min(YEAR_MS, Math.max(0, Math.round(seconds * 1e6) / 1000))
}

function withoutSeparators(text: string): string {
  const commas = text.split(',').length - 1
  const thousands = text.includes('.') || commas > 1 || /^-?[1-9]\d{0,2},\d{3}$/.test(text)
  return thousands ? text.replaceAll(',', '') : text.replace(',', '.')
}

/**
 * A point in time → milliseconds since the epoch. Without a zone it is UTC, as Jenkins takes it; spaces inside are
 * dropped. `null` when it is none, and for the zero time of Go.
 */
export function readTimestamp(text: string | undefined): number | null {
  if (text === undefined) return null
  const plain = text.trim()
  const iso = /^(\d{4}-\d\d-\d\d)(?:[T ]\s*(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i.exec(
    plain,
  )
  if (!iso) return /^[A-Z][a-z]{2}, .*\bGMT$/.test(plain) ? sensible(Date.parse(plain)) : null
  const [, day, time = '00:00', zone = 'Z'] = iso
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
  return sensible(Date.parse(`${day}T${milliseconds(time.replace(',', '.'))}${offset}`))
}

/** Only three decimals of a second are in the standard that Date.parse keeps. */
function milliseconds(time: string): string {
  return time.replace(/(\.\d{3})\d+$/, '$1')
}

function sensible(at: number): number | null {
  return at > 0 ? at : null
}

/** A whole number, 0 or more; `null` when it is none. Counts may have separators. */
export function readCount(text: string | undefined): number | null {
  const plain = text?.trim().replaceAll(',', '') ?? ''
  return /^\d{1,15}$/.test(plain) ? Number(plain) : null
}

const ATTACHMENT = /^[ \t]*\[\[ATTACHMENT\|([^|\]]+)(?:\|[^\n]*)?\]\][ \t]*\r?$/

/** Output without its lines `[[ATTACHMENT|path]]`, and what they name. */
export function splitAttachments(text: string): {
  readonly text: string
  readonly attachments: readonly string[]
} {
  if (!text.includes('[[ATTACHMENT|')) return { text, attachments: [] }
  const attachments: string[] = []
  const lines = text.split('\n').filter(line => {
    const path = ATTACHMENT.exec(line)?.[1]
    if (path !== undefined) attachments.push(path.trim())
    return path === undefined
  })
  return { text: lines.join('\n'), attachments }
}
