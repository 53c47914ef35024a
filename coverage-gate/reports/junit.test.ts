import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { SourceText } from '../../core/source-file.ts'
import { itNeeds } from '../../test/require-tool.ts'
import {
  advisory,
  failing,
  hostile,
  hostileSource,
  passing,
  sampleFile,
  sampleSource,
  samples,
  sampleVerdict,
  unclear,
} from '../../test/sample-verdicts.ts'
import type { CoverageVerdict } from '../model.ts'
import { renderJunit } from './junit.ts'

async function render(verdict: CoverageVerdict, source: SourceText = sampleSource): Promise<string> {
  const now = new Date('2026-11-24T10:00:00Z')
  const [output] = await renderJunit(verdict, source, { colour: false, width: 80, now })
  return output?.text ?? ''
}

test.each(['failing', 'unclear', 'losing'])('%s, as it is written', async name => {
  await expect(await render(samples[name]!)).toMatchFileSnapshot(`../../test/golden/coverage/${name}.xml`)
})

test('the suite is red exactly when the gate is not passed', async () => {
  const red = /<(?:failure|error)\b/
  const missedButAllowed = { ...failing, outcome: 'pass' } as const
  const stale = sampleFile('s.ts', 'stale', {}, { reason: 'r' })
  const advisedWithStale = { ...advisory, files: [...advisory.files, stale] }
  for (const verdict of [failing, unclear, { ...unclear, advisory: true }]) {
    expect(await render(verdict)).toMatch(red)
  }
  for (const verdict of [passing, advisory, missedButAllowed, advisedWithStale]) {
    expect(await render(verdict)).not.toMatch(red)
  }
})

test('every changed file is a case; those that are not judged are skipped with their reason', async () => {
  const text = await render(failing)
  expect(text.match(/<testcase /g)).toHaveLength(failing.files.length + 1)
  expect(text).toContain('name="src/billing/invoice.ts" classname="coverage.src.billing"')
  expect(text).toContain('message="3 of 8 changed lines not covered: 16, 27-28"')
  expect(text).toContain('<![CDATA[excluded: by default, test files: **/*.test.*]]>')
})

const check = (tool: string, text: string, ...args: readonly string[]) =>
  execFileSync(tool, ['--noout', '--nonet', ...args, '-'], { input: text, stdio: ['pipe', 'pipe', 'pipe'] })

itNeeds('xmllint', 'it is well-formed whatever the input', async xmllint => {
  check(xmllint, await render(hostile, hostileSource))
  check(xmllint, await render({ ...hostile, outcome: 'unknown' }, hostileSource))
})

itNeeds('xmllint', 'it is valid to Jenkins but for two attributes that others read', async xmllint => {
  const schema = fileURLToPath(new URL('../../test/fixtures/xunit/junit-10.xsd', import.meta.url))
  for (const verdict of [...Object.values(samples), sampleVerdict([])]) {
    const text = await render(verdict, hostileSource)
    // `file` is GitLab's and the GitHub actions'; the package always counts what was skipped at the root.
    const strict = text.replace(/ file="[^"]*"/g, '').replace(/(<testsuites [^>]*) skipped="\d+"/, '$1')
    check(xmllint, strict, '--schema', schema)
  }
})
