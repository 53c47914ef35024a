import { describe, expect, it } from 'vitest'
import { type Failure, incidentOf, infrastructureCauseOf } from './incident.ts'

const failures = (
  count: number,
  result: Failure['result'],
  { fingerprint, message = 'expected 1 to be 2' }: { fingerprint?: string; message?: string } = {},
): readonly Failure[] =>
  Array.from({ length: count }, (_, index) => ({
    result,
    message,
    fingerprint: fingerprint ?? `${result}-${index}`,
  }))

describe('an incident by failures that recover', () => {
  it.each([
    ['20 of 4,000 tests, 16 recover', 16, 4, 4_000, true],
    ['19 tests', 19, 0, 100, false],
    ['20 of 4,001 tests: below 0.5 %', 20, 0, 4_001, false],
    ['79 % recover', 79, 21, 1_000, false],
    ['80 % recover', 80, 20, 1_000, true],
    ['100 of 20,000', 100, 0, 20_000, true],
    ['99 of 20,000', 99, 0, 20_000, false],
  ])('%s', (_, recovered, failed, tests, expected) => {
    const incident = incidentOf([...failures(recovered, 'flaky'), ...failures(failed, 'failed')], tests)
    expect(incident !== null).toBe(expected)
    if (expected) expect(incident).toMatchObject({ kind: 'failed-at-once', cause: null, fingerprint: '' })
  })
})

describe('an incident by one fingerprint', () => {
  it.each([
    ['10 of 20', 10, 10, true],
    ['9 of 20', 9, 11, false],
    ['19 of 19', 19, 0, false],
    ['15 of 30', 15, 15, true],
  ])('%s', (_, same, others, expected) => {
    const incident = incidentOf(
      [...failures(others, 'failed'), ...failures(same, 'failed', { fingerprint: 'aa' })],
      10_000,
    )
    expect(incident !== null).toBe(expected)
    if (expected) expect(incident).toMatchObject({ kind: 'one-fingerprint', fingerprint: 'aa' })
  })

  it('never by the missing one', () => {
    expect(incidentOf(failures(40, 'failed', { fingerprint: '' }), 10_000)).toBeNull()
  })
})

describe('an incident by the machine', () => {
  const network = 'connect ECONNREFUSED 127.0.0.1:5432'
  it.each([
    ['one full disk', 1, 0, 'ENOSPC: no space left on device, write', 'disk'],
    ['a full disk among as many others', 2, 2, 'ENOSPC: no space left on device, write', 'disk'],
    ['a full disk among more others', 2, 3, 'ENOSPC: no space left on device, write', null],
    ['two dead workers', 2, 0, 'Worker died unexpectedly', null],
    ['three dead workers', 3, 3, 'Worker died unexpectedly', 'worker'],
    ['four refused connections: a cluster of flaky tests', 4, 0, network, null],
    ['five', 5, 5, network, 'network'],
    ['five among six others', 5, 6, network, null],
  ])('%s', (_, machine, others, message, cause) => {
    const incident = incidentOf(
      [...failures(others, 'failed'), ...failures(machine, 'flaky', { message })],
      10_000,
    )
    expect(incident?.cause ?? null).toBe(cause)
    if (cause) expect(incident).toMatchObject({ kind: 'infrastructure', message })
  })

  it.each([
    ["EDQUOT: quota exceeded, open '/x'", 'disk'],
    ['spawn ENOMEM', 'memory'],
    ['EMFILE: too many open files', 'descriptors'],
    ['process exited with code 137', 'worker'],
    ['exit code: 137', 'worker'],
    ['Killed by signal SIGKILL', 'worker'],
    ['A worker process has crashed', 'worker'],
    ['Reached heap limit Allocation failed - JavaScript heap out of memory', 'worker'],
    ['getaddrinfo EAI_AGAIN db', 'network'],
    ['socket hang up', 'network'],
    ['502 Bad Gateway', 'network'],
    ['expected 137 to be 138', null],
    ['the worker is not paid', null],
    ['Test timed out in 5000ms.', null],
    ['expected network to be up', null],
  ])('%s', (message, cause) => expect(infrastructureCauseOf(message)).toBe(cause))
})

it('tells what it counted', () => {
  const incident = incidentOf([...failures(30, 'flaky'), ...failures(5, 'failed')], 1_000)
  expect(incident?.ruling).toMatchObject({ rule: 'failed-at-once', holds: true })
  expect(incident?.ruling.figures.map(({ name, value }) => [name, value])).toEqual([
    ['tests', 1_000],
    ['tests that failed at first', 35],
    ['of all tests', 0.035],
    ['of them recovered', 30],
    ['recovered', 30 / 35],
  ])
})

it('is none without failures', () => expect(incidentOf([], 100)).toBeNull())
