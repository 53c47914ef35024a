import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type SchemaName = 'junit-10' | 'surefire'

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/xunit')
const files: Readonly<Record<SchemaName, string>> = {
  'junit-10': 'junit-10.xsd',
  surefire: 'surefire-test-report.xsd',
}

/**
 * What is wrong with a report by the schema that Jenkins' xunit plugin holds every file against, or by Surefire's; `[]`:
 * nothing. The caller sees to it that `xmllint` is there (test/require-tool.ts: `itNeeds('xmllint', …)`).
 * @throws Error when xmllint cannot be run, or cannot read the schema
 */
export function validate(xml: string, schema: SchemaName): readonly string[] {
  const { error, status, stderr } = spawnSync(
    'xmllint',
    ['--noout', '--huge', '--nonet', '--schema', join(fixtures, files[schema]), '-'],
    { input: xml, encoding: 'utf8', maxBuffer: 1 << 26 },
  )
  if (error) throw error
  if (status === 0) return []
  // 1: not well-formed; 3: not valid. Anything else is no word about the report.
  if (status !== 1 && status !== 3) throw new Error(`xmllint ended with ${status}: ${stderr}`)
  return stderr.split('\n').filter(line => line !== '' && !/^- fails to validate$/.test(line))
}
