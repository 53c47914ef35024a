import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshEntry, openSpool } from '../../notifiers/spool.ts'
import { sampleAlert } from './sample-alert.ts'

const here = dirname(fileURLToPath(import.meta.url))
const built = mkdtempSync(join(tmpdir(), 'cd-gate-spool-child-'))
const program = join(built, 'child.mjs')

beforeAll(async () => {
  const bundle = await rolldown({
    input: join(here, 'spool-child.ts'),
    platform: 'node',
    external: /^node:/,
  })
  await bundle.write({ file: program, codeSplitting: false })
  await bundle.close()
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

let root: string
let directory: string
let journal: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cd-gate-kill-'))
  directory = join(root, 'spool')
  journal = join(root, 'journal')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

interface Ended {
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** @param dieAt the step on disk before which it is killed; 0: none. @param all whether `later` is taken, too */
function child(alerts: readonly string[], dieAt: number, all = false): Promise<Ended> {
  const args = [program, directory, journal, alerts.join(','), String(dieAt), all ? 'all' : '']
  return new Promise(resolve => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ signal: error?.signal ?? null, stdout, stderr })
    })
  })
}

interface Line {
  readonly what: string
  readonly key: string
  readonly pid: string
}

function journalLines(): readonly Line[] {
  if (!existsSync(journal)) return []
  return readFileSync(journal, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => {
      const [what = '', id = '', address = '', pid = ''] = line.split(' ')
      return { what, key: `${id} ${address}`, pid }
    })
}

/** What was kept and never got anywhere, and what was delivered again after its delivery had been settled. */
function faults(): { readonly lost: readonly string[]; readonly twice: readonly string[] } {
  const lines = journalLines()
  const got = new Set(lines.filter(each => each.what === 'got').map(each => each.key))
  const kept = lines.filter(each => each.what === 'kept' && !each.key.endsWith(' refused'))
  const settled = new Set<string>()
  const twice: string[] = []
  for (const { what, key } of lines) {
    if (what === 'settled') settled.add(key)
    if (what === 'got' && settled.has(key)) twice.push(key)
  }
  return { lost: kept.filter(each => !got.has(each.key)).map(each => each.key), twice }
}

function refusedIds(): readonly string[] {
  const folder = join(directory, 'refused')
  return readdirSync(folder).map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')).alert.id)
}

/** What is left once everything has been delivered: nothing but what was refused. */
function leftovers(): readonly string[] {
  return readdirSync(directory).filter(name => name !== 'refused')
}

/** Hundreds of processes, on a machine that others may use, too. */
const SLOW_MS = 300_000

const idOf = (number: number): string => number.toString(16).padStart(32, '0')

test.each([
  ['telling', [], [idOf(1)]],
  ['flushing', [idOf(1)], []],
] as const)(
  'a kill before any step of %s loses nothing, and repeats nothing that was settled',
  async (_, before, alerts) => {
    const start = async (dieAt: number) => {
      rmSync(directory, { recursive: true, force: true })
      rmSync(journal, { force: true })
      if (before.length > 0) await child(before, 0)
      return child(alerts, dieAt, before.length > 0)
    }
    const { step: steps } = JSON.parse((await start(0)).stdout)
    expect(steps).toBeGreaterThanOrEqual(8)
    for (let dieAt = 1; dieAt <= steps; dieAt += 1) {
      expect((await start(dieAt)).signal).toBe('SIGKILL')
      const after = await child([], 0, true)
      expect({ dieAt, ...JSON.parse(after.stdout), stderr: after.stderr }).toMatchObject({
        notes: [],
        stderr: '',
      })
      expect({ dieAt, ...faults() }).toEqual({ dieAt, lost: [], twice: [] })
      expect({ dieAt, left: existsSync(directory) ? leftovers() : [] }).toEqual({ dieAt, left: [] })
      const wasKept = journalLines().some(each => each.what === 'kept')
      if (wasKept) expect({ dieAt, refused: refusedIds() }).toEqual({ dieAt, refused: [idOf(1)] })
    }
  },
  SLOW_MS,
)

test(
  'a hundred kills at random steps of processes that share a spool',
  async () => {
    let seed = 7
    const random = (most: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
      return 1 + (seed % most)
    }
    let kills = 0
    let next = 1
    while (kills < 100) {
      const alerts = () => Array.from({ length: 3 }, () => idOf(next++))
      const ended = await Promise.all([
        child(alerts(), random(150)),
        child(alerts(), random(150)),
        child([], random(60), true),
      ])
      kills += ended.filter(each => each.signal === 'SIGKILL').length
    }
    const last = await child([], 0, true)
    expect(last.stderr).toBe('')
    expect(JSON.parse(last.stdout).notes).toEqual([])
    expect(faults()).toEqual({ lost: [], twice: [] })
    expect(leftovers()).toEqual([])
    const kept = new Set(
      journalLines().flatMap(({ what, key }) => (what === 'kept' ? [key.split(' ')[0]] : [])),
    )
    expect(kept.size).toBeGreaterThan(50)
    expect([...kept].filter(id => !refusedIds().includes(id ?? ''))).toEqual([])
  },
  SLOW_MS,
)

test('processes that flush the same spool at once deliver everything once', async () => {
  const spool = openSpool(directory)
  for (let number = 1; number <= 120; number += 1) {
    await spool.put(
      freshEntry(sampleAlert({ id: idOf(number), at: number, breakage: null }), 'mail', ['a'], 1),
    )
  }
  const ended = await Promise.all([1, 2, 3, 4].map(() => child([], 0, true)))
  expect(ended.map(each => each.stderr)).toEqual(['', '', '', ''])
  const got = journalLines().filter(each => each.what === 'got')
  expect(got).toHaveLength(120)
  expect(new Set(got.map(each => each.key)).size).toBe(120)
  expect(new Set(got.map(each => each.pid)).size).toBeGreaterThan(1)
  expect(leftovers()).toEqual([])
})
