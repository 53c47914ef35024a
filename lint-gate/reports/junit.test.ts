import { expect, test } from 'vitest'
import {
  advisory,
  allowed,
  failing,
  hostile,
  hostileSource,
  passing,
  sampleSource,
  unclear,
} from '../../test/sample-lint-verdicts.ts'
import type { LintVerdict } from '../model.ts'
import { renderJunit } from './junit.ts'

async function render(verdict: LintVerdict, source = sampleSource): Promise<string> {
  const options = { colour: false, width: 80, now: new Date('2026-01-02T03:04:05Z') }
  const [output] = await renderJunit(verdict, source, options)
  return output?.text ?? ''
}

const redCases = (text: string) => (text.match(/<(failure|error)\b/g) ?? []).length

test('as it is written', async () => {
  await expect(await render(failing)).toMatchFileSnapshot('../../test/golden/lint/failing.xml')
})

test('it is red exactly when the gate is not passed', async () => {
  expect(redCases(await render(failing))).toBe(3)
  expect(redCases(await render(unclear))).toBe(1)
  for (const green of [passing, allowed, advisory]) expect(redCases(await render(green))).toBe(0)
})

test('nothing from outside ends a section or is no XML', async () => {
  const text = await render(hostile, hostileSource)
  expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800]/u)
  const outside = text.replace(/="[^"]*"/g, '')
  expect(outside.match(/\]\]>/g)?.length).toBe(outside.match(/<!\[CDATA\[/g)?.length)
})
