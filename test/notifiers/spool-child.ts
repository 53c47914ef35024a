import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { dispatch, flush } from '../../notifiers/dispatch.ts'
import { type Claim, openSpool, type Spool } from '../../notifiers/spool.ts'
import { fakeChannel, never, proven, tomorrow } from './fake-channel.ts'
import { sampleAlert } from './sample-alert.ts'

/**
 * A process that spools, delivers and dies by SIGKILL before the given step on disk (0: it lives). What it was told to be
 * safe, what its receiver got and what it has settled stands in a journal.
 */
const [directory = '', journal = '', alerts = '', dieAt = '0', refusals = ''] = process.argv.slice(2)

let step = 0
let isJournal = false
const stepping = [
  'openSync',
  'writeSync',
  'fsyncSync',
  'renameSync',
  'mkdirSync',
  'rmSync',
  'rmdirSync',
] as const
for (const name of stepping) {
  const original = fs[name] as (...args: readonly unknown[]) => unknown
  const counted = (...args: readonly unknown[]): unknown => {
    if (!isJournal) step += 1
    if (!isJournal && step === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
    return original(...args)
  }
  Object.assign(fs, { [name]: counted })
}
syncBuiltinESMExports()

function note(what: 'kept' | 'got' | 'settled', id: string, address: string): void {
  isJournal = true
  fs.appendFileSync(journal, `${what} ${id} ${address} ${process.pid}\n`)
  isJournal = false
}

function watched(spool: Spool): Spool {
  return {
    ...spool,
    put: async entry => {
      await spool.put(entry)
      for (const address of entry.to) note('kept', entry.alert.id, address)
    },
    claim: which => {
      const claim = spool.claim(which)
      return claim && watchedClaim(claim)
    },
  }
}

/** A receiver knows the alert that carries the others: the newest of them. */
function watchedClaim(claim: Claim): Claim {
  const { id } = claim.read().alert
  return {
    ...claim,
    get to() {
      return claim.to
    },
    settle: settlement => {
      const open = claim.to
      claim.settle(settlement)
      for (const address of settlement.delivered) if (open.includes(address)) note('settled', id, address)
    },
  }
}

const mail = fakeChannel('mail', (address, _, { alert }) => {
  if (address === 'refused') return never
  if (address === 'later' && refusals === '') return tomorrow
  note('got', alert.id, address)
  return proven
})
const setting = {
  spool: watched(openSpool(directory)),
  deadlineMs: 60_000,
  signal: new AbortController().signal,
  log: (line: string) => process.stderr.write(`${line}\n`),
}
for (const id of alerts.split(',').filter(each => each !== '')) {
  const alert = sampleAlert({ id, at: Number.parseInt(id.slice(-6), 16), breakage: null })
  await dispatch([{ opened: mail, alert, to: ['a', 'later', 'refused'] }], setting)
}
const { notes } = await flush([mail], setting)
process.stdout.write(JSON.stringify({ step, notes }))
