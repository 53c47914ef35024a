import { expect, test } from 'vitest'
import { type BuildStatus, buildStatuses, eventFor } from './build.ts'

test.each<[BuildStatus | null, BuildStatus, string | null]>([
  ['SUCCESS', 'FAILURE', 'broken'],
  ['UNSTABLE', 'FAILURE', 'still-broken'],
  ['FAILURE', 'FAILURE', 'still-broken'],
  ['SUCCESS', 'UNSTABLE', 'unstable'],
  ['FAILURE', 'UNSTABLE', 'unstable'],
  ['UNSTABLE', 'UNSTABLE', 'still-broken'],
  ['FAILURE', 'SUCCESS', 'fixed'],
  ['UNSTABLE', 'SUCCESS', 'fixed'],
  ['SUCCESS', 'SUCCESS', null],
  [null, 'SUCCESS', 'first-build'],
  [null, 'FAILURE', 'first-build'],
  ['FAILURE', 'ABORTED', 'aborted'],
  ['FAILURE', 'NOT_BUILT', null],
])('%s, then %s: %s', (previous, status, event) => {
  expect(eventFor(previous, status)).toBe(event)
})

test('a red build after anything else is always told', () => {
  for (const previous of [null, ...buildStatuses]) {
    for (const status of ['FAILURE', 'UNSTABLE'] as const) expect(eventFor(previous, status)).not.toBeNull()
  }
})
