import { expect, test } from 'vitest'
import type { BuildEvent, BuildStatus } from '../core/build.ts'
import { sampleAlert } from '../test/notifiers/sample-alert.ts'
import { eventsType, hears, type Rules } from './rules.ts'

const all: Rules = { events: null, branches: [], jobs: [] }

test.each<[BuildEvent, BuildStatus, number, boolean]>([
  ['broken', 'FAILURE', 1, true],
  ['broken', 'FAILURE', 0, true],
  ['unstable', 'UNSTABLE', 1, true],
  ['fixed', 'SUCCESS', 0, true],
  ['aborted', 'ABORTED', 0, false],
  ['first-build', 'FAILURE', 1, true],
  ['first-build', 'UNSTABLE', 1, true],
  ['first-build', 'SUCCESS', 0, false],
  ['still-broken', 'FAILURE', 0, false],
  ['still-broken', 'FAILURE', 2, true],
])('without rules, %s (%s, %i new failures) is heard: %s', (event, status, newFailureCount, isHeard) => {
  const alert = sampleAlert({ event, status, newFailureCount, previous: 'FAILURE' })
  expect(hears(all, alert)).toMatchObject({ hears: isHeard, why: expect.stringMatching(/\w/) })
})

test('what could be built and now cannot be is more than still broken', () => {
  const alert = sampleAlert({
    event: 'still-broken',
    status: 'FAILURE',
    previous: 'UNSTABLE',
    newFailureCount: 0,
  })
  expect(hears(all, alert).hears).toBe(true)
})

test('events that are named are heard, and no others', () => {
  const rules: Rules = { ...all, events: ['aborted', 'first-build'] }
  expect(hears(rules, sampleAlert({ event: 'aborted', status: 'ABORTED' })).hears).toBe(true)
  expect(hears(rules, sampleAlert({ event: 'first-build', status: 'SUCCESS' })).hears).toBe(true)
  expect(hears(rules, sampleAlert())).toEqual({ hears: false, why: 'it hears only aborted, first-build' })
  const still = sampleAlert({ event: 'still-broken', newFailureCount: 0 })
  expect(hears({ ...all, events: ['still-broken'] }, still).hears).toBe(false)
})

const on = (branch: string | null, tag: string | null = null) =>
  sampleAlert({ build: { ...sampleAlert().build, branch, tag } })

test.each([
  [['main'], 'main', true],
  [['main'], 'mainline', false],
  [['release/*'], 'release/1/2', true],
  [['release/*'], 'prerelease/1', false],
  [['*'], 'anything', true],
  [['v?.x'], 'v2.x', true],
  [['v?.x'], 'v22.x', false],
  [['*fix*'], 'hotfix/a', true],
  [['a', 'b*'], 'bc', true],
  [['main'], null, false],
  [['feature.*'], 'feature-x', false],
])('%j hears of %j: %s', (branches, branch, isHeard) => {
  expect(hears({ ...all, branches }, on(branch)).hears).toBe(isHeard)
})

test('a tag is heard like a branch of its name, and a job by its name', () => {
  expect(hears({ ...all, branches: ['v*'] }, on(null, 'v1')).hears).toBe(true)
  expect(hears({ ...all, jobs: ['main*'] }, sampleAlert()).hears).toBe(true)
  expect(hears({ ...all, jobs: ['nightly'] }, sampleAlert())).toMatchObject({ hears: false })
})

test('a glob of many stars is answered, whatever it is held against', () => {
  expect(hears({ ...all, branches: ['*a'.repeat(2000)] }, on('a'.repeat(5000))).hears).toBe(true)
  expect(hears({ ...all, branches: [`${'*a'.repeat(500)}b`] }, on('a'.repeat(2000))).hears).toBe(false)
})

test.each([
  [
    ['broken', 'fixed'],
    ['broken', 'fixed'],
  ],
  ['broken', ['broken']],
  [[], undefined],
  [['brokn'], undefined],
  [7, undefined],
])('events: %j is read as %j', (given, read) => {
  expect(eventsType.fromData(given)).toEqual(read)
})
