import { readFileSync } from 'node:fs'
import { gateError } from '../core/errors.ts'
import { reasonOf } from '../core/system/files.ts'
import type { QuarantineEntry } from './quarantine.ts'

const schema = 'cd-gate/quarantine/1'

type Field = keyof QuarantineEntry
/** In the order of the file: what tells the test, what tells the failure, what people answer for. */
const fields: readonly Field[] = [
  'id',
  'name',
  'classname',
  'file',
  'project',
  'fingerprint',
  'message',
  'owner',
  'reason',
  'since',
  'expires',
]

/**
 * The entries of the file; none where there is no file, and none has to be.
 * @param name the file as messages call it
 * @param absent `refused`: somebody named the file, so that it must be there
 * @throws GateError quarantine.unreadable: a damaged or a misspelt file is never taken for an empty one
 */
export function readQuarantine(
  path: string,
  name: string,
  absent: 'empty' | 'refused' = 'empty',
): readonly QuarantineEntry[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && absent === 'empty') return []
    throw gateError('quarantine.unreadable', { file: name, why: reasonOf(error) }, error)
  }
  return parseQuarantine(text, name)
}

/** @throws GateError quarantine.unreadable */
export function parseQuarantine(text: string, name: string): readonly QuarantineEntry[] {
  const refuse = (why: string): never => {
    throw gateError('quarantine.unreadable', { file: name, why })
  }
  if (/^<{7} /m.test(text) && /^>{7} /m.test(text)) refuse('it holds a merge conflict')
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return refuse(`it is no JSON (${error instanceof Error ? error.message : error})`)
  }
  if (!isObject(data)) return refuse('it is no object')
  if (data.schema !== schema) return refuse(`its "schema" is not "${schema}"`)
  const unknown = Object.keys(data).find(key => key !== 'schema' && key !== 'entries')
  if (unknown !== undefined) return refuse(`it has the unknown field "${unknown}"`)
  if (!Array.isArray(data.entries)) return refuse('it has no list "entries"')
  return data.entries.map((entry: unknown, index) =>
    entryOf(entry, why => refuse(`entry ${index + 1} ${why}`)),
  )
}

/** A field that is not there is `''` (quarantine.ts says what that means); an unknown one is a misspelt one. */
function entryOf(data: unknown, refuse: (why: string) => never): QuarantineEntry {
  if (!isObject(data)) return refuse('is no object')
  const unknown = Object.keys(data).find(key => !fields.includes(key as Field))
  if (unknown !== undefined) return refuse(`has the unknown field "${unknown}"`)
  if (typeof data.id !== 'string' || data.id === '') return refuse('has no "id"')
  const wrong = fields.find(
    field =>
      data[field] !== undefined &&
      typeof data[field] !== 'string' &&
      !(field === 'file' && data.file === null),
  )
  if (wrong !== undefined) return refuse(`has a "${wrong}" that is no text`)
  const text = (field: Field): string => (typeof data[field] === 'string' ? data[field] : '')
  return {
    id: text('id'),
    name: text('name'),
    classname: text('classname'),
    file: typeof data.file === 'string' ? data.file : null,
    project: text('project'),
    fingerprint: text('fingerprint'),
    message: text('message'),
    owner: text('owner'),
    reason: text('reason'),
    since: text('since'),
    expires: text('expires'),
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One order and one form, whoever writes it: a field a line, so that two people's changes seldom meet. */
export function quarantineText(entries: readonly QuarantineEntry[]): string {
  const sorted = [...entries].sort(
    (one, other) =>
      compare(one.file ?? '', other.file ?? '') ||
      compare(one.classname, other.classname) ||
      compare(one.name, other.name) ||
      compare(one.id, other.id) ||
      compare(one.fingerprint, other.fingerprint),
  )
  const rows = sorted.map(entry => Object.fromEntries(fields.map(field => [field, entry[field]])))
  return `${JSON.stringify({ schema, entries: rows }, null, 2)}\n`
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
