import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Attachment } from './playwright-api.ts'
import type { KnownTest } from './test-files.ts'

/**
 * Tells the files of an attempt. What a test attached as bytes is written below Playwright's own output directory, under
 * the hash of its content, since a report can only name files; where that cannot be, the test says what was left out.
 * Names that begin with `_` are Playwright's own.
 */
export function tellAttachments(
  { recording, told }: Pick<KnownTest, 'recording' | 'told'>,
  attachments: readonly Attachment[],
  outputDir: string | undefined,
): void {
  for (const attachment of attachments) {
    if (attachment.name.startsWith('_')) continue
    const path = attachment.path ?? written(attachment, outputDir)
    const key = path ?? JSON.stringify([attachment.name, 'left out'])
    if (told.has(key)) continue
    told.add(key)
    if (path === null) recording.property(`attachment.${attachment.name}`, leftOut(attachment))
    else recording.attach(path)
  }
}

function written({ contentType, body }: Attachment, outputDir: string | undefined): string | null {
  if (body === undefined || outputDir === undefined) return null
  const name = createHash('sha256').update(body).digest('hex').slice(0, 32)
  const path = join(outputDir, 'cd-gate-attachments', `${name}.${extensionOf(contentType)}`)
  try {
    mkdirSync(join(outputDir, 'cd-gate-attachments'), { recursive: true })
    writeFileSync(path, body)
    return path
  } catch {
    return null
  }
}

function leftOut({ contentType, body }: Attachment): string {
  return `left out: ${body?.length ?? 0} bytes of ${contentType || 'unknown type'}, which could not be written to a file`
}

/** Of the kinds that tests attach as bytes; a browser opens a file by its extension. */
const extensions: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'text/markdown': 'md',
  'application/json': 'json',
  'application/xml': 'xml',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'image/webp': 'webp',
  'video/webm': 'webm',
}

function extensionOf(contentType: string): string {
  return extensions[contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''] ?? 'bin'
}
