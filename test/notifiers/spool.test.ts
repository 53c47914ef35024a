import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Alert } from '../../notifiers/model.ts'
import { freshEntry, openSpool, refusedIn, type Spool } from '../../notifiers/spool.ts'
import { sampleAlert } from './sample-alert.ts'

let root: string
let directory: string
let spool: Spool
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cd-gate-spool-'))
  directory = join(root, '.cd-gate', 'spool')
  spool = openSpool(directory)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const entry = (changes: Partial<Alert> = {}, channel = 'mail', to = ['a@lab.test', 'b@lab.test']) =>
  freshEntry(sampleAlert(changes), channel, to, 1000)

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(each => each.isFile())
    .map(each => join(each.parentPath, each.name))

/** The one entry's file. */
const fileOf = (): string => filesIn(directory).find(file => /\.(json|claim)$/.test(file)) ?? ''

test('appears with the first alert, for its owner’s eyes only', async () => {
  expect(await spool.list()).toEqual({ entries: [], damaged: [] })
  expect(existsSync(directory)).toBe(false)
  await spool.put(entry())
  expect(statSync(directory).mode & 0o777).toBe(0o700)
  expect(statSync(fileOf()).mode & 0o777).toBe(0o600)
  expect(await spool.list()).toEqual({ entries: [entry()], damaged: [] })
})

test('an alert is there once for each channel, however often it is put', async () => {
  await spool.put(entry())
  await spool.put(entry({ at: sampleAlert().at + 5 }))
  await spool.put(entry({}, 'irc', ['#ci']))
  const { entries } = await spool.list()
  expect(entries.map(each => each.channel).sort()).toEqual(['irc', 'mail'])
})

test('the newest comes first, whatever the order of putting', async () => {
  for (const at of [30, 10, 20]) await spool.put(entry({ id: `${at}`, at }))
  expect((await spool.list()).entries.map(each => each.alert.at)).toEqual([30, 20, 10])
  expect(spool.slots().map(each => each.at)).toEqual([30, 20, 10])
})

test('gains addresses that it lacks, but none that is done', async () => {
  await spool.put(entry())
  const claim = spool.claim(entry())
  claim?.settle({ delivered: ['a@lab.test'], refused: [], why: null })
  claim?.release()
  await spool.put(entry({}, 'mail', ['a@lab.test', 'b@lab.test', 'c@lab.test']))
  expect((await spool.list()).entries.map(each => each.to)).toEqual([['b@lab.test', 'c@lab.test']])
})

test('addresses that come while it is being delivered wait beside it', async () => {
  await spool.put(entry())
  const claim = spool.claim(entry())
  await spool.put(entry({}, 'mail', ['b@lab.test', 'c@lab.test']))
  claim?.settle({ delivered: ['a@lab.test', 'b@lab.test'], refused: [], why: null })
  expect((await spool.list()).entries.map(each => each.to)).toEqual([['c@lab.test']])
})

test('has one owner at a time', async () => {
  await spool.put(entry())
  const first = spool.claim(entry())
  expect(first?.to).toEqual(['a@lab.test', 'b@lab.test'])
  expect(spool.claim(entry())).toBeNull()
  expect(openSpool(directory).claim(entry())).toBeNull()
  first?.release()
  expect(spool.claim(entry())).not.toBeNull()
})

test('only what is proven leaves; what was tried is counted', async () => {
  await spool.put(entry())
  const claim = spool.claim(entry())
  if (claim === null) throw new Error('not claimed')
  await spool.settle(claim, {
    delivered: ['a@lab.test', 'stranger@lab.test'],
    refused: [],
    why: 'b was busy',
  })
  claim.release()
  const left = (await spool.list()).entries
  expect(left).toEqual([
    { ...entry(), to: ['b@lab.test'], done: ['a@lab.test'], attempts: 1, lastWhy: 'b was busy' },
  ])
  const again = spool.claim(entry())
  again?.settle({ delivered: ['b@lab.test'], refused: [], why: null })
  expect(filesIn(directory)).toEqual([])
  expect(spool.claim(entry())).toBeNull()
})

test('what is refused is kept apart, and counted', async () => {
  await spool.put(entry())
  const claim = spool.claim(entry())
  claim?.settle({ delivered: [], refused: [{ address: 'a@lab.test', why: '550 unknown' }], why: 'x' })
  claim?.settle({ delivered: [], refused: [{ address: 'b@lab.test', why: '550 gone' }], why: 'x' })
  expect(spool.slots()).toEqual([])
  expect(refusedIn(directory)).toBe(1)
  const [file = ''] = filesIn(join(directory, 'refused'))
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    alert: sampleAlert(),
    refused: [{ address: 'a@lab.test' }, { address: 'b@lab.test', why: '550 gone' }],
  })
})

/** As if another process had claimed the only entry. */
function claimAs(owner: { host?: string; pid: number; start?: string; since: number }): void {
  const word = ownWord()
  const { host = word[0], pid, start = word[2], since } = owner
  const file = fileOf()
  const claimed = file.replace(/\.json$/, `.${host}.${pid}.${start}.${since}.1.claim`)
  writeFileSync(claimed, readFileSync(file))
  rmSync(file)
}

/** host, pid, start, since, number. */
function ownWord(): readonly string[] {
  const claim = spool.claim(entry())
  const word = /\.([^/]+)\.claim$/.exec(fileOf())?.[1] ?? ''
  claim?.release()
  return word.split('.')
}

test.each([
  ['a process that is dead', { pid: 2 ** 22 + 1, since: Date.now() }, true],
  ['a process whose number was given to another', { pid: process.pid, start: '1', since: Date.now() }, true],
  ['a living process, however long it takes', { pid: process.pid, since: 5 }, false],
  ['another machine’s, a moment ago', { host: '00000000', pid: 1, since: Date.now() }, false],
  ['another machine’s, an hour ago', { host: '00000000', pid: 1, since: Date.now() - 3_600_000 }, true],
])('the claim of %s is taken over: %#', async (_, owner, isTaken) => {
  expect(hostname()).not.toBe('')
  await spool.put(entry())
  claimAs(owner)
  expect(spool.slots()).toHaveLength(1)
  expect(spool.claim(entry()) !== null).toBe(isTaken)
})

test.each([
  ['cut off', (file: string) => truncateSync(file, 100), /cut off/],
  ['empty', (file: string) => truncateSync(file, 0), /empty/],
  ['of another program', (file: string) => writeFileSync(file, '{"schema":"other"}'), /schema/],
  ['without its alert', (file: string) => writeFileSync(file, '{"schema":"cd-gate/spool/1"}'), /"alert"/],
])('what is %s is kept aside and told, each time; the rest is delivered', async (_, damage, why) => {
  await spool.put(entry())
  damage(fileOf())
  await spool.put(entry({ id: 'beef' }))
  const first = await spool.list()
  expect(first.entries.map(each => each.alert.id)).toEqual(['beef'])
  expect(first.damaged).toEqual([
    { file: expect.stringMatching(/^damaged\//), why: expect.stringMatching(why) },
  ])
  expect(existsSync(join(directory, first.damaged[0]?.file ?? ''))).toBe(true)
  expect(spool.damaged()).toHaveLength(1)
  // The same alert may be put again.
  await spool.put(entry())
  expect(spool.slots()).toHaveLength(2)
})

test('claiming what is damaged sets it aside, too', async () => {
  await spool.put(entry())
  truncateSync(fileOf(), 9)
  expect(spool.claim(entry())).toBeNull()
  expect(spool.slots()).toEqual([])
  expect(spool.damaged()).toHaveLength(1)
})

test('a later version’s alert stays for that version', async () => {
  await spool.put(entry())
  writeFileSync(fileOf(), '{"schema":"cd-gate/spool/2"}')
  expect(spool.claim(entry())).toBeNull()
  expect(spool.damaged()).toEqual([
    { file: expect.stringMatching(/\.json$/), why: 'another version of cd-gate wrote it' },
  ])
  expect(spool.slots()).toHaveLength(1)
})

test('a folder that a killed process left empty is no alert', async () => {
  await spool.put(entry())
  rmSync(fileOf())
  expect(spool.slots()).toEqual([])
  await spool.put(entry())
  expect(spool.slots()).toHaveLength(1)
})

test('a disk that takes nothing is told, with what is lost by it', async () => {
  writeFileSync(join(root, 'file'), '')
  const blocked = openSpool(join(root, 'file', 'spool'))
  await expect(blocked.put(entry())).rejects.toMatchObject({
    code: 'notify.spool',
    message: expect.stringMatching(/cannot be used/),
  })
  mkdirSync(join(root, 'other'))
  expect(openSpool(join(root, 'other')).slots()).toEqual([])
})
