import { basename, dirname, extname, join } from 'node:path'

/** What a template's placeholders stand for. */
export interface NameParts {
  readonly runner: string
  /** `''` where there is none. */
  readonly project: string
  readonly shard: string
  readonly pid: number
}

/**
 * Fills a template such as `reports/junit/{project}-{shard}.xml`. A placeholder without a value takes the separator beside
 * it along; values keep only what is safe in a file name.
 */
export function fillTemplate(template: string, parts: NameParts): string {
  const values: Readonly<Record<string, string>> = {
    runner: parts.runner,
    project: parts.project,
    shard: parts.shard,
    pid: String(parts.pid),
  }
  const directory = dirname(template)
  const extension = extname(template)
  const fill = (text: string) =>
    text
      .replace(/([-_.]?)\{(\w+)\}/g, (whole, separator: string, name: string) => {
        const value = values[name]
        if (value === undefined) return whole
        return value === '' ? '' : separator + safe(value)
      })
      .replace(/^[-_.]+(?=.)/, '')
  const stem = fill(basename(template, extension)) || parts.runner
  const folders = directory.split('/').map(each => (each.includes('{') ? fill(each) : each))
  return join(
    folders.filter((each, index) => each !== '' || index === 0).join('/') || '/',
    `${stem}${extension}`,
  )
}

/** Placeholders that no run has. */
export function unknownPlaceholder(template: string): string | null {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '')
  return names.find(name => !['runner', 'project', 'shard', 'pid'].includes(name)) ?? null
}

function safe(value: string): string {
  const kept = value.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '')
  return kept.slice(0, 100) || '-'
}

/** `x.xml`, `x-0002.xml`, `x-0003.xml` … */
export function partName(output: string, part: number): string {
  if (part === 1) return output
  const extension = extname(output)
  return `${output.slice(0, output.length - extension.length)}-${String(part).padStart(4, '0')}${extension}`
}

/** Is it `output` itself or a further part of it? */
export function isPartOf(name: string, output: string): boolean {
  if (name === basename(output)) return true
  const extension = extname(output)
  const stem = basename(output, extension)
  return (
    name.startsWith(`${stem}-`) &&
    name.endsWith(extension) &&
    /^\d{4,}$/.test(name.slice(stem.length + 1, name.length - extension.length))
  )
}

/** What stands beside an unfinished report, and is gone once it is finished. */
export function journalOf(output: string): string {
  return `${output}.partial.jsonl`
}
