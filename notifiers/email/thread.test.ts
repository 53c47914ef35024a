import { expect, test } from 'vitest'
import { sampleAlert } from '../../test/notifiers/sample-alert.ts'
import type { Alert } from '../model.ts'
import { type Mailbox, parseMailbox } from './mailbox.ts'
import { threadOf } from './thread.ts'

const from = { ...(parseMailbox('ci@lab.test') as Mailbox), name: '' }
const thread = (changes: Partial<Alert> = {}, subjectPrefix: string | null = null, address = 'a@lab.test') =>
  threadOf(sampleAlert(changes), address, { from, subjectPrefix })

test('its identity is the alert’s and the person’s, its root the breakage’s', () => {
  const one = thread()
  expect(one.root).toBe('<cdgate.feedfacefeedfacefeedfacefeedface.root@lab.test>')
  expect(one.messageId).toMatch(/^<cdgate\.[0-9a-f]{32}@lab\.test>$/)
  expect(thread()).toEqual(one)
  expect(thread({}, null, 'A@lab.test').messageId).toBe(one.messageId)
  expect(thread({}, null, 'b@lab.test').messageId).not.toBe(one.messageId)
  expect(thread({ id: 'f'.repeat(32) }).messageId).not.toBe(one.messageId)
})

test('an identity that is none of ours stays within its header', () => {
  const breakage = { ...sampleAlert().breakage!, id: 'x>\r\nBcc: evil@evil.test' }
  expect(thread({ breakage }).root).toMatch(/^<cdgate\.[0-9a-f]{32}\.root@lab\.test>$/)
})

test.each<[Partial<Alert>, string]>([
  [{}, '[acme/pay] main broken since 1a2b3c4'],
  [{ event: 'first-build', previous: null }, '[acme/pay] main broken since 1a2b3c4'],
  [{ event: 'unstable', status: 'UNSTABLE' }, '[acme/pay] main broken since 1a2b3c4'],
  [
    { event: 'unstable', status: 'UNSTABLE', previous: 'FAILURE' },
    'Re: [acme/pay] main broken since 1a2b3c4',
  ],
  [{ event: 'still-broken', previous: 'FAILURE' }, 'Re: [acme/pay] main broken since 1a2b3c4'],
  [{ event: 'fixed', status: 'SUCCESS', previous: 'UNSTABLE' }, 'Re: [acme/pay] main broken since 1a2b3c4'],
  [{ breakage: { ...sampleAlert().breakage!, firstBadCommit: null } }, '[acme/pay] main broken'],
  [{ event: 'aborted', status: 'ABORTED', breakage: null }, '[acme/pay] main aborted (build 42)'],
  [
    { event: 'first-build', status: 'SUCCESS', breakage: null },
    '[acme/pay] main built for the first time (build 42)',
  ],
])('the subject of %j', (changes, subject) => {
  expect(thread(changes).subject).toBe(subject)
  expect(thread(changes).root === null).toBe(changes.breakage === null)
})

test('the user’s prefix, and what is there instead of a branch', () => {
  const build = { ...sampleAlert().build, branch: null, change: { id: '7', url: null } }
  expect(thread({ build }, '[ci]').subject).toBe('[ci] change 7 broken since 1a2b3c4')
})

test('a long branch is cut, and the commit stays', () => {
  const build = { ...sampleAlert().build, branch: 'ж'.repeat(500) }
  for (const event of ['broken', 'fixed'] as const) {
    const { subject } = thread({ build, event })
    expect(subject.length).toBeLessThanOrEqual(120)
    expect(subject).toMatch(/ж… broken since 1a2b3c4$/)
  }
})
