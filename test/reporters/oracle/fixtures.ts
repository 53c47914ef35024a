import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ReportText } from './jenkins.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/xunit')

/** A report of test/fixtures/xunit (its SOURCES.md says where each comes from). */
export function fixture(path: string): ReportText {
  return { name: basename(path), text: readFileSync(join(folder, path), 'utf8') }
}
