import { expect, test } from 'vitest'
import { readOptions } from '../core/option-values.ts'
import { type FlakyOptions, flakyOptions, onlyFlaky } from './options.ts'

const read = (name: keyof FlakyOptions, text: string) =>
  readOptions<FlakyOptions>('flaky', flakyOptions, { flags: { [name]: [text] }, env: {}, config: null })[name]

test.each([
  ['maxFailures', '20', { count: 20 }],
  ['maxFailures', '5%', { percent: 5 }],
  ['quarantineCap', '0.5 %', { percent: 0.5 }],
  ['reruns', 'auto', null],
  ['reruns', '0', 0],
  ['at', '2026-11-24T10:00:00Z', Date.UTC(2026, 10, 24, 10)],
  ['at', '2026-11-24 10:00+01:00', Date.UTC(2026, 10, 24, 9)],
  ['expires', '2026-12-31', '2026-12-31'],
  ['report', 'html', [{ name: 'html', file: null }]],
  ['report', 'markdown=-', [{ name: 'markdown', file: '-' }]],
] as const)('%s: %s', (name, text, expected) => {
  expect(read(name, text)).toEqual(expected)
})

test.each([
  ['maxFailures', '1.5'],
  ['maxFailures', '101%'],
  ['maxFailures', '-1'],
  ['reruns', 'some'],
  ['at', '2026-11-24T10:00:00'],
  ['at', '24.11.2026'],
  ['expires', '2026-02-30'],
  ['builds', '0'],
  ['keep', '0'],
  ['timeout', '0'],
  ['flaky', 'maybe'],
  ['report', 'pdf'],
  ['report', 'html='],
] as const)('%s is not %s', (name, text) => {
  expect(() => read(name, text)).toThrow(expect.objectContaining({ code: 'usage.bad-value', exitCode: 2 }))
})

test('paths of a config file are relative to it, and what belongs to one call is not taken from it', () => {
  const config = (values: Readonly<Record<string, unknown>>) =>
    readOptions<FlakyOptions>('flaky', flakyOptions, {
      flags: {},
      env: {},
      config: { file: 'c.json', directory: '/repo', values },
    })
  const told = config({
    record: 'file:rec',
    quarantine: 'q.json',
    maxFailures: '5%',
    report: ['html=out/a.html'],
  })
  expect(told).toMatchObject({
    record: 'file:/repo/rec',
    quarantine: '/repo/q.json',
    maxFailures: { percent: 5 },
    report: [{ name: 'html', file: '/repo/out/a.html' }],
  })
  expect(config({ record: 'postgres://u@h/d' }).record).toBe('postgres://u@h/d')
  for (const key of ['owner', 'reason', 'expires', 'fingerprint', 'test', 'command', 'files'])
    expect(() => config({ [key]: 'x' })).toThrow('unknown key')
})

test('a command takes a part of the table', () => {
  expect(Object.keys(onlyFlaky('record', 'keep'))).toEqual(['record', 'keep'])
})
