import { basename } from 'node:path'
import type { Alert, Attachment } from '../model.ts'
import { clean, plain } from './clean.ts'

const LOG_LINES = 40

export interface CarriedFile {
  readonly filename: string
  readonly contentType: string
  readonly content: Buffer
}

export interface Carried {
  readonly files: readonly CarriedFile[]
  /** What stayed behind, and why. */
  readonly leftOut: readonly string[]
}

/** Nothing of an alert's files, for a server that takes no more. */
export function carryNothing(alert: Alert): Carried {
  const names = candidates(alert).map(({ name }) => fileName(name))
  return { files: [], leftOut: names.map(name => `${name}: the mail server takes no mail of this size`) }
}

/** The files that fit into the budget together, first come first served. @param budget in bytes */
export function carry(alert: Alert, budget: number): Carried {
  const files: CarriedFile[] = []
  const leftOut: string[] = []
  let room = budget
  for (const { name, type, text } of candidates(alert)) {
    const content = Buffer.from(text)
    const filename = fileName(name)
    if (content.length > room) {
      leftOut.push(
        `${filename}: ${kilobytes(content.length)}, over the budget of ${kilobytes(budget)} for attachments`,
      )
      continue
    }
    room -= content.length
    files.push({ filename, contentType: `${textType(type)}; charset=utf-8`, content })
  }
  return { files, leftOut }
}

/** What the mail shows of the log is its end: the rest of it comes first. */
function candidates({ log, attachments }: Alert): readonly Attachment[] {
  const text = plain(log)
  const isShown = text.split('\n', LOG_LINES + 2).length <= LOG_LINES
  return isShown ? attachments : [{ name: 'build-log.txt', type: 'text/plain', text }, ...attachments]
}

/** A name without a path, for every file system. */
function fileName(name: string): string {
  const last = basename(name.replaceAll('\\', '/'))
  const safe = clean(last, 80).replace(/[^\p{L}\p{N}._ -]+/gu, '_')
  return /^[._ -]*$/.test(safe) ? 'attachment.txt' : safe.replace(/^\.+/, '')
}

function textType(type: string): string {
  return /^(?:text\/[a-z0-9.+-]+|application\/(?:json|xml))$/i.test(type) ? type.toLowerCase() : 'text/plain'
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`
}
