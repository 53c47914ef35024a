import { xmlAttribute } from './xml.ts'

/** Replaces every secret in a text. */
export type Mask = (text: string) => string

const secretName =
  /(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|API_?KEY|PRIVATE_KEY|ACCESS_KEY|WEBHOOK_URL|SLACK_URL)$/
/** Shorter values would tear ordinary words apart, and are no secret worth the name. */
const SHORTEST = 6

/**
 * A mask for the secrets that the environment holds, in the forms in which output may carry them (as they
 * are, and as JSON, HTML, URL and base64 spell them), and for passwords inside URLs.
 */
export function createMask(env: Readonly<Record<string, string | undefined>>): Mask {
  const values = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= SHORTEST && secretName.test(name.toUpperCase()) ? [value] : [],
  )
  // Of a key over several lines each line is as secret as the whole.
  const parts = values.flatMap(value => (value.includes('\n') ? [value, ...value.split(/\r?\n/)] : [value]))
  const forms = [...new Set(parts.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  const pattern = forms.length > 0 ? new RegExp(forms.map(escapePattern).join('|'), 'g') : null
  return text => {
    // Markup ends a URL: what is masked after it was rendered stays well-formed.
    const masked = pattern ? text.replace(pattern, '***') : text
    return masked.replace(/(:\/\/[^\s/:@]{0,200}):[^\s/@<>"]{1,400}@/g, '$1:***@')
  }
}

function formsOf(value: string): readonly string[] {
  const html = value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
  const xml = xmlAttribute(value)
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '')
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    html,
    xml,
    encodeURIComponent(value),
    base64,
    value.trim(),
  ].filter(form => form.length >= SHORTEST)
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/**
 * The same value with every text in it masked: for what is escaped before it is written. What holds no secret is not
 * copied, which is all of most values.
 */
export function maskStrings<Value>(value: Value, mask: Mask): Value {
  if (typeof value === 'string') return mask(value) as Value
  if (typeof value !== 'object' || value === null) return value
  // Line numbers are most of a verdict, and no secrets.
  if (Array.isArray(value) && typeof value[0] === 'number') return value
  let copy: Value | null = null
  for (const key of Object.keys(value) as (keyof Value)[]) {
    const masked = maskStrings(value[key], mask)
    if (masked === value[key]) continue
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Value
    copy[key] = masked
  }
  return copy ?? value
}
