import { createHash } from 'node:crypto'
import type { Store } from '../../core/system/store/store.ts'
import type { CoverageRecord } from './record.ts'
import { decodeRecord, encodeRecord } from './record-codec.ts'
import { surplusRecords } from './retention.ts'

/** Records lie under `coverage/<commit>/<tree>/<time>-<hash>`, so that keys alone tell which commits have one. */
const PREFIX = 'coverage/'

/** The name of a record without its content. */
export interface KeptRecord {
  readonly key: string
  readonly commit: string
  readonly tree: string
  /** When it was recorded, in milliseconds since 1970. */
  readonly at: number
}

/** Keeps a record, and then drops those that nobody needs any more. @throws GateError store.* */
export async function keepRecord(store: Store, record: CoverageRecord): Promise<string> {
  const bytes = encodeRecord(record)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const key = `${PREFIX}${record.commit}/${record.tree}/${String(record.at).padStart(15, '0')}-${hash}`
  await store.write(new Map([[key, bytes]]))
  const surplus = surplusRecords(await keptRecords(store))
  if (surplus.length > 0) await store.remove(surplus.map(each => each.key))
  return key
}

/** What is kept, the newest first. @throws GateError store.* */
export async function keptRecords(store: Store): Promise<readonly KeptRecord[]> {
  return recordsNamed(await store.keys(PREFIX))
}

/** The keys that name coverage records, the newest first. */
export function recordsNamed(keys: readonly string[]): readonly KeptRecord[] {
  const records = keys.flatMap((key): readonly KeptRecord[] => {
    const [, commit = '', tree = '', at = ''] = /^coverage\/([^/]+)\/([^/]+)\/(\d+)-/.exec(key) ?? []
    return commit === '' ? [] : [{ key, commit, tree, at: Number(at) }]
  })
  return records.sort((a, b) => b.at - a.at)
}

/** Records, or why one of them cannot be read. */
export interface ReadRecords {
  readonly records: readonly CoverageRecord[]
  readonly damaged: readonly { readonly key: string; readonly fault: string }[]
}

/** A record whose content is not what its key says is as damaged as one that cannot be read. @throws GateError store.* */
export async function readRecords(store: Store, kept: readonly KeptRecord[]): Promise<ReadRecords> {
  const contents = await store.read(kept.map(each => each.key))
  const records: CoverageRecord[] = []
  const damaged: { key: string; fault: string }[] = []
  for (const { key, commit, tree } of kept) {
    const bytes = contents.get(key)
    if (!bytes) continue
    const record = decodeRecord(bytes)
    if ('fault' in record) damaged.push({ key, fault: record.fault })
    else if (record.commit !== commit || record.tree !== tree)
      damaged.push({ key, fault: 'it is of another commit than its name says' })
    else records.push(record)
  }
  return { records, damaged }
}
