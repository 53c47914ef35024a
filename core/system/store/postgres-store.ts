import { readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { gateError } from '../../errors.ts'
import { reasonOf } from '../files.ts'
import { withoutPassword } from './address.ts'
import { isKey, type Store } from './store.ts'

/** The one lock that migrations of every agent take: a number that nobody else uses by chance. */
const migrationLock = 0x63646761

/** One statement each, in order; the table holds how many were applied. */
const migrations: readonly string[] = [
  `create table cd_gate_segments (
     key text collate "C" primary key,
     body bytea not null,
     written_at timestamptz not null default now()
   )`,
]

/**
 * Segments as rows of a team's database. Writing is idempotent: the first writer of a key wins, so that any number of
 * agents may tell the same build.
 * @throws GateError store.unusable
 */
export async function postgresStore(
  address: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Store> {
  const where = withoutPassword(address)
  const pool = await openPool(address, env)
  const guard = async <T>(what: 'read' | 'write', action: () => Promise<T>): Promise<T> => {
    try {
      return await action()
    } catch (error) {
      throw gateError('store.unusable', { where, what, why: whyOf(error) }, error)
    }
  }
  try {
    await guard('write', () => migrate(pool))
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    where,
    keys: prefix =>
      guard('read', async () => {
        const sql = 'select key from cd_gate_segments where key >= $1 and key < $2 order by key'
        const { rows } = await pool.query<{ key: string }>(sql, [prefix, `${prefix}\u{10ffff}`])
        return rows.map(row => row.key)
      }),
    read: keys =>
      guard('read', async () => {
        const sql = 'select key, body from cd_gate_segments where key = any($1)'
        const { rows } = await pool.query<{ key: string; body: Buffer }>(sql, [[...keys]])
        return new Map(rows.map(({ key, body }) => [key, new Uint8Array(body)]))
      }),
    write: segments =>
      guard('write', async () => {
        const keys = [...segments.keys()]
        const wrong = keys.find(key => !isKey(key))
        if (wrong !== undefined) throw new Error(`"${wrong}" is no key`)
        if (keys.length === 0) return
        const sql =
          'insert into cd_gate_segments (key, body) select * from unnest($1::text[], $2::bytea[]) on conflict (key) do nothing'
        await pool.query(sql, [keys, [...segments.values()].map(bytes => Buffer.from(bytes))])
      }),
    remove: keys =>
      guard('write', async () => {
        await pool.query('delete from cd_gate_segments where key = any($1)', [[...keys]])
      }),
    close: () => pool.end(),
  }
}

async function openPool(address: string, env: Readonly<Record<string, string | undefined>>): Promise<Pool> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: withPassword(address, passwordOf(env)),
    max: 4,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
    application_name: 'cd-gate',
  })
  // An idle connection that breaks is found by the next query; without this it would end the process.
  pool.on('error', () => {})
  return pool
}

/** The address is what pg goes by: a password beside it would not count. */
function withPassword(address: string, password: string | undefined): string {
  if (password === undefined || !URL.canParse(address)) return address
  const url = new URL(address)
  url.password = encodeURIComponent(password)
  return url.href
}

/** @throws GateError store.unusable when the file that should hold the password cannot be read */
function passwordOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const file = env.CD_GATE_RECORD_PASSWORD_FILE
  if (!file) return env.CD_GATE_RECORD_PASSWORD || undefined
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    const details = { where: 'CD_GATE_RECORD_PASSWORD_FILE', what: 'read', why: reasonOf(error) } as const
    throw gateError('store.unusable', details, error)
  }
}

/** One agent at a time, in one transaction: a killed migration leaves nothing behind. */
async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await client.query('create table if not exists cd_gate_schema (version integer not null)')
    const { rows } = await client.query<{ version: number }>('select version from cd_gate_schema')
    const version = rows[0]?.version ?? 0
    if (version > migrations.length) throw new Error(`it was made by a later cd-gate (schema ${version})`)
    for (const statement of migrations.slice(version)) await client.query(statement)
    if (rows.length === 0) await client.query('insert into cd_gate_schema values ($1)', [migrations.length])
    else if (version < migrations.length)
      await client.query('update cd_gate_schema set version = $1', [migrations.length])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/** A refused connection is several errors in one, without a message of its own. */
function whyOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return whyOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
